package org.handyrep.cluster;

import java.time.Duration;
import java.util.Optional;

/// One row of `pg_stat_replication` on the server that sends.
///
/// @param clientAddress the replica's address as the sender sees it; empty for a socket
/// @param sent empty when the console's user may not see it (no `pg_monitor`)
/// @param syncState `async`, `sync`, `potential`, `quorum`
/// @param replayLag PostgreSQL 10 and later
public record Stream(
        String applicationName,
        String clientAddress,
        String state,
        String syncState,
        Optional<Lsn> sent,
        Optional<Lsn> replayed,
        Optional<Duration> replayLag) {

    public boolean isSync() {
        return syncState.equals("sync") || syncState.equals("quorum");
    }
}
