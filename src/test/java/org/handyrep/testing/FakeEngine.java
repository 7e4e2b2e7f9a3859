package org.handyrep.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.engine.ActionOffer;
import org.handyrep.engine.Candidates;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Divergence;
import org.handyrep.engine.Engine;
import org.handyrep.engine.LogLine;
import org.handyrep.engine.Operation;
import org.handyrep.engine.Operator;
import org.handyrep.engine.OptionView;
import org.handyrep.engine.PluginView;
import org.handyrep.plan.Candidate;
import org.handyrep.plan.Check;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;

/// An engine without a cluster: it shows what a test gives it and remembers what it was asked. Fields are public because a test is its only user.
public final class FakeEngine implements Engine {

    public final List<Request> planned = new CopyOnWriteArrayList<>();
    public final List<Plan> begun = new CopyOnWriteArrayList<>();
    public final List<String> asked = new CopyOnWriteArrayList<>();
    public final List<Operation> journal = new CopyOnWriteArrayList<>();
    public final List<LogLine> log = new CopyOnWriteArrayList<>();
    public volatile Function<Request, Decision> planner = FakeEngine::samplePlan;
    public volatile Function<String, Outcome> permission = function -> Outcome.success("anybody may call " + function);
    public volatile Function<Plan, Outcome> beginner = plan -> Outcome.success("started " + plan.title()).with("operation", "op1");

    public final List<String> signedIn = new CopyOnWriteArrayList<>();
    public volatile Function<Operator, SignIn> signer =
            who -> new SignIn(Outcome.success("nobody is asked who they are"), FUNCTIONS, false);

    /// A few of the API functions, and all that the window offers.
    public static final Set<String> FUNCTIONS = Set.of(
            "get_status", "poll", "verify_all", "shutdown", "startup", "restart", "reload", "promote", "manual_failover", "remaster",
            "connection_failover", "connection_proxy_init", "start_archiving", "stop_archiving", "cleanup_archive", "reload_conf",
            "enable", "disable", "remove", "add_server", "alter_server_def", "clone", "pause_automation", "resume_automation", "acknowledge", "isolate");

    private final List<Consumer<ClusterView>> watchers = new CopyOnWriteArrayList<>();
    private final List<Consumer<LogLine>> logWatchers = new CopyOnWriteArrayList<>();
    private volatile ClusterView view;

    public FakeEngine(ClusterView view) {
        this.view = view;
    }

    /// Publishes a view as the observer would.
    public void publish(ClusterView next) {
        view = next;
        watchers.forEach(w -> w.accept(next));
    }

    /// Publishes the present view with another operation.
    public void publish(Optional<Operation> operation) {
        ClusterView v = view;
        publish(new ClusterView(
                v.snapshot(),
                v.diagnosis(),
                v.automation(),
                v.inCharge(),
                v.lastFullPoll(),
                v.pollIntervalSeconds(),
                operation,
                v.confWarnings(),
                v.ifLost()));
    }

    public void say(LogLine line) {
        log.add(line);
        logWatchers.forEach(w -> w.accept(line));
    }

    @Override
    public void start() {
        asked.add("start");
    }

    @Override
    public ClusterView view() {
        return view;
    }

    @Override
    public AutoCloseable watch(Consumer<ClusterView> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    @Override
    public AutoCloseable watchLog(Consumer<LogLine> watcher) {
        log.forEach(watcher);
        logWatchers.add(watcher);
        return () -> logWatchers.remove(watcher);
    }

    @Override
    public void pollNow() {
        asked.add("pollNow");
    }

    @Override
    public Candidates candidates() {
        List<Candidate> candidates = new ArrayList<>();
        Lsn best = Lsn.ZERO;
        for (Observation o : view.snapshot().replicas()) {
            if (o.state() instanceof ServerState.Replica r) {
                best = Lsn.max(best, r.position());
            }
        }
        String chosen = null;
        for (Observation o : view.snapshot().replicas()) {
            Status status = view.diagnosis().statuses().getOrDefault(o.name(), Status.unknown(Instant.now()));
            Optional<String> obstacle = status.status() == ServerStatus.HEALTHY
                    ? Optional.empty()
                    : Optional.of(o.name() + " is " + status.status().word() + ": " + status.message());
            if (obstacle.isEmpty() && chosen == null) {
                chosen = o.name();
            }
            Optional<ServerState.Replica> seen =
                    o.state() instanceof ServerState.Replica r ? Optional.of(r) : Optional.empty();
            Lsn newest = best;
            candidates.add(new Candidate(
                    o.name(),
                    status,
                    o.server().failoverPriority(),
                    seen.map(ServerState.Replica::position),
                    seen.map(r -> newest.minus(r.position())),
                    seen.map(r -> Duration.ofMillis(20)),
                    seen.map(r -> r.facts().timeline()).orElse(0),
                    o.name().equals("paul"),
                    obstacle));
        }
        boolean alive = !view.snapshot().writable().isEmpty();
        return new Candidates(
                alive,
                alive ? "Switchover: choose who takes over from john" : "Failover: john is lost, choose who takes over",
                view.diagnosis().verdict().sentence(),
                candidates,
                Optional.ofNullable(chosen),
                List.of("pgb1", "pgb2"));
    }

    @Override
    public List<ActionOffer> upstreams(String server) {
        return view.snapshot().servers().stream()
                .filter(o -> view.snapshot().find(server).filter(s -> s.server().isReplica()).isPresent())
                .filter(o -> o.server().role().isPostgres() && !o.name().equals(server))
                .map(o -> new ActionOffer(new Request.Remaster(server, Optional.of(o.name())), o.name() + "…", Optional.empty(), false))
                .toList();
    }

    @Override
    public List<ActionOffer> actions(String server) {
        Optional<Observation> found = view.snapshot().find(server);
        if (found.isEmpty()) {
            return List.of();
        }
        Observation o = found.get();
        if (o.server().role().isProxy()) {
            return List.of(
                    new ActionOffer(
                            new Request.ConnectionFailover(Optional.empty()), "Move connections to the primary…", Optional.empty(), false),
                    new ActionOffer(
                            new Request.ProxyInit(Optional.of(server)), "Write its configuration…", Optional.empty(), false));
        }
        if (!o.server().role().isPostgres()) {
            return List.of();
        }
        boolean up = o.state() instanceof ServerState.Primary || o.state() instanceof ServerState.Replica;
        List<ActionOffer> offers = new ArrayList<>();
        if (o.server().isReplica()) {
            offers.add(new ActionOffer(
                    new Request.ManualFailover(Optional.of(server), true, true),
                    "Switch over to " + server + "…",
                    up ? Optional.empty() : Optional.of(server + " does not answer."),
                    false));
            offers.add(new ActionOffer(
                    new Request.Remaster(server, Optional.empty()),
                    "Follow…",
                    Optional.of(server + " follows the primary already."),
                    false));
        } else {
            offers.add(new ActionOffer(
                    new Request.ManualFailover(Optional.empty(), true, true),
                    up ? "Switch over…" : "Fail over…",
                    Optional.empty(),
                    false));
        }
        offers.add(service(server, RunMode.START, "Start", up ? server + " is running already." : "", false));
        offers.add(service(server, RunMode.RESTART, "Restart…", up ? "" : server + " is not running.", false));
        offers.add(service(server, RunMode.RELOAD, "Reload", up ? "" : server + " is not running.", false));
        offers.add(service(server, RunMode.STOP, "Stop…", up ? "" : server + " is not running.", true));
        if (o.server().isReplica()) {
            offers.add(new ActionOffer(new Request.Clone(server, Optional.empty(), true), "Reclone…", Optional.empty(), true));
            offers.add(new ActionOffer(new Request.Promote(server), "Promote only…", Optional.empty(), true));
        }
        return offers;
    }

    private static ActionOffer service(String server, RunMode mode, String label, String obstacle, boolean dangerous) {
        return new ActionOffer(
                new Request.Service(server, mode), label, obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle), dangerous);
    }

    @Override
    public Decision plan(Operator who, Request request) {
        offTheWindow("plan");
        planned.add(request);
        return planner.apply(request);
    }

    private static Decision samplePlan(Request request) {
        return switch (request) {
            case Request.ManualFailover f -> SampleOperations.switchover("john", f.newMaster().orElse("paul"));
            case Request.AutomaticFailover a -> new Refusal("automation is off");
            case Request.RestartPrimary r -> new Refusal("automation is off");
            case Request.Promote p -> SampleOperations.switchover("john", p.newMaster());
            case Request.Remaster r -> new Refusal(r.replica() + " follows john already.");
            case Request.ConnectionFailover c -> new Refusal("no connection_failover_method is configured");
            case Request.ProxyInit i -> new Refusal("no connection_failover_method is configured");
            case Request.Archiving a -> new Refusal("archiving is False in handyrep.conf");
            case Request.CleanUpArchive a -> new Refusal("archiving is False in handyrep.conf");
            case Request.Clone c -> SampleOperations.clone(c.server(), c.from().orElse("john"), c.reclone());
            case Request.Rejoin r -> new Refusal(r.server() + " is not an old primary");
            case Request.Isolate i -> new Refusal("no other server of the cluster takes writes");
            case Request.Service s -> SampleOperations.service(s.server(), s.mode());
        };
    }

    @Override
    public Outcome begin(Operator who, Plan plan) {
        offTheWindow("begin");
        begun.add(plan);
        return beginner.apply(plan);
    }

    @Override
    public Outcome cancel(Operator who, String operationId) {
        offTheWindow("cancel");
        asked.add("cancel " + operationId);
        return Outcome.success("asked " + operationId + " to stop");
    }

    @Override
    public Outcome resume(Operator who, String operationId) {
        offTheWindow("resume");
        asked.add("resume " + operationId);
        return Outcome.success("resumed " + operationId);
    }

    @Override
    public Outcome leave(Operator who, String operationId) {
        offTheWindow("leave");
        asked.add("leave " + operationId);
        return Outcome.success("left " + operationId);
    }

    @Override
    public Outcome rollBack(Operator who, String operationId) {
        offTheWindow("rollBack");
        asked.add("rollBack " + operationId);
        return Outcome.success("takes back " + operationId);
    }

    @Override
    public List<Operation> operations() {
        return List.copyOf(journal);
    }

    @Override
    public Optional<String> report(String operationId) {
        return Optional.of("Report of " + operationId);
    }

    @Override
    public Map<String, Object> call(Operator who, String function, Map<String, String> arguments) {
        offTheWindow("call");
        asked.add(function + " " + arguments);
        return answer.apply(function);
    }

    /// What a function answers.
    public volatile Function<String, Map<String, Object>> answer = function -> {
        Map<String, Object> rd = new LinkedHashMap<>();
        rd.put("result", "SUCCESS");
        rd.put("details", function + " was called");
        return rd;
    };

    /// What a trial of a server's settings finds.
    public volatile Function<Map<String, String>, List<Check>> trial =
            settings -> List.of(new Check("hostname", Check.Level.OK, settings.getOrDefault("hostname", "") + " is 10.1.4.14"));

    @Override
    public List<Check> tryServer(Operator who, String name, Map<String, String> settings, boolean askHostKey) {
        offTheWindow("tryServer");
        asked.add("try " + name + " " + settings + (askHostKey ? ", asking about its host key" : ""));
        return trial.apply(settings);
    }

    @Override
    public Outcome mayCall(Operator who, String function) {
        offTheWindow("mayCall");
        return permission.apply(function);
    }

    @Override
    public SignIn signIn(Operator who) {
        offTheWindow("signIn");
        signedIn.add(who.username() + ":" + who.password().reveal());
        return signer.apply(who);
    }

    /// What a reload of the plugins answers.
    public volatile Outcome reloaded = Outcome.success("the plugins folder was read again: 5 plugins");

    @Override
    public Outcome reloadPlugins(Operator who) {
        offTheWindow("reloadPlugins");
        asked.add("reloadPlugins");
        return reloaded;
    }

    /// What the writable servers of a split brain have of their own.
    public volatile Divergence divergence = new Divergence(Optional.empty(), List.of(), List.of());

    @Override
    public Outcome pauseAutomation(Operator who, String reason, Optional<Instant> until) {
        offTheWindow("pauseAutomation");
        asked.add("pauseAutomation " + reason + until.map(u -> " until " + u).orElse(""));
        return Outcome.success("automation is paused");
    }

    @Override
    public Outcome resumeAutomation(Operator who) {
        offTheWindow("resumeAutomation");
        asked.add("resumeAutomation");
        return Outcome.success("automation goes on");
    }

    @Override
    public Outcome acknowledge(Operator who, String comment) {
        offTheWindow("acknowledge");
        asked.add("acknowledge " + comment);
        return Outcome.success("acknowledged");
    }

    @Override
    public Divergence divergence() {
        offTheWindow("divergence");
        return divergence;
    }

    @Override
    public List<PluginView> plugins() {
        return SamplePlugins.all();
    }

    @Override
    public void testPlugins(Consumer<PluginTest> results) {
        SamplePlugins.tests().forEach(results);
    }

    @Override
    public void testPlugin(String plugin, Consumer<PluginTest> results) {
        testPlugins(result -> {
            if (result.plugin().equals(plugin)) {
                results.accept(result);
            }
        });
    }

    @Override
    public List<OptionView> options() {
        return List.of(
                new OptionView("handyrep", "cluster_name", "orders", "handyrep.conf:4", "Name of the cluster."),
                new OptionView("passwords", "superuser_pass", "***", "handyrep.conf:21", "Password of the superuser."),
                new OptionView("failover", "poll_interval", "3", "default", "Seconds between two polls."),
                new OptionView("server_defaults", "ssh_user", "handyrep", "default", "User that HandyRep logs in to the server as."),
                new OptionView("server_defaults", "port", "5432", "default", "Port of PostgreSQL, or of the proxy."),
                new OptionView("server_defaults", "clone_method", "clone_basebackup", "default", "Plugin that makes a replica."),
                new OptionView("failover", "auto_failover", "False", "default", "Whether HandyRep fails over by itself."));
    }

    /// What asks the authentication plugin may wait for a directory server.
    private static void offTheWindow(String what) {
        if (javafx.application.Platform.isFxApplicationThread()) {
            throw new IllegalStateException(what + " blocks and was called on the JavaFX thread");
        }
    }

    /// What has to end before the engine is closed.
    public volatile Runnable lastWork = () -> {};

    @Override
    public void close() {
        lastWork.run();
        asked.add("close");
    }
}
