package org.handyrep.plugin.cloning;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Outcome;

/// All that is looked at before a clone is planned.
///
/// @param state of the target by SQL, also when it is disabled
/// @param target its host; empty when that could not be looked at
/// @param source the host of the server that is copied; empty when that could not be looked at
/// @param sourceHostNeeded the console itself reads the files there
/// @param server what the server that is copied says
/// @param method what the target's `clone_method` says of itself
/// @param why the reason when `target` is empty
/// @param job where what would go
/// @param logins the connections for replication that the clone needs from the target's host, as they were tried
public record CloneLook(
        ServerState state,
        Optional<HostSeen> target,
        Optional<HostSeen> source,
        boolean sourceHostNeeded,
        SourceSeen server,
        Outcome method,
        String why,
        CloneJob job,
        List<ReplicationLogin> logins) {

    public CloneLook {
        logins = List.copyOf(logins);
    }
}
