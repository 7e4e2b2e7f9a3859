package org.handyrep.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.AssignRoles;
import org.handyrep.plan.step.ClearInherited;
import org.handyrep.plan.step.PromoteReplica;

/// HandyRep's bare `promote`: nothing else of a failover. It can make a second primary, so it says so and wants the name typed.
final class PromotePlanner {

    private PromotePlanner() {}

    static Decision plan(Situation situation, String server) {
        Optional<Observation> seen = situation.find(server);
        if (seen.isEmpty()) {
            return new Refusal("there is no server " + server);
        }
        if (!(seen.get().state() instanceof ServerState.Replica replica)) {
            return new Refusal(server + " is not a replica in session: it cannot be promoted");
        }
        List<Observation> others = situation.snapshot().writable();
        Checks checks = new Checks();
        checks.expect(others.isEmpty(), "other primaries", "none was seen", Check.Level.WARNING,
                names(others) + " takes writes: promoting " + server + " makes a second primary");
        boolean lost = situation.snapshot().configuredPrimary()
                .map(p -> p.state() instanceof ServerState.Unreachable)
                .orElse(false);
        checks.expect(!lost, "the configured primary", "was asked", Check.Level.WARNING,
                "does not answer and is not fenced by this function: use the failover wizard unless you know better");
        Optional<String> ahead = ahead(situation, server, replica).map(most -> most + " that " + server + " does not have");
        ahead.ifPresent(more -> checks.warn("WAL", more + ": promote that one, or it is lost"));
        replica.facts().setting(Facts.SYNC_NAMES).filter(names -> !names.isBlank()).ifPresent(names -> checks.warn(
                Facts.SYNC_NAMES, server + " has " + names + ", and nobody streams from it yet: its commits wait until one of these follows it (remaster)"));
        Followers.control(situation, checks, server, "promote it");
        if (checks.list().stream().anyMatch(c -> c.level() == Check.Level.STOP)) {
            return new Refusal(server + " cannot be promoted now", checks.list());
        }
        int major = replica.facts().majorVersion();
        Map<String, Deed.Assignment> roles = new LinkedHashMap<>();
        situation.snapshot().servers().stream()
                .filter(o -> o.server().isMaster() && !o.name().equals(server))
                .forEach(o -> roles.put(o.name(), new Deed.Assignment("replica", false)));
        roles.put(server, new Deed.Assignment("master", true));
        List<Step> steps = new ArrayList<>();
        steps.add(new PromoteReplica(
                server,
                "",
                situation.answeringBeside(server),
                replica.facts().systemIdentifier(),
                replica.facts().timeline(),
                major,
                situation.rules().recovery(),
                situation.previewOf(new Deed.Promote(server, major))));
        steps.add(new AssignRoles(
                "Write down that " + server + " is the primary", roles, situation.previewOf(new Deed.Assign(roles))));
        steps.add(new ClearInherited(server, major, Optional.empty(), situation.previewOf(new Deed.ClearInherited(server, major))));
        return new Plan(
                "promote",
                "Promote " + server,
                "promote turns one replica into a primary and does nothing about the others.",
                checks.list(),
                steps,
                new Plan.Impact(
                        "Promote " + server,
                        Optional.of(server),
                        "none on the other servers",
                        !others.isEmpty()
                                ? "two primaries accept different writes from then on; one side will be lost"
                                : seen.get().server().isMaster()
                                        ? ahead.orElse("nothing that " + server + " had as the primary")
                                        : "what the last primary wrote and " + server + " did not receive",
                        "nothing: a promotion cannot be taken back",
                        afterwards(situation, server)));
    }

    private static List<String> afterwards(Situation situation, String server) {
        List<String> strangers = situation.snapshot().replicas().stream()
                .filter(o -> !o.name().equals(server) && !Followers.above(situation, o.name()).contains(server))
                .map(Observation::name)
                .toList();
        return strangers.isEmpty() ? List.of() : List.of("let " + String.join(", ", strangers) + " follow " + server + " (remaster)");
    }

    /// What another replica of this database has more than this one.
    private static Optional<String> ahead(Situation situation, String server, ServerState.Replica replica) {
        return situation.snapshot().servers().stream()
                .filter(o -> o.state() instanceof ServerState.Replica other && other.facts().systemIdentifier().equals(replica.facts().systemIdentifier()))
                .max(Comparator.comparing(Observation::state, ServerState.BY_WAL))
                .filter(o -> ServerState.BY_WAL.compare(o.state(), replica) > 0)
                .map(o -> o.state() instanceof ServerState.Replica most && most.facts().timeline() == replica.facts().timeline()
                        ? o.name() + " has " + most.position().minus(replica.position()) + " bytes of WAL"
                        : o.name() + " is on a later timeline, and may have WAL");
    }

    private static String names(List<Observation> servers) {
        return String.join(", ", servers.stream().map(Observation::name).toList());
    }
}
