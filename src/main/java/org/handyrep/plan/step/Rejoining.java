package org.handyrep.plan.step;

import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.World;

/// What the steps of a rejoin ask before they do anything.
final class Rejoining {

    private Rejoining() {}

    /// Why the data directory of a server must not be touched: only one that is proved to be stopped may be.
    static Optional<String> running(World world, String server) {
        return switch (world.lookAtHost(server)) {
            case HostState.Answers host when host.running() -> Optional.of("PostgreSQL runs on " + server + " (" + host.process() + ")");
            case HostState.Answers host -> Optional.empty();
            case HostState.Unclear unclear -> Optional.of("whether PostgreSQL runs on " + server + " cannot be told: " + unclear.why());
            case HostState.Silent silent -> Optional.of("the host of " + server + " does not answer: " + silent.why());
            case HostState.NotChecked none -> Optional.of("the host of " + server + " was not looked at");
        };
    }

    /// Why nobody can be rewound to it.
    static Optional<String> source(World world, String upstream) {
        ServerState state = world.look(upstream);
        return state instanceof ServerState.Primary
                ? Optional.empty()
                : Optional.of(upstream + " " + States.describe(state) + ", it is not the primary now");
    }

    /// Why a server is not a replica of that one now.
    static Optional<String> apart(World world, String server, String upstream) {
        return Streaming.streams(world, server, upstream).isPresent()
                ? Optional.empty()
                : Optional.of(server + " does not stream from " + upstream + ": it " + States.describe(world.look(server)));
    }
}
