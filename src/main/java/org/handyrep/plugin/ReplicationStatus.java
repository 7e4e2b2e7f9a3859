package org.handyrep.plugin;

import org.handyrep.cluster.Server;

/// `replication_status_method`: succeeds with `lag` (megabytes), `lag_bytes` and `replicating` in the outcome's extra keys.
public interface ReplicationStatus {
    Outcome run(Server replicaserver);
}
