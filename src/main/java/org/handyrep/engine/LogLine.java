package org.handyrep.engine;

import java.time.Instant;

/// One line of HandyRep's log.
///
/// @param category `POLL`, `STATUS`, `FAILOVER`, `PLUGIN promote_pg_ctl`, …
/// @param server the server it is about, empty for none
public record LogLine(Instant at, String category, String server, boolean isError, String message) {}
