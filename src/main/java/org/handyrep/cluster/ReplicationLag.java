package org.handyrep.cluster;

import java.time.Duration;
import java.util.Optional;

/// How far a replica is behind.
///
/// @param bytes from the primary's written LSN to the replica's replayed LSN
/// @param megabytes HandyRep's `lag`, approximate
/// @param replicating whether the primary streams to it
public record ReplicationLag(boolean replicating, long bytes, double megabytes, Optional<Duration> time) {}
