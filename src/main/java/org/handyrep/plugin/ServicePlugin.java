package org.handyrep.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.handyrep.cluster.Server;

/// What plugins share that start and stop PostgreSQL through somebody else, whose word is not believed: after every act the state is looked at until it is
/// reached or the time is up. Where the server's entry has `pgdata`, its processes are looked at, else a session is tried.
public abstract class ServicePlugin extends HandyRepPlugin implements Restart {

    private static final Duration PAUSE = Duration.ofMillis(100);
    /// Who starts what it finds stopped does so within a second: systemd after 100 ms, daemontools at once.
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(3);
    private static final Duration RELOADED = Duration.ofSeconds(5);

    private final String timeout;

    protected ServicePlugin(String secondsByDefault) {
        timeout = secondsByDefault;
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.optional("timeout", "seconds within which PostgreSQL has to be started or stopped", timeout));
    }

    protected final Duration timeout() {
        return Duration.ofSeconds(setting("timeout").filter(t -> t.matches("[1-9][0-9]{0,3}")).map(Long::valueOf).orElse(60L));
    }

    /// The commands of one run mode other than `STATUS`, in order; each is given even when one before it failed.
    protected abstract List<Act> orders(Server server, RunMode mode);

    /// Whether the first order of a restart has to have stopped the server before the next is given.
    protected boolean stopsBeforeItStarts() {
        return false;
    }

    @Override
    public final List<Act> acts(Server servername, RunMode runmode) {
        if (obstacle(servername).isPresent()) {
            return List.of();
        }
        return runmode == RunMode.STATUS ? List.of(lookAct(servername)) : orders(servername, runmode);
    }

    @Override
    public final Outcome run(Server servername, RunMode runmode) {
        Optional<String> obstacle = obstacle(servername);
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        PostmasterLook before = look(servername);
        return switch (runmode) {
            case STATUS -> status(servername, before);
            case RELOAD -> reload(servername, before);
            case STOP, FASTSTOP -> stop(servername, runmode, before);
            case START, RESTART -> start(servername, runmode, before);
        };
    }

    private Outcome status(Server server, PostmasterLook seen) {
        return switch (seen) {
            case PostmasterLook.Running r -> Outcome.success(server.name() + " runs").with("running", true);
            case PostmasterLook.Stopped s -> Outcome.success(server.name() + " does not run").with("running", false);
            case PostmasterLook.Unknown u ->
                Outcome.failure(server.name() + ": could not see whether PostgreSQL runs: " + u.why());
        };
    }

    private Outcome stop(Server server, RunMode mode, PostmasterLook before) {
        long begun = System.nanoTime();
        Outcome order = give(orders(server, mode));
        PostmasterLook after = await(server, begun, order, look -> look instanceof PostmasterLook.Stopped);
        if (!(after instanceof PostmasterLook.Stopped)) {
            return missed(server, mode, order, after);
        }
        PostmasterLook later = await(server, SETTLE, look -> look instanceof PostmasterLook.Running);
        if (later instanceof PostmasterLook.Running) {
            return Outcome.failure(server.name() + " was stopped and runs again: something starts it whenever it stops; end that first")
                    .with("running", true);
        }
        return Outcome.success(server.name() + (before instanceof PostmasterLook.Stopped ? " was not running" : " was stopped"))
                .with("running", false);
    }

    private Outcome start(Server server, RunMode mode, PostmasterLook before) {
        if (mode == RunMode.START && before instanceof PostmasterLook.Running r && r.ready()) {
            return Outcome.success(server.name() + " was running already").with("running", true);
        }
        if (mode == RunMode.RESTART && before instanceof PostmasterLook.Unknown unknown) {
            return Outcome.failure(server.name() + " was not restarted: could not see whether it runs, nor would the restart be: "
                    + unknown.why());
        }
        String old = mode == RunMode.RESTART && before instanceof PostmasterLook.Running r ? r.identity() : "";
        List<Act> orders = orders(server, mode);
        long begun = System.nanoTime();
        if (mode == RunMode.RESTART && stopsBeforeItStarts()) {
            Outcome first = give(orders.subList(0, 1));
            PostmasterLook down = await(server, begun, first, look -> look instanceof PostmasterLook.Stopped);
            if (!(down instanceof PostmasterLook.Stopped)) {
                return missed(server, mode, first, down);
            }
            orders = orders.subList(1, orders.size());
            begun = System.nanoTime();
        }
        Outcome order = give(orders);
        PostmasterLook after = await(server, begun, order, look -> look instanceof PostmasterLook.Running r
                && r.ready() && !r.identity().isEmpty() && !r.identity().equals(old));
        if (after instanceof PostmasterLook.Running r && r.ready() && !r.identity().isEmpty() && !r.identity().equals(old)) {
            return Outcome.success(server.name() + (mode == RunMode.START ? " was started" : " was restarted")).with("running", true);
        }
        return missed(server, mode, order, after);
    }

    private Outcome reload(Server server, PostmasterLook before) {
        if (before instanceof PostmasterLook.Stopped) {
            return Outcome.failure(server.name() + " does not run, so there is nobody to read the configuration").with("running", false);
        }
        Optional<String> loaded = loaded(server);
        Outcome order = give(orders(server, RunMode.RELOAD));
        String done = server.name() + " was told to read its configuration again";
        if (loaded.isEmpty()) {
            PostmasterLook after = look(server);
            return order.succeeded() && after instanceof PostmasterLook.Running
                    ? Outcome.success(done + "; whether it did could not be seen").with("running", true)
                    : missed(server, RunMode.RELOAD, order, after);
        }
        Duration atMost = timeout().compareTo(RELOADED) < 0 ? timeout() : RELOADED;
        long deadline = System.nanoTime() + atMost.toNanos();
        do {
            Optional<String> now = loaded(server);
            if (now.isPresent() && !now.equals(loaded)) {
                return Outcome.success(done).with("running", true);
            }
        } while (System.nanoTime() < deadline && pause());
        return Outcome.failure(server.name() + " did not read its configuration again"
                        + (order.succeeded() ? ", though the command reported success" : ": " + order.details()))
                .with("running", look(server) instanceof PostmasterLook.Running);
    }

    private Optional<String> loaded(Server server) {
        try (Sql sql = connection(server)) {
            return sql.run("SELECT pg_conf_load_time()::text AS loaded") instanceof SqlResult.Rows rows
                    ? rows.only().text("loaded")
                    : Optional.empty();
        }
    }

    private Outcome give(List<Act> orders) {
        List<String> failed = new ArrayList<>();
        for (Act order : orders) {
            Outcome outcome = Acts.perform(tools(), order);
            if (!outcome.succeeded()) {
                failed.add(outcome.details());
            }
        }
        return failed.isEmpty() ? Outcome.success("done") : Outcome.failure(String.join("; ", failed));
    }

    private PostmasterLook await(Server server, long begun, Outcome order, Predicate<PostmasterLook> reached) {
        Duration left = order.succeeded() ? timeout().minusNanos(System.nanoTime() - begun) : AFTER_A_FAILURE;
        return await(server, left, reached);
    }

    /// The first look that is as wanted, or the last one before the time was up.
    private PostmasterLook await(Server server, Duration atMost, Predicate<PostmasterLook> wanted) {
        long deadline = System.nanoTime() + atMost.toNanos();
        PostmasterLook seen = look(server);
        while (!wanted.test(seen) && System.nanoTime() < deadline && pause()) {
            seen = look(server);
        }
        return seen;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    protected final PostmasterLook look(Server server) {
        Optional<String> pgdata = PostmasterLook.pgdata(server);
        if (pgdata.isPresent()) {
            return PostmasterLook.of(runAsPostgres(server, PostmasterLook.look(pgdata.get())));
        }
        try (Sql sql = connection(server)) {
            return PostmasterLook.of(sql.run(PostmasterLook.STARTED));
        }
    }

    private static Act lookAct(Server server) {
        return PostmasterLook.pgdata(server)
                .<Act>map(pgdata -> new Act.Run(server, PostmasterLook.look(pgdata)))
                .orElseGet(() -> new Act.Statement(server, Login.HANDYREP, PostmasterLook.STARTED));
    }

    private Outcome missed(Server server, RunMode mode, Outcome order, PostmasterLook after) {
        String said = order.succeeded() ? server.name() + ": the command reported success" : order.details();
        return switch (after) {
            case PostmasterLook.Unknown unknown ->
                Outcome.failure(said + "; could not see what " + mode.word() + " did: " + unknown.why());
            case PostmasterLook.Stopped s ->
                Outcome.failure(said + "; the server does not run").with("running", false);
            case PostmasterLook.Running r ->
                Outcome.failure(said + "; the server "
                                + (r.ready() ? mode == RunMode.RESTART ? "runs as before" : "runs" : "runs and takes no sessions yet"))
                        .with("running", true);
        };
    }

    @Override
    public final Outcome test() {
        return testEach("the service is there");
    }

    @Override
    public final List<Server> tested() {
        return serversUsing("restart_method");
    }

    @Override
    public final Outcome test(Server server) {
        Optional<String> obstacle = obstacle(server);
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        CommandResult root = runAsRoot(server, Command.of("true"));
        if (!root.ok()) {
            return Outcome.failure(server.name() + ": the ssh user may not become root by sudo without a password: " + root.describe());
        }
        Outcome known = known(server);
        if (!known.succeeded()) {
            return known;
        }
        return look(server) instanceof PostmasterLook.Unknown unknown
                ? Outcome.failure(server.name() + ": could not see whether PostgreSQL runs: " + unknown.why())
                : known;
    }

    /// Whether the program and the service are there. Changes nothing.
    protected abstract Outcome known(Server server);
}
