package org.handyrep.engine;

import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plan.step.PromoteReplica;

/// Whether a point of no return was passed of which no journal tells: asked of the server that it promotes.
sealed interface Passed {

    record No() implements Passed {}

    record Yes(String sentence) implements Passed {}

    /// Nothing may be done before it is known.
    record Unclear(String why) implements Passed {}

    static Passed look(World world, Step point) {
        if (!(point instanceof PromoteReplica promote)) {
            return new No();
        }
        return switch (world.look(promote.server())) {
            case ServerState.Replica r -> new No();
            case ServerState.Primary p -> new Yes(promote.server() + " is promoted already");
            case ServerState.Rejecting r -> unclear(promote, r.problem().message());
            case ServerState.Unreachable u -> unclear(promote, u.problem().message());
            case ServerState.NotPolled n -> unclear(promote, n.why());
        };
    }

    private static Unclear unclear(PromoteReplica promote, String why) {
        return new Unclear("whether " + promote.server() + " was promoted cannot be told (" + why + "): nothing is done before it answers");
    }
}
