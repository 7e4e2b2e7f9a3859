package org.handyrep.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Situation.LeftWal;
import org.handyrep.plan.World;
import org.handyrep.plugin.ConnectionFailover;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.plugin.cloning.Watch;

/// The real servers, for the steps of one operation. It closes the sessions at the end.
final class ClusterWorld implements World, AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration KNOCK = Duration.ofSeconds(1);
    private static final Duration SILENT_HOST = Duration.ofSeconds(3);
    private static final Duration BETWEEN_PG_CTL_PROMOTES = Duration.ofMillis(200);

    private final Tools tools;
    private final Deeds deeds;
    private final PluginMethods methods;
    private final EngineLog log;
    private final AdminSessions sessions;
    private final Ownership ownership;
    /// The control files of servers that were seen stopped and not started since.
    private final Map<String, ControlData> stopped = new ConcurrentHashMap<>();
    private final Watch watch = new Watch() {
        @Override
        public void tell(Progress progress) {
            listener.accept(progress);
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }
    };
    private final Map<String, SilenceWatch> silences = new ConcurrentHashMap<>();
    private volatile Consumer<Progress> listener = progress -> {};
    private volatile boolean cancelled;
    private long lastPromote;

    /// @param name what other consoles see of the operation
    ClusterWorld(
            Tools tools,
            AdminSessions sessions,
            Ownership ownership,
            Deeds deeds,
            PluginMethods methods,
            EngineLog log,
            OperationName name) {
        this.tools = tools;
        this.sessions = sessions;
        this.deeds = deeds;
        this.methods = methods;
        this.log = log;
        this.ownership = ownership;
        sessions.begin();
        ownership.begin(name);
    }

    @Override
    public ServerState look(String server) {
        return look(server, LOOK);
    }

    /// A refusal is an answer by itself, and so is a session; whether a port that answers gives one takes a login to know.
    @Override
    public ServerState lookAtSilent(String name) {
        Optional<Server> server = configured(name);
        if (server.isEmpty()) {
            return look(name);
        }
        return silences.computeIfAbsent(server.get().address(), address -> new SilenceWatch(() -> Vantage.fromHere(server.get(), KNOCK)))
                .await()
                .map(heard -> look(name, KNOCK))
                .orElseGet(() -> new ServerState.Unreachable(new ConnectionProblem(
                        ConnectionProblem.Kind.TIMED_OUT,
                        "",
                        server.get().address() + " gave no answer for " + SilenceWatch.ENOUGH.toMillis() + " ms")));
    }

    private ServerState look(String server, Duration limit) {
        return configured(server)
                .map(found -> sessions.look(found, limit))
                .orElseGet(() -> new ServerState.NotPolled("there is no server " + server));
    }

    @Override
    public Map<String, ServerState> lookAtAll(List<String> servers, String silent) {
        Map<String, CompletableFuture<ServerState>> asked = new LinkedHashMap<>();
        for (String server : servers) {
            CompletableFuture<ServerState> answer = new CompletableFuture<>();
            asked.put(server, answer);
            Thread.ofVirtual().name("look at " + server).start(() ->
                    answer.complete(server.equals(silent) ? lookAtSilent(server) : look(server)));
        }
        Map<String, ServerState> seen = new LinkedHashMap<>();
        asked.forEach((server, answer) -> seen.put(server, answer.join()));
        return seen;
    }

    @Override
    public HostState lookAtHost(String server) {
        return lookAtHost(server, HostProbe.LIMIT);
    }

    /// Where not even a connection comes about, nobody waits for a login.
    @Override
    public HostState lookAtSilentHost(String name) {
        Optional<Server> server = configured(name);
        Supplier<HostState> host = ahead(() -> lookAtHost(name, SILENT_HOST));
        return server.isPresent() && !Vantage.connects(server.get().hostname(), server.get().sshPort(), SilenceWatch.ENOUGH)
                ? new HostState.Silent("no connection to its ssh port within " + SilenceWatch.ENOUGH.toMillis() + " ms")
                : host.get();
    }

    private HostState lookAtHost(String server, Duration limit) {
        Optional<Server> found = configured(server);
        if (found.isEmpty()) {
            return new HostState.Silent("there is no server " + server);
        }
        HostProbe.Seen seen = HostProbe.read(tools.shell(found.get()), found.get(), false, limit);
        if (seen.host() instanceof HostState.Answers host && !host.running()) {
            seen.control().ifPresent(control -> stopped.put(server, control));
        }
        return seen.host();
    }

    @Override
    public Optional<ControlData> controlData(String server) {
        return Optional.ofNullable(stopped.get(server))
                .or(() -> configured(server).flatMap(s -> HostProbe.controlData(tools.shell(s), s)));
    }

    @Override
    public String recovery(String server) {
        return configured(server).map(s -> RecoveryLook.of(tools.shell(s), s)).orElse("");
    }

    @Override
    public Optional<List<Slot>> slots(String server) {
        return configured(server)
                .map(s -> sessions.run(s, LOOK, SlotSql.LIST))
                .flatMap(answer -> answer instanceof SqlResult.Rows rows
                        ? Optional.of(rows.rows().stream()
                                .map(r -> new Slot(r.string("name"), r.isTrue("physical"), r.isTrue("active"), Optional.empty(), Optional.empty()))
                                .toList())
                        : Optional.empty());
    }

    @Override
    public ProxyState lookAtProxy(String proxy) {
        Optional<Server> found = configured(proxy);
        Optional<ConnectionFailover> plugin = methods.connectionFailover();
        if (found.isEmpty() || plugin.isEmpty()) {
            return ProxyState.silent(found.isEmpty() ? "there is no server " + proxy : "no connection_failover_method is configured");
        }
        return plugin.get().look(found.get());
    }

    @Override
    public Optional<Server> configured(String server) {
        return tools.servers().stream().filter(s -> s.name().equals(server)).findFirst();
    }

    @Override
    public Optional<LeftWal> leftWal(String server, Lsn after, int timeline, int segment) {
        return configured(server).flatMap(s -> new WalDisk(tools.shell(s), s, timeline, segment).after(after, WalDisk.IN_A_HURRY));
    }

    /// @param told how far an act is that takes long, from any thread
    void onProgress(Consumer<Progress> told) {
        listener = told;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public Outcome perform(Deed deed) {
        if (deed instanceof Deed.Promote) {
            lastPromote = nanos();
        }
        if (changesControlFiles(deed)) {
            stopped.clear();
        }
        Restarting.server(deed).ifPresent(ownership::restarts);
        Outcome outcome = deeds.perform(deed, watch);
        log.log("ACT", "", !outcome.succeeded(), outcome.details());
        return outcome;
    }

    private static boolean changesControlFiles(Deed deed) {
        return Restarting.server(deed).isPresent()
                || deed instanceof Deed.RestoreTarget
                || deed instanceof Deed.RecoverCrashed
                || deed instanceof Deed.Rewind;
    }

    /// A request to promote that meets the end of the WAL receiver sleeps out `wal_retrieve_retry_interval` (5 s) unless it is repeated.
    @Override
    public void hastenPromotion(String name) {
        Optional<Server> server = configured(name);
        if (server.isEmpty()) {
            return;
        }
        Ownership.Promotion answer = ownership.promote(server.get());
        if (answer == Ownership.Promotion.REFUSED && nanos() - lastPromote > BETWEEN_PG_CTL_PROMOTES.toNanos()) {
            lastPromote = nanos();
            methods.promotion(server.get()).run(server.get());
        }
    }

    @Override
    public Optional<String> notInCharge() {
        Outcome answer;
        try {
            answer = CompletableFuture.supplyAsync(() -> methods.masterCheck().run(), Thread::startVirtualThread)
                    .get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("it was not waited for the answer of master_check_method");
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("master_check_method did not answer within 3 s");
        }
        return answer.succeeded() ? Optional.empty() : Optional.of("this console is not in charge: " + answer.details());
    }

    @Override
    public Optional<String> notOurs() {
        Supplier<Optional<String>> charge = ahead(this::notInCharge);
        return disowned().or(charge);
    }

    @Override
    public <T> Supplier<T> ahead(Supplier<T> question) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(
                question, task -> Thread.ofVirtual().name("asked ahead").start(task));
        return answer::join;
    }

    @Override
    public Optional<String> disowned() {
        return ownership.lost();
    }

    @Override
    public List<String> preview(Deed deed) {
        return deeds.preview(deed);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        silences.values().forEach(SilenceWatch::close);
        ownership.end();
        sessions.close();
    }
}
