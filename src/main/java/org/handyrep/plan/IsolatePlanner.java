package org.handyrep.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Histories;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.AssignRoles;
import org.handyrep.plan.step.MarkAsReplica;
import org.handyrep.plan.step.StopRival;

/// `isolate`: ends a split brain by stopping one of the primaries and marking it as a replica. Its data stays as it is.
///
/// Order: [own the cluster] → point the proxies at the other → stop → mark → roles.
final class IsolatePlanner {

    private IsolatePlanner() {}

    static Decision plan(Situation situation, String server) {
        Optional<Observation> found = situation.find(server).filter(o -> o.server().role().isPostgres());
        if (found.isEmpty()) {
            return new Refusal("there is no PostgreSQL server " + server);
        }
        Observation seen = found.get();
        if (seen.state() instanceof ServerState.Replica) {
            return new Refusal(server + " is in recovery and takes no writes");
        }
        if (Boolean.TRUE.equals(situation.marked().get(server)) && isDown(seen)) {
            return new Refusal(server + " does not run and bears the mark of a replica already");
        }
        List<Observation> others = situation.snapshot().writable().stream()
                .filter(o -> !o.name().equals(server) && isOfSameSystem(seen, o))
                .toList();
        if (others.size() != 1) {
            return new Refusal(others.isEmpty()
                    ? "no other server of the cluster takes writes: isolating " + server + " would leave nobody. shutdown stops it"
                    : "more than two servers take writes: stop one after the other with shutdown, the one with the fewest clients first");
        }
        Checks checks = checks(situation, seen, others.getFirst());
        return checks.list().stream().anyMatch(c -> c.level() == Check.Level.STOP)
                ? new Refusal(server + " cannot be isolated now", checks.list())
                : plan(situation, seen, others.getFirst(), checks);
    }

    private static Plan plan(Situation situation, Observation seen, Observation other, Checks checks) {
        String server = seen.name();
        String keep = other.name();
        Facts facts = facts(other).orElseThrow();
        int major = facts(seen).map(Facts::majorVersion).orElse(facts.majorVersion());
        List<Step> steps = new ArrayList<>();
        Proxies proxies = Proxies.of(situation);
        proxies.route(keep, proxies.readers(keep, server), "Point the proxies at " + keep, false).ifPresent(steps::add);
        steps.add(new StopRival(
                server, keep, facts.systemIdentifier(), situation.previewOf(new Deed.StopForGood(server))));
        steps.add(new MarkAsReplica(
                server, "", major, situation.previewOf(new Deed.MarkAsReplica(server, "", major))));
        Map<String, Deed.Assignment> roles = new LinkedHashMap<>();
        roles.put(keep, new Deed.Assignment("master", true));
        roles.put(server, new Deed.Assignment("replica", false));
        steps.add(new AssignRoles(
                "Write down that " + keep + " is the primary and " + server + " is out",
                roles,
                situation.previewOf(new Deed.Assign(roles))));
        proxies.confirm(keep, false).ifPresent(steps::add);
        return new Plan(
                "isolate",
                "Isolate " + server,
                "Only one server may take writes: " + keep + " stays, " + server + " is stopped and its data is left as it is.",
                checks.list(),
                steps,
                new Plan.Impact(
                        "Stop " + server,
                        Optional.of(server),
                        "none on " + keep + "; the sessions on " + server + " end",
                        loss(seen, other),
                        "nothing: " + server + " is never started again by itself",
                        List.of("rejoin " + server + " as a replica of " + keep + " (Rejoin… on its card, which tells what only " + server
                                + " has, and saves it), or clone it again")));
    }

    private static Checks checks(Situation situation, Observation seen, Observation other) {
        String server = seen.name();
        String keep = other.name();
        Checks checks = new Checks();
        Followers.control(situation, checks, server, "stop it");
        boolean shell = !(seen.host() instanceof HostState.Silent || seen.host() instanceof HostState.Unclear);
        checks.expect(shell, "host of " + server, "answers", Check.Level.STOP,
                "cannot be looked at over SSH, so nobody could prove that " + server + " is stopped");
        checks.ok("who stays", keep + " takes writes on timeline "
                + facts(other).map(Facts::timeline).orElse(0));
        checks.expect(other.server().isMaster() && other.server().enabled(), "roles",
                keep + " is the configured primary", Check.Level.WARNING,
                server + " is the configured primary: this takes the branch of " + keep + " for the truth");
        if (seen.state() instanceof ServerState.Primary primary) {
            checks.expect(primary.clients() == 0, "clients", "none is connected to " + server, Check.Level.WARNING,
                    primary.clients() + (primary.clients() == 1 ? " client session on " : " client sessions on ")
                            + server + " will be ended");
        }
        checks.addAll(Proxies.of(situation).checks(false));
        return checks;
    }

    private static String loss(Observation seen, Observation other) {
        Optional<Lsn> fork = facts(seen).flatMap(mine -> facts(other).flatMap(theirs -> Histories.fork(mine, theirs)));
        String name = seen.name();
        return fork.isPresent() && seen.state() instanceof ServerState.Primary p
                ? "nothing is deleted; what " + name + " wrote after " + fork.get() + " ("
                        + Math.max(0, p.written().minus(fork.get())) + " bytes of WAL) is on " + name + " alone"
                : "nothing is deleted; what " + name + " wrote since the histories parted is on " + name + " alone";
    }

    private static boolean isDown(Observation seen) {
        return !(seen.state() instanceof ServerState.Primary);
    }

    private static boolean isOfSameSystem(Observation seen, Observation other) {
        String mine = facts(seen).map(Facts::systemIdentifier).orElse("");
        return mine.isEmpty() || mine.equals(facts(other).map(Facts::systemIdentifier).orElse(""));
    }

    private static Optional<Facts> facts(Observation seen) {
        return seen.state() instanceof ServerState.Primary p ? Optional.of(p.facts()) : Optional.empty();
    }
}
