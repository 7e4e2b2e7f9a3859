package org.handyrep.plan.step;

import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ServerState;

/// One phrase for what was seen, for sentences.
final class States {

    private States() {}

    static String describe(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> "is a primary at " + p.written() + " on timeline " + p.facts().timeline();
            case ServerState.Replica r -> "is a replica at " + r.position() + " on timeline " + r.facts().timeline()
                    + r.receiver().filter(Receiver::isStreaming).flatMap(Receiver::sender).map(from -> ", streaming from " + from).orElse("");
            case ServerState.Rejecting r -> "answers but takes no session (" + r.problem().message() + ")";
            case ServerState.Unreachable u -> "does not answer (" + u.problem().message() + ")";
            case ServerState.NotPolled n -> "was not asked (" + n.why() + ")";
        };
    }
}
