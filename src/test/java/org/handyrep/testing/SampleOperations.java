package org.handyrep.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Check;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.plan.Step;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.cloning.Progress;

/// Plans and operations as the engine would hand them out.
public final class SampleOperations {

    private SampleOperations() {}

    /// A step that only knows how to be shown.
    public record ShownStep(String title, String server, List<String> preview, boolean isPointOfNoReturn, Optional<String> undoTitle)
            implements Step {}

    public static Plan switchover(String from, String to) {
        return new Plan(
                "manual_failover",
                "Switchover " + from + " → " + to,
                to + " is the most advanced replica and you chose it.",
                List.of(
                        new Check(to + " streams from " + from, Check.Level.OK, "0 B behind, 0.1 s ago"),
                        new Check("ssh to " + from, Check.Level.OK, "answered in 12 ms"),
                        new Check("george is close enough", Check.Level.WARNING, "16 kB behind; it will follow after " + to)),
                List.of(
                        step("Stop PostgreSQL on " + from, from, "sudo -n -u postgres pg_ctl stop -D /data/17 -m fast -w -t 20", false, "Start " + from),
                        step(to + " has replayed the shutdown checkpoint", to, "SELECT pg_last_wal_replay_lsn()", false, ""),
                        step("Promote " + to, to, "SELECT pg_promote(false)", true, ""),
                        step("george follows " + to, "george", "ALTER SYSTEM SET primary_conninfo = 'host=10.1.4.12 password=***'; SELECT pg_reload_conf()", false, "")),
                new Plan.Impact(
                        "Promote " + to,
                        Optional.empty(),
                        "about 0.3 s",
                        "Nothing can be lost: " + to + " has every commit before it is promoted.",
                        "Until " + to + " is promoted everything can be taken back.",
                        List.of(from + " is stopped; start it as a replica of " + to)));
    }

    /// @param over whether a database is overwritten
    public static Plan clone(String target, String source, boolean over) {
        return new Plan(
                "clone",
                "Clone " + target + " from " + source,
                target + " becomes a replica of john, made from a copy of " + source + ".",
                List.of(
                        over
                                ? new Check("target", Check.Level.WARNING, "/data/17 on the host of " + target + " is overwritten: a replica of this cluster, 40.2 GB, system identifier 7301234567890123456, shut down in recovery on timeline 7")
                                : new Check("target", Check.Level.OK, "/data/17 on the host of " + target + " is empty"),
                        new Check("source", Check.Level.OK, source + " is PostgreSQL 17.6, 40.2 GB"),
                        new Check("disk", Check.Level.OK, "212.4 GB are free for about 42.2 GB")),
                List.of(
                        step("Take " + target + " out", target, "enabled = False", false, "Put " + target + " back"),
                        step("Empty the data directory", target, "/data/17: mv to handyrep_old, mkdir handyrep_new", false, "Move back what was there"),
                        step("Copy " + source, target, "pg_basebackup -D /data/17/handyrep_new -h 10.1.4.11 -X stream -P", false, "Remove the copy"),
                        step(target + " streams", target, "SELECT … FROM pg_stat_wal_receiver", false, "")),
                new Plan.Impact(
                        (over ? "Overwrite " : "Clone ") + target,
                        over ? Optional.of(target) : Optional.empty(),
                        "none for the clients of the primary",
                        over ? "the database in /data/17 of " + target + ", a copy like others" : "nothing: /data/17 is empty",
                        "it can be cancelled at any time; everything is then as it was",
                        List.of()));
    }

    /// The same operation, this far.
    public static Operation at(Operation o, Progress progress) {
        return new Operation(
                o.id(), o.function(), o.title(), o.operator(), o.startedAt(), o.endedAt(), o.state(), o.steps(), o.summary(), o.output(), o.cancelObstacle(),
                o.downtime(), o.afterwards(), Optional.of(progress));
    }

    public static Plan service(String server, RunMode mode) {
        String verb = mode.word().substring(0, 1).toUpperCase(Locale.ROOT) + mode.word().substring(1);
        return new Plan(
                new Request.Service(server, mode).function(),
                verb + " " + server,
                "You asked for it.",
                List.of(new Check("ssh to " + server, Check.Level.OK, "answered in 12 ms")),
                List.of(step(verb + " PostgreSQL on " + server, server, "pg_ctl " + mode.word() + " -D /data/17 -w", false, "")),
                new Plan.Impact(
                        verb + " " + server,
                        Optional.empty(),
                        "none for the cluster",
                        "Nothing can be lost.",
                        "Nothing is to be taken back.",
                        List.of()));
    }

    private static Step step(String title, String server, String command, boolean noReturn, String undo) {
        return new ShownStep(
                title, server, List.of(server + ": " + command), noReturn, undo.isEmpty() ? Optional.empty() : Optional.of(undo));
    }

    /// An operation made of a plan, `done` steps done and the next one running.
    public static Operation running(Plan plan, int done, Instant startedAt) {
        List<Operation.StepProgress> steps = new ArrayList<>();
        boolean past = false;
        for (int i = 0; i < plan.steps().size(); i++) {
            Step s = plan.steps().get(i);
            Operation.StepState state = i < done
                    ? Operation.StepState.DONE
                    : i == done ? Operation.StepState.RUNNING : Operation.StepState.WAITING;
            past |= i <= done && s.isPointOfNoReturn();
            steps.add(new Operation.StepProgress(
                    s.title(),
                    s.server(),
                    s.preview(),
                    s.isPointOfNoReturn(),
                    s.undoTitle(),
                    state,
                    i <= done ? Optional.of(Duration.ofMillis(21L + 40L * i)) : Optional.empty(),
                    i < done ? "done and read back" : ""));
        }
        return new Operation(
                "20260501T140311-1",
                plan.function(),
                plan.title(),
                "anna@desk7",
                startedAt,
                Optional.empty(),
                Operation.State.RUNNING,
                steps,
                plan.steps().get(Math.min(done, plan.steps().size() - 1)).title(),
                List.of("waiting for server to shut down.... done", "server stopped"),
                past ? Optional.of("it is past the point of no return") : Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /// The same operation, ended.
    public static Operation ended(Operation running, Operation.State state, Instant endedAt) {
        List<Operation.StepProgress> steps = running.steps().stream()
                .map(s -> new Operation.StepProgress(
                        s.title(),
                        s.server(),
                        s.preview(),
                        s.pointOfNoReturn(),
                        s.undoTitle(),
                        switch (state) {
                            case SUCCEEDED -> Operation.StepState.DONE;
                            case ROLLED_BACK ->
                                s.state() == Operation.StepState.WAITING ? Operation.StepState.SKIPPED : Operation.StepState.UNDONE;
                            case FAILED ->
                                s.state() == Operation.StepState.RUNNING ? Operation.StepState.FAILED : s.state();
                            case RUNNING, ROLLING_BACK, INTERRUPTED -> s.state();
                        },
                        Optional.of(s.elapsed().orElse(Duration.ofMillis(80))),
                        "done and read back"))
                .toList();
        return new Operation(
                running.id(),
                running.function(),
                running.title(),
                running.operator(),
                running.startedAt(),
                state == Operation.State.INTERRUPTED ? Optional.empty() : Optional.of(endedAt),
                state,
                steps,
                switch (state) {
                    case SUCCEEDED -> running.title() + " succeeded.";
                    case ROLLED_BACK -> running.title() + " was taken back.";
                    case INTERRUPTED -> running.title() + " was interrupted when the program ended.";
                    case FAILED, RUNNING, ROLLING_BACK -> running.title() + " failed: paul did not leave recovery in 60 s.";
                },
                List.of(),
                Optional.of("it has ended"),
                state == Operation.State.SUCCEEDED ? Optional.of(Duration.ofMillis(240)) : Optional.empty(),
                state == Operation.State.SUCCEEDED ? List.of("john is stopped; start it as a replica of paul") : List.of());
    }
}
