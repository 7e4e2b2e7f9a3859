package org.handyrep.cluster;

import java.util.Optional;

/// A replication slot.
///
/// @param walStatus `reserved`, `extended`, `unreserved`, `lost`; empty before PostgreSQL 13
public record Slot(String name, boolean physical, boolean active, Optional<Lsn> restartLsn, Optional<String> walStatus) {}
