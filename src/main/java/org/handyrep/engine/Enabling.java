package org.handyrep.engine;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;

/// Whether a disabled server may take part again. One that is down may: it is shown as down then.
final class Enabling {

    private Enabling() {}

    static Optional<String> obstacle(Server server, ClusterSnapshot snapshot, List<Server> servers) {
        if (!server.role().isPostgres()) {
            return Optional.empty();
        }
        Optional<ServerState> state = snapshot.find(server.name()).map(Observation::state);
        return role(server, state, snapshot, servers).or(() -> cluster(server, state, snapshot));
    }

    private static Optional<String> role(
            Server server, Optional<ServerState> state, ClusterSnapshot snapshot, List<Server> servers) {
        if (!server.isMaster()) {
            return state.filter(s -> s instanceof ServerState.Primary)
                    .map(s -> "it takes writes; as a replica it would be a second primary");
        }
        Optional<String> other = servers.stream()
                .filter(s -> s.isMaster() && s.enabled())
                .map(s -> s.name() + " is the enabled master; there can only be one")
                .findFirst();
        Optional<String> writer = snapshot.writable().stream()
                .filter(o -> !o.name().equals(server.name()))
                .map(o -> o.name() + " takes writes; there can only be one primary")
                .findFirst();
        Optional<String> replica = state.filter(s -> s instanceof ServerState.Replica)
                .map(s -> "its role is master, but it is in recovery");
        return other.or(() -> writer).or(() -> replica);
    }

    private static Optional<String> cluster(Server server, Optional<ServerState> state, ClusterSnapshot snapshot) {
        Optional<String> own = state.flatMap(Enabling::identifier);
        return snapshot.servers().stream()
                .filter(o -> o.server().enabled() && !o.name().equals(server.name()))
                .filter(o -> identifier(o.state()).isPresent() && own.isPresent() && !identifier(o.state()).equals(own))
                .map(o -> "it belongs to another cluster than " + o.name() + " (system identifier)")
                .findFirst();
    }

    private static Optional<String> identifier(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> Optional.of(p.facts()).map(Facts::systemIdentifier);
            case ServerState.Replica r -> Optional.of(r.facts()).map(Facts::systemIdentifier);
            case ServerState.Rejecting ignored -> Optional.empty();
            case ServerState.Unreachable ignored -> Optional.empty();
            case ServerState.NotPolled ignored -> Optional.empty();
        };
    }
}
