package org.handyrep.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.RunService;
import org.handyrep.plugin.RunMode;

/// Start, stop, restart and reload of one server, with the consequences named.
final class ServicePlanner {

    private ServicePlanner() {}

    static Decision plan(Situation situation, String server, RunMode mode) {
        Optional<Observation> found = situation.find(server);
        if (found.isEmpty()) {
            return new Refusal("there is no server " + server);
        }
        Observation seen = found.get();
        if (!seen.server().role().isPostgres()) {
            return new Refusal(server + " is no PostgreSQL server but a " + seen.server().role());
        }
        boolean inSession = seen.state() instanceof ServerState.Primary || seen.state() instanceof ServerState.Replica;
        if (mode == RunMode.START && inSession) {
            return new Refusal(server + " is running already");
        }
        boolean gone = seen.host() instanceof HostState.Answers host && !host.running();
        if (mode != RunMode.START && gone && !inSession) {
            return new Refusal(server + " is not running");
        }
        Checks checks = new Checks();
        Followers.control(situation, checks, server, mode.word() + " it");
        if (mode == RunMode.START) {
            checkStart(situation, seen, checks);
        } else {
            Interruption.check(situation, seen, mode, checks);
        }
        if (checks.list().stream().anyMatch(c -> c.level() == Check.Level.STOP)) {
            return new Refusal(server + " cannot be " + done(mode) + " now", checks.list());
        }
        boolean stopsPrimary = seen.state() instanceof ServerState.Primary
                && (mode == RunMode.STOP || mode == RunMode.FASTSTOP);
        RunService step = new RunService(server, mode, situation.rules().recovery(), situation.previewOf(new Deed.Service(server, mode)));
        return new Plan(
                new Request.Service(server, mode).function(),
                step.title(),
                "Asked for by the operator.",
                checks.list(),
                List.of(step),
                new Plan.Impact(
                        label(mode) + " " + server,
                        stopsPrimary ? Optional.of(server) : Optional.empty(),
                        downtime(situation, seen, mode),
                        "nothing",
                        mode == RunMode.STOP || mode == RunMode.FASTSTOP ? "start it again" : "nothing to undo",
                        List.of()));
    }

    /// A server that was a primary once comes up writable unless its data directory says that it is a replica.
    private static void checkStart(Situation situation, Observation seen, Checks checks) {
        String server = seen.name();
        boolean otherPrimary = situation.snapshot().writable().stream().anyMatch(o -> !o.name().equals(server));
        boolean shouldBePrimary = seen.server().isMaster() && seen.server().enabled() && !otherPrimary;
        if (shouldBePrimary) {
            checks.ok("role", server + " is the configured primary and no other primary was seen");
            return;
        }
        Boolean marked = situation.marked().get(server);
        if (marked == null) {
            checks.stop("role", "it is not known whether " + server
                    + " would come up as a second primary: its data directory could not be read");
        } else {
            checks.expect(marked, "role", server + " comes up as a replica", Check.Level.STOP,
                    server + " would come up as a second primary: rejoin it or clone it again");
        }
    }

    private static String label(RunMode mode) {
        return switch (mode) {
            case START -> "Start";
            case STOP -> "Stop";
            case FASTSTOP -> "Stop at once";
            case RESTART -> "Restart";
            case RELOAD -> "Reload";
            case STATUS -> "Look at";
        };
    }

    private static String done(RunMode mode) {
        return switch (mode) {
            case START -> "started";
            case STOP, FASTSTOP -> "stopped";
            case RESTART -> "restarted";
            case RELOAD -> "reloaded";
            case STATUS -> "looked at";
        };
    }

    private static String downtime(Situation situation, Observation seen, RunMode mode) {
        boolean primary = seen.state() instanceof ServerState.Primary;
        String readers = "its readers are disconnected"
                + Interruption.waiting(situation, seen.name()).map(w -> "; no commit on " + w.primary() + " ends until it streams again").orElse("");
        return switch (mode) {
            case START, RELOAD, STATUS -> "none";
            case RESTART -> primary ? "no writes for some seconds" : readers;
            case STOP, FASTSTOP -> primary ? "no writes until it is started again" : readers;
        };
    }
}
