package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// The proof that a replica follows: its WAL receiver streams from that upstream, on the upstream's timeline.
final class Streaming {

    private Streaming() {}

    static Outcome confirm(World world, String replica, String upstream, Duration limit) {
        return Wait.until(
                world,
                limit,
                Duration.ofMillis(50),
                () -> streams(world, replica, upstream),
                () -> replica + " does not stream from " + upstream + " after " + limit.toSeconds() + " s: it "
                        + States.describe(world.look(replica)));
    }

    static Optional<Outcome> streams(World world, String replica, String upstream) {
        if (!(world.look(replica) instanceof ServerState.Replica r)) {
            return Optional.empty();
        }
        int timeline =
                switch (world.look(upstream)) {
                    case ServerState.Primary p -> p.facts().timeline();
                    case ServerState.Replica u -> u.facts().timeline();
                    case ServerState.Rejecting x -> Integer.MAX_VALUE;
                    case ServerState.Unreachable x -> Integer.MAX_VALUE;
                    case ServerState.NotPolled x -> Integer.MAX_VALUE;
                };
        return r.receiver()
                .filter(receiver -> receiver.isStreaming() && receiver.timeline() == timeline && isFrom(world, receiver, upstream))
                .map(receiver -> Outcome.success(
                        replica + " streams from " + upstream + " on timeline " + receiver.timeline()));
    }

    static boolean isFromOneOf(World world, List<String> servers, Receiver receiver) {
        return servers.stream()
                .flatMap(name -> world.configured(name).stream())
                .anyMatch(s -> receiver.sender().equals(Optional.of(s.address())));
    }

    /// Whoever was told to follow another server streams from the old one until it has read that. HandyRep writes the address that it knows itself, so no other
    /// counts; a server that does not tell it (no right to see it) is believed.
    private static boolean isFrom(World world, Receiver receiver, String upstream) {
        Optional<String> sender = receiver.sender();
        return sender.isEmpty() || sender.equals(world.configured(upstream).map(Server::address));
    }
}
