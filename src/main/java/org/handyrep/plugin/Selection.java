package org.handyrep.plugin;

import java.util.List;
import java.util.Map;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.Status;

/// `selection_method`: the replicas that may take over, best first; empty when there is none. A pure function of what was seen.
public interface Selection {
    List<Server> run(ClusterSnapshot snapshot, Map<String, Status> statuses);
}
