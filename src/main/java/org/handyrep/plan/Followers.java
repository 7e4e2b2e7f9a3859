package org.handyrep.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.FollowPrimary;
import org.handyrep.plugin.Outcome;

/// What several planners need about the other replicas.
final class Followers {

    private Followers() {}

    /// One step for each replica in session other than the new primary that does not follow it already, and whose upstream goes away.
    static List<Step> follow(Situation situation, String oldPrimary, String newPrimary) {
        List<Step> steps = new ArrayList<>();
        for (Observation other : situation.snapshot().replicas()) {
            if (other.name().equals(newPrimary) || !(other.state() instanceof ServerState.Replica replica)) {
                continue;
            }
            if (livingUpstream(situation, replica, oldPrimary).isPresent()) {
                continue;
            }
            int major = replica.facts().majorVersion();
            Optional<String> slot = slot(replica);
            Deed follow = new Deed.Follow(other.name(), newPrimary, major, slot);
            steps.add(new FollowPrimary(
                    other.name(), newPrimary, major, slot, Optional.empty(), false, situation.previewOf(follow)));
        }
        return steps;
    }

    /// Who streams from a new primary, and under which `application_name`: those that are pointed at it, and those that follow it already.
    static Map<String, String> names(Situation situation, String newPrimary, ServerState.Replica replica, List<Step> follow) {
        Map<String, String> names = new LinkedHashMap<>();
        follow.forEach(step -> names.put(step.server(), step.server()));
        Optional<String> address = situation.find(newPrimary).map(o -> o.server().address());
        for (Observation other : situation.snapshot().replicas()) {
            if (other.state() instanceof ServerState.Replica r && r.isStreaming() && r.upstream().isPresent() && r.upstream().equals(address)) {
                String name = replica.streams().stream()
                        .filter(s -> s.clientAddress().equals(other.server().hostname()))
                        .map(s -> s.applicationName())
                        .findFirst()
                        .orElse(other.name());
                names.putIfAbsent(other.name(), name);
            }
        }
        return names;
    }

    /// The slots at an old upstream of those that follow another one afterwards, with the replica that used each.
    static Map<String, String> slotUsers(Situation situation, List<String> moved) {
        Map<String, String> users = new LinkedHashMap<>();
        for (String name : moved) {
            situation.find(name).map(Observation::state).ifPresent(state -> {
                if (state instanceof ServerState.Replica r) {
                    slot(r).ifPresent(slot -> users.put(slot, name));
                }
            });
        }
        return users;
    }

    /// The slot a replica uses at its upstream, also while it is not connected.
    static Optional<String> slot(ServerState.Replica replica) {
        return replica.receiver()
                .flatMap(Receiver::slot)
                .or(() -> replica.facts().setting("primary_slot_name"))
                .filter(name -> !name.isBlank());
    }

    /// The slots that the others will look for on a new primary.
    static List<String> slots(Situation situation, String newPrimary) {
        return situation.snapshot().replicas().stream()
                .filter(o -> !o.name().equals(newPrimary))
                .flatMap(o -> o.state() instanceof ServerState.Replica r ? slot(r).stream() : Stream.empty())
                .distinct()
                .toList();
    }

    /// Another replica in session that it follows: then it needs nothing, because it follows that one's change of timeline.
    static Optional<String> livingUpstream(Situation situation, ServerState.Replica replica, String oldPrimary) {
        return replica.upstream()
                .flatMap(address -> serverAt(situation, address))
                .filter(upstream -> !upstream.name().equals(oldPrimary))
                .filter(upstream -> upstream.state() instanceof ServerState.Replica)
                .map(Observation::name);
    }

    /// Whom a server follows, directly and in turn, as the servers themselves say; the nearest first.
    static List<String> above(Situation situation, String server) {
        List<String> chain = new ArrayList<>();
        Optional<String> next = upstreamOf(situation, server);
        while (next.isPresent() && !next.get().equals(server) && !chain.contains(next.get())) {
            chain.add(next.get());
            next = upstreamOf(situation, next.get());
        }
        next.filter(server::equals).ifPresent(chain::add);
        return chain;
    }

    /// Whom a server follows, as it says itself.
    static Optional<String> upstreamOf(Situation situation, String server) {
        return situation.find(server)
                .flatMap(o -> o.state() instanceof ServerState.Replica r
                        ? r.receiver().filter(Receiver::isStreaming).flatMap(Receiver::sender).flatMap(a -> serverAt(situation, a))
                                .or(() -> r.upstream().flatMap(a -> serverAt(situation, a)))
                        : Optional.empty())
                .map(Observation::name);
    }

    static Optional<Observation> serverAt(Situation situation, String address) {
        return situation.snapshot().servers().stream()
                .filter(o -> o.server().address().equals(address))
                .findFirst();
    }

    /// The check that a server's PostgreSQL can be controlled at all.
    static void control(Situation situation, Checks checks, String server, String what) {
        Outcome status = situation.control().get(server);
        String name = "control of " + server;
        if (status == null) {
            checks.stop(name, "it was not tried whether restart_method can " + what);
        } else {
            checks.expect(status.succeeded(), name, "restart_method works", Check.Level.STOP,
                    "restart_method cannot " + what + ": " + status.details());
        }
    }
}
