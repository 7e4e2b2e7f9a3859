package org.handyrep.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;

/// Learns the roles from the servers when what is written down is plainly out of date: the configured master is in recovery and exactly one other server of the same cluster takes writes.
final class RoleLearner {

    private RoleLearner() {}

    static Optional<Map<String, Deed.Assignment>> learn(ClusterSnapshot snapshot) {
        Optional<Observation> configured = snapshot.configuredPrimary();
        List<Observation> writable = snapshot.writable();
        if (configured.isEmpty()
                || writable.size() != 1
                || !(configured.get().state() instanceof ServerState.Replica old)
                || !(writable.getFirst().state() instanceof ServerState.Primary now)
                || !old.facts().systemIdentifier().equals(now.facts().systemIdentifier())) {
            return Optional.empty();
        }
        Map<String, Deed.Assignment> roles = new LinkedHashMap<>();
        roles.put(writable.getFirst().name(), new Deed.Assignment("master", true));
        roles.put(configured.get().name(), new Deed.Assignment("replica", true));
        return Optional.of(roles);
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
