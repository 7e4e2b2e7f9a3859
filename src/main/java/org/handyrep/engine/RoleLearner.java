package org.handyrep.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;

/// Learns the roles from the servers when what is written down is plainly out of date: the configured master is in recovery or disabled, and exactly one
/// other server of the same cluster, on no older timeline, takes writes.
final class RoleLearner {

    private RoleLearner() {}

    static Optional<Map<String, Deed.Assignment>> learn(ClusterSnapshot snapshot) {
        List<Observation> masters = snapshot.servers().stream().filter(o -> o.server().isMaster()).toList();
        Optional<Observation> master = snapshot.configuredPrimary().or(() -> masters.size() == 1 ? Optional.of(masters.getFirst()) : Optional.empty());
        List<Observation> writable = snapshot.writable();
        if (master.isEmpty() || writable.size() != 1 || !(writable.getFirst().state() instanceof ServerState.Primary now)) {
            return Optional.empty();
        }
        Observation old = master.get();
        Observation leading = writable.getFirst();
        boolean outOfDate = old.state() instanceof ServerState.Replica replica
                ? sameCluster(replica.facts(), now.facts()) && replica.facts().timeline() <= now.facts().timeline()
                : !old.server().enabled() && snapshot.systemIdentifier().equals(now.facts().systemIdentifier());
        if (!outOfDate || old.name().equals(leading.name()) || !leading.server().role().isPostgres()) {
            return Optional.empty();
        }
        Map<String, Deed.Assignment> roles = new LinkedHashMap<>();
        roles.put(leading.name(), new Deed.Assignment("master", true));
        roles.put(old.name(), new Deed.Assignment("replica", old.server().enabled()));
        return Optional.of(roles);
    }

    static String sentence(Map<String, Deed.Assignment> learnt) {
        return "learnt the roles from the servers: " + learnt.keySet();
    }

    /// Who leads the cluster, whatever is written down: of the servers that take writes the one on the newest timeline; empty when there is none or two.
    static Optional<Server> leading(ClusterSnapshot snapshot) {
        String cluster = snapshot.systemIdentifier();
        Map<Integer, List<Observation>> byTimeline = snapshot.writable().stream()
                .filter(o -> facts(o).systemIdentifier().equals(cluster))
                .collect(Collectors.groupingBy(o -> facts(o).timeline()));
        return byTimeline.entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(newest -> newest.size() == 1)
                .map(newest -> newest.getFirst().server());
    }

    private static Facts facts(Observation writable) {
        if (writable.state() instanceof ServerState.Primary primary) {
            return primary.facts();
        }
        throw new IllegalArgumentException(writable.name() + " takes no writes");
    }

    private static boolean sameCluster(Facts one, Facts other) {
        return one.systemIdentifier().equals(other.systemIdentifier());
    }

    /// Whether the servers themselves say that the configured primary is the primary: it alone takes writes, or it is silent, nobody takes writes, and the replicas want to follow it.
    static boolean confirms(ClusterSnapshot snapshot) {
        Optional<Observation> configured = snapshot.configuredPrimary();
        if (configured.isEmpty()) {
            return false;
        }
        if (!snapshot.writable().isEmpty()) {
            return snapshot.writable().equals(List.of(configured.get()));
        }
        List<String> upstreams = snapshot.servers().stream()
                .map(Observation::state)
                .flatMap(state -> state instanceof ServerState.Replica replica ? replica.upstream().stream() : Stream.of())
                .toList();
        return !(configured.get().state() instanceof ServerState.Replica)
                && !upstreams.isEmpty()
                && upstreams.stream().allMatch(configured.get().server().address()::equals);
    }
}
