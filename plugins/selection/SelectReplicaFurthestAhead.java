package selection;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Selection;
import org.handyrep.plugin.Setting;
import org.jspecify.annotations.Nullable;

/// `select_replica_furthest_ahead`: the replica that holds most of the WAL first, so that a failover loses least.
///
/// A higher timeline goes before a lower one, then the greater of received and replayed, then `failover_priority` (lower first), then the name. Left out
/// are those that were not seen in recovery, are neither healthy nor lagged, or are farther than `max_replay_lag` behind the best.
public class SelectReplicaFurthestAhead extends HandyRepPlugin implements Selection {

    private static final long MEGABYTE = 1024L * 1024;
    private static final String LIMIT = "max_replay_lag";

    private record Candidate(Server server, int timeline, Lsn position) {}

    @Override
    public List<Setting> settings() {
        return List.of(Setting.optional(LIMIT, "megabytes that a replica may be behind the best one; blank for no limit", ""));
    }

    @Override
    public List<Server> run(ClusterSnapshot snapshot, Map<String, Status> statuses) {
        List<Candidate> candidates = snapshot.replicas().stream()
                .filter(o -> mayTakeOver(statuses.get(o.name())))
                .flatMap(o -> o.state() instanceof ServerState.Replica replica
                        ? Optional.of(new Candidate(o.server(), replica.facts().timeline(), replica.position())).stream()
                        : Optional.<Candidate>empty().stream())
                .sorted(Comparator.comparingInt(Candidate::timeline)
                        .thenComparing(Candidate::position)
                        .reversed()
                        .thenComparing(c -> c.server().failoverPriority())
                        .thenComparing(c -> c.server().name()))
                .toList();
        // A limit that is no number leaves nobody out: the best is first anyway, and test() says what is wrong.
        Optional<Long> limit = setting(LIMIT).flatMap(SelectReplicaFurthestAhead::bytes);
        return candidates.stream()
                .filter(c -> limit.isEmpty() || candidates.getFirst().position().minus(c.position()) <= limit.get())
                .map(Candidate::server)
                .toList();
    }

    @Override
    public Outcome test() {
        Optional<String> limit = setting(LIMIT);
        if (limit.isPresent() && bytes(limit.get()).isEmpty()) {
            return Outcome.failure("[plugins] [[" + name() + "]] max_replay_lag is no number of megabytes: " + limit.get());
        }
        int replicas = sortedReplicas().size();
        return replicas == 0
                ? Outcome.failure("no enabled replica is configured, so there is nobody to select")
                : Outcome.success("would choose among " + replicas + (replicas == 1 ? " replica" : " replicas"));
    }

    private static Optional<Long> bytes(String megabytes) {
        String digits = megabytes.strip();
        return digits.matches("[0-9]{1,9}") ? Optional.of(Long.parseLong(digits) * MEGABYTE) : Optional.empty();
    }

    private static boolean mayTakeOver(@Nullable Status status) {
        return status != null && (status.status() == ServerStatus.HEALTHY || status.status() == ServerStatus.LAGGED);
    }
}
