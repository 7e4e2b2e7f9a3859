package selection;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Selection;

/// `select_replica_priority`: healthy replicas before lagged ones, then by `failover_priority` (lower first), then by name. All others are left out.
public class SelectReplicaPriority extends HandyRepPlugin implements Selection {

    @Override
    public List<Server> run(ClusterSnapshot snapshot, Map<String, Status> statuses) {
        return snapshot.replicas().stream()
                .map(Observation::server)
                .filter(s -> rank(statuses.get(s.name())) > 0)
                .sorted(Comparator.<Server>comparingInt(s -> rank(statuses.get(s.name())))
                        .thenComparingInt(Server::failoverPriority)
                        .thenComparing(Server::name))
                .toList();
    }

    @Override
    public Outcome test() {
        int replicas = sortedReplicas().size();
        return replicas == 0
                ? Outcome.failure("no enabled replica is configured, so there is nobody to select")
                : Outcome.success("would choose among " + replicas + (replicas == 1 ? " replica" : " replicas"));
    }

    private static int rank(Status status) {
        if (status == null) {
            return 0;
        }
        if (status.status() == ServerStatus.HEALTHY) {
            return 1;
        }
        return status.status() == ServerStatus.LAGGED ? 2 : 0;
    }
}
