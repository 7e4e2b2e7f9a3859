package org.handyrep.diagnosis;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;

/// Puts each replica beside its primary.
final class Views {

    private Views() {}

    static List<ReplicaView> of(List<ClusterSnapshot> recent) {
        ClusterSnapshot now = recent.getLast();
        Optional<ClusterSnapshot> before = recent.size() < 2 ? Optional.empty() : Optional.of(recent.get(recent.size() - 2));
        Optional<Observation> primary = now.configuredPrimary();
        return now.replicas().stream()
                .map(o -> new ReplicaView(
                        o,
                        replica(o),
                        primary.flatMap(p -> p.state() instanceof ServerState.Primary s ? Optional.of(s) : Optional.empty()),
                        primary.map(Observation::name).orElse("the primary"),
                        before.flatMap(b -> b.find(o.name())),
                        followsAnother(o, now),
                        streamedBefore(o.name(), primary, recent)))
                .toList();
    }

    private static Optional<ServerState.Replica> replica(Observation o) {
        return o.state() instanceof ServerState.Replica r ? Optional.of(r) : Optional.empty();
    }

    private static boolean followsAnother(Observation o, ClusterSnapshot now) {
        Optional<String> upstream = replica(o).flatMap(ServerState.Replica::upstream);
        return upstream.isPresent()
                && now.servers().stream()
                        .anyMatch(other -> other.server().isReplica()
                                && !other.name().equals(o.name())
                                && other.server().address().equals(upstream.get()));
    }

    private static boolean streamedBefore(String name, Optional<Observation> primary, List<ClusterSnapshot> recent) {
        for (ClusterSnapshot snapshot : recent.reversed()) {
            boolean alive = primary.flatMap(p -> snapshot.find(p.name()))
                    .map(p -> !(p.state() instanceof ServerState.Unreachable))
                    .orElse(false);
            if (alive) {
                return snapshot.find(name).flatMap(Views::replica).map(ServerState.Replica::isStreaming).orElse(false);
            }
        }
        return false;
    }

    /// What a replica without a problem does, for its status message.
    static String words(ReplicaView replica) {
        if (replica.observation().state() instanceof ServerState.NotPolled n) {
            return n.why();
        }
        String lag = replica.megabytesBehind().map(mb -> ", " + Words.megabytes(mb) + " behind").orElse("");
        return replica.isStreaming()
                ? "streams from " + replica.state().flatMap(ServerState.Replica::upstream).orElse("its primary") + lag
                : "in recovery" + lag;
    }
}
