package restart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.PgCtlPlugin;
import org.handyrep.plugin.Restart;
import org.handyrep.plugin.PostmasterLook;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.Setting;

/// `restart_pg_ctl`: starts, stops and reloads PostgreSQL by pg_ctl as its owner, and believes only what `pg_ctl status` says afterwards.
///
/// `stop` ends sessions and writes a checkpoint (mode fast); `faststop` stops without one (mode immediate), so the next start recovers from WAL.
public class RestartPgCtl extends PgCtlPlugin implements Restart {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final Duration ENDING = Duration.ofSeconds(5);

    private enum State {
        RUNNING,
        STOPPED,
        UNKNOWN
    }

    public RestartPgCtl() {
        super("restart_method");
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(super.settings());
        settings.add(Setting.optional(
                "pg_log",
                "file for what the server says before its own log begins; handyrep-start.log in the data directory if blank",
                ""));
        return settings;
    }

    @Override
    public List<Act> acts(Server servername, RunMode runmode) {
        return obstacle(servername).isPresent()
                ? List.of()
                : List.of(new Act.Run(servername, pgCtl(servername).service(runmode)));
    }

    @Override
    public Outcome run(Server servername, RunMode runmode) {
        if (obstacle(servername).isPresent()) {
            return Outcome.failure(obstacle(servername).get());
        }
        String name = servername.name();
        if (runmode == RunMode.STATUS) {
            return status(servername);
        }
        if (runmode == RunMode.START && runsAlready(servername)) {
            return Outcome.success(name + " was running already").with("running", true);
        }
        Outcome act = perform(acts(servername, runmode));
        CommandResult after = stops(runmode) && act.succeeded()
                ? runAsPostgres(servername, pgCtl(servername).untilStopped())
                : look(servername);
        State state = state(after);
        if (state == State.UNKNOWN) {
            return Outcome.failure(name + ": could not see what " + runmode.word() + " did: " + after.describe()
                    + (act.succeeded() ? "" : "; before that, " + act.details()));
        }
        boolean running = state == State.RUNNING;
        Outcome outcome =
                switch (runmode) {
                    case START, RESTART, RELOAD ->
                        act.succeeded() && running
                                ? Outcome.success(name + past(runmode))
                                : Outcome.failure(missed(act, name, running));
                    case STOP, FASTSTOP ->
                        running
                                ? Outcome.failure(act.succeeded() ? notInTime(servername) : missed(act, name, true))
                                : Outcome.success(name + (act.succeeded() ? " was stopped" : " was not running"));
                    case STATUS -> status(servername);
                };
        return outcome.with("running", running);
    }

    private Outcome status(Server server) {
        CommandResult result = look(server);
        return switch (state(result)) {
            case RUNNING -> Outcome.success(server.name() + " runs").with("running", true);
            case STOPPED -> Outcome.success(server.name() + " does not run").with("running", false);
            case UNKNOWN -> Outcome.failure(server.name() + ": could not see whether PostgreSQL runs: " + result.describe());
        };
    }

    /// `pg_ctl status` counts a postmaster as running that was killed and not yet collected, or that was told to stop and takes long, and a start would give up
    /// because of it: so its end is awaited.
    private boolean runsAlready(Server server) {
        long begun = System.nanoTime();
        while (state(look(server)) == State.RUNNING) {
            Optional<Duration> left = timeToEnd(server);
            if (left.isEmpty()) {
                return true;
            }
            if (System.nanoTime() - begun >= left.get().toNanos()) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return false;
    }

    /// How long what `pg_ctl status` calls running may take to end; empty when it goes on.
    private Optional<Duration> timeToEnd(Server server) {
        return PostmasterLook.pgdata(server)
                .flatMap(pgdata -> switch (PostmasterLook.of(runAsPostgres(server, PostmasterLook.look(pgdata)))) {
                    case PostmasterLook.Running running when running.stopping() -> Optional.of(pgCtl(server).patience());
                    case PostmasterLook.Running running -> running.identity().isEmpty() ? Optional.of(ENDING) : Optional.empty();
                    case PostmasterLook.Stopped stopped -> Optional.of(ENDING);
                    case PostmasterLook.Unknown unknown -> Optional.empty();
                });
    }

    private static boolean stops(RunMode mode) {
        return mode == RunMode.STOP || mode == RunMode.FASTSTOP;
    }

    private CommandResult look(Server server) {
        return runAsPostgres(server, pgCtl(server).status());
    }

    /// pg_ctl status: 0 running, 3 not running, 4 no data directory (PostgreSQL 9.4 and later).
    private static State state(CommandResult status) {
        if (status instanceof CommandResult.Exited exited) {
            return exited.status() == 0 ? State.RUNNING : exited.status() == 3 ? State.STOPPED : State.UNKNOWN;
        }
        return State.UNKNOWN;
    }

    private String notInTime(Server server) {
        return server.name() + " did not shut down within " + pgCtl(server).patience().toSeconds() + " s; the server runs";
    }

    private static String missed(Outcome act, String name, boolean running) {
        return (act.succeeded() ? name + ": pg_ctl reported success" : act.details()) + "; the server "
                + (running ? "runs" : "does not run");
    }

    private static String past(RunMode mode) {
        return switch (mode) {
            case START -> " was started";
            case RESTART -> " was restarted";
            case RELOAD -> " was told to read its configuration again";
            case STOP, FASTSTOP -> " was stopped";
            case STATUS -> " was looked at";
        };
    }
}
