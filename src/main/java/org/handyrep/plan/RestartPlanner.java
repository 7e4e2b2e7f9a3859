package org.handyrep.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.RestartPrimary;
import org.handyrep.plugin.RunMode;

/// `restart_master` when the primary crashed: it is started where it was, if it was not demoted and nobody took its place.
final class RestartPlanner {

    private RestartPlanner() {}

    static Decision plan(Situation situation, Request.RestartPrimary request) {
        Optional<Observation> primary = situation.snapshot().configuredPrimary();
        if (primary.isEmpty()) {
            return new Refusal("the configuration does not have exactly one enabled master to start again");
        }
        String name = primary.get().name();
        if (!(primary.get().state() instanceof ServerState.Unreachable)
                || !(primary.get().host() instanceof HostState.Answers host)
                || host.running()) {
            return new Refusal("the host of " + name + " does not say that PostgreSQL is down there");
        }
        Checks checks = new Checks();
        checks.ok("the primary crashed", situation.diagnosis().verdict().sentence());
        List<String> writing = situation.snapshot().writable().stream().map(Observation::name).toList();
        checks.expect(writing.isEmpty(), "no other primary", "no server takes writes", Check.Level.STOP,
                String.join(", ", writing) + " takes writes: " + name + " would be a second primary");
        Boolean marked = situation.marked().get(name);
        if (marked == null) {
            checks.stop("role", "the data directory of " + name + " could not be read, so it may have been demoted");
        } else {
            checks.expect(!marked, "role", name + " was not demoted", Check.Level.STOP,
                    name + " bears the mark of a replica: it was demoted, and stays that");
        }
        Followers.control(situation, checks, name, "start it");
        if (checks.list().stream().anyMatch(c -> c.level() == Check.Level.STOP)) {
            return new Refusal(name + " is not started again: " + firstStop(checks), checks.list());
        }
        List<String> others = situation.snapshot().replicas().stream().map(Observation::name).toList();
        return new Plan(
                request.function(),
                "Start " + name + " again",
                situation.diagnosis().verdict().sentence(),
                checks.list(),
                List.of(new RestartPrimary(
                        name, others, request.patience(), situation.previewOf(new Deed.Service(name, RunMode.START)))),
                new Plan.Impact(
                        "Start " + name,
                        Optional.empty(),
                        "no writes until it has recovered",
                        "nothing: it recovers what it had committed",
                        "nothing to undo",
                        List.of()));
    }

    private static String firstStop(Checks checks) {
        return checks.list().stream().filter(c -> c.level() == Check.Level.STOP).findFirst().map(Check::saw).orElse("");
    }
}
