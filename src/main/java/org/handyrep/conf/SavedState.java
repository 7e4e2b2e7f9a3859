package org.handyrep.conf;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.Status;

/// What HandyRep remembers of a cluster, in servers.save and in the handyrep table.
///
/// @param updated when it was last true; the newest of file and table wins at start
/// @param servers the definitions in force, in the order of the file
/// @param statuses by server name
/// @param message the sentence that goes with the cluster's status
public record SavedState(
        Instant updated,
        List<Server> servers,
        Map<String, Status> statuses,
        ClusterStatus clusterStatus,
        String message) {
    public SavedState {
        servers = List.copyOf(servers);
        statuses = Map.copyOf(statuses);
    }

    /// The same with other definitions, as old as it was.
    public SavedState withServers(List<Server> others) {
        return new SavedState(updated, others, statuses, clusterStatus, message);
    }
}
