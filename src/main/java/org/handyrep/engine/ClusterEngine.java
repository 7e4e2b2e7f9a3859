package org.handyrep.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.conf.Conf;
import org.handyrep.diagnosis.Diagnoses;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Limits;
import org.handyrep.plan.Check;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Planner;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plan.Situation;
import org.handyrep.plugin.Outcome;

/// The engine over a real cluster: it takes what the observer saw, lets it be judged, and shows it; on request it plans and lets the desk run the plan.
public final class ClusterEngine implements Engine {

    private final ClusterParts parts;
    private final Views views;
    private final Planning planning;
    private final Automation automation;
    private final AutomationOrders orders;
    private final OperationOrders operationOrders;
    private final Changes changes;
    private final Recent recent = new Recent();
    private final List<Consumer<ClusterView>> watchers = new CopyOnWriteArrayList<>();
    private final PrimaryMemory primaryMemory = new PrimaryMemory();
    private volatile ClusterView view;
    private volatile Outcome inCharge = Outcome.success("not asked yet");

    ClusterEngine(ClusterParts.Builder builder, Clock clock) {
        this.parts = builder.build(
                this::onCycle,
                this::onStory,
                () -> view().snapshot(),
                () -> Situation.LastSeen.systemIdentifier(primaryMemory.last(), view().snapshot()));
        this.views = new Views(parts, clock);
        this.changes = new Changes(parts.log(), parts.alertWatch());
        this.planning = new Planning(parts);
        this.automation = new Automation(
                new AutomationFacts(parts, planning, parts.told(), this::inCharge, primaryMemory::last, clock),
                new AttentionWatch(() -> Duration.ofSeconds(parts.conf().number("failover", "poll_interval"))),
                new AutomationHistory(parts.log(), parts.alertWatch()::automation, clock),
                AutomationShown.of(parts.conf()),
                this::publish);
        this.orders = new AutomationOrders(
                parts.told(), automation, parts.desk(), () -> AutomationOrders.isAlone(parts.conf()), parts.journals()::tryToLook, this::mayCall, clock);
        this.operationOrders = new OperationOrders(parts.desk(), parts.journals(), this::mayCall);
        this.view = views.nothingKnown();
    }

    @Override
    public void start() {
        automation.start();
        parts.desk().announce();
        parts.observer().start();
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
        return parts.log().watch(watcher);
    }

    @Override
    public void pollNow() {
        parts.observer().pollNow();
    }

    // what was seen

    private synchronized void onCycle(Cycle cycle) {
        ClusterSnapshot snapshot = cycle.snapshot().withArchiving(parts.archive().latest());
        inCharge = cycle.inCharge();
        cycle.troubles().forEach(trouble -> parts.log().log("POLL", "", true, trouble));
        recent.add(snapshot);
        parts.lossWatch().after(snapshot);
        primaryMemory.see(snapshot, ProxyAddresses.of(snapshot));
        Diagnosis diagnosis = Diagnoses.of(recent.snapshots(), view.diagnosis().statuses(), limits());
        changes.tell(view.diagnosis(), diagnosis, snapshot, inCharge.succeeded(), parts.desk().current());
        parts.log().detail("POLL", (snapshot.verified() ? "verified: " : "polled: ") + diagnosis.verdict().sentence());
        parts.keeping().seen(snapshot, diagnosis, cycle.inCharge().succeeded());
        if (snapshot.verified()) {
            parts.journals().afterVerify();
        }
        if (snapshot.verified() && inCharge.succeeded()) {
            parts.archive().afterVerify();
        }
        show(snapshot, diagnosis);
        automation.offer(view);
    }

    private void onStory(Story story) {
        publish();
        if (!story.running()) {
            parts.observer().pollNow();
            automation.again();
        }
    }

    private void publish() {
        ClusterView now = view;
        show(now.snapshot(), now.diagnosis());
    }

    private synchronized void show(ClusterSnapshot snapshot, Diagnosis diagnosis) {
        view = views.of(snapshot, diagnosis, inCharge, automation.shown());
        watchers.forEach(w -> w.accept(view));
    }

    private Limits limits() {
        Conf conf = parts.conf();
        return Limits.of(
                        Duration.ofSeconds(conf.number("failover", "poll_interval")),
                        conf.number("failover", "fail_retries"),
                        Duration.ofSeconds(conf.number("failover", "fail_retry_interval")))
                .withLowDisk(conf.number("failover", "minimum_free_disk") * 1024L * 1024L);
    }

    // what can be done

    @Override
    public Candidates candidates() {
        return planning.candidates(view, primaryMemory.last());
    }

    @Override
    public List<ActionOffer> actions(String server) {
        ClusterView now = view;
        return ActionOffers.of(planning.assumed(now, primaryMemory.last()), server, now.operation());
    }

    @Override
    public List<ActionOffer> upstreams(String server) {
        ClusterView now = view;
        return ActionOffers.upstreams(planning.assumed(now, primaryMemory.last()), server, now.operation());
    }

    @Override
    public Decision plan(Operator who, Request request) {
        Outcome allowed = mayCall(who, request.function());
        if (!allowed.succeeded()) {
            return new Refusal(allowed.details());
        }
        parts.desk().settle();
        if (parts.desk().isRunning()) {
            return new Refusal("an operation is running: one at a time");
        }
        ClusterSnapshot snapshot = look(true).snapshot();
        if (!inCharge.succeeded()) {
            return new Refusal("this console is not in charge: " + inCharge.details());
        }
        Optional<String> doubt = parts.book().doubt();
        if (doubt.isPresent()) {
            return new Refusal(doubt.get());
        }
        parts.sessions().openAhead(snapshot.servers().stream()
                .filter(seen -> seen.state() instanceof ServerState.Primary || seen.state() instanceof ServerState.Replica)
                .map(Observation::server)
                .toList());
        Situation asked = planning.asked(view, snapshot, primaryMemory.last());
        return Planner.plan(planning.looked(asked, request), request);
    }

    /// A cycle at once, after the handyrep table was asked whether it knows better which servers there are.
    Cycle look(boolean verify) {
        boolean settled = parts.keeping().isSettled();
        Cycle cycle = parts.observer().lookPatiently(verify);
        return !settled && parts.keeping().awaitTable() ? parts.observer().lookPatiently(true) : cycle;
    }

    /// What `failover_check` says of the newest cycle.
    ClusterView.Automation automation() {
        return automation.judged(view).automation();
    }

    /// What `master_check_method` said in the newest cycle.
    Outcome inCharge() {
        return inCharge;
    }

    // what is being done

    @Override
    public Outcome begin(Operator who, Plan plan) {
        return operationOrders.begin(who, plan);
    }

    @Override
    public Outcome cancel(Operator who, String operationId) {
        return operationOrders.cancel(who, operationId);
    }

    @Override
    public Outcome resume(Operator who, String operationId) {
        return operationOrders.resume(who, operationId);
    }

    @Override
    public Outcome rollBack(Operator who, String operationId) {
        return operationOrders.rollBack(who, operationId);
    }

    @Override
    public Outcome leave(Operator who, String operationId) {
        return operationOrders.leave(who, operationId);
    }

    @Override
    public List<Operation> operations() {
        return parts.desk().all().stream().map(Story::toOperation).toList();
    }

    @Override
    public Optional<String> report(String operationId) {
        return parts.desk().find(operationId).map(Report::of);
    }

    /// Waits until no operation runs.
    void awaitOperation() {
        parts.desk().await();
    }

    @Override
    public Map<String, Object> call(Operator who, String function, Map<String, String> arguments) {
        return new ApiFunctions(this, parts).call(who, function, arguments);
    }

    @Override
    public List<Check> tryServer(Operator who, String name, Map<String, String> settings, boolean askHostKey) {
        boolean known = view.snapshot().find(name).isPresent();
        Outcome allowed = mayCall(who, known ? "alter_server_def" : "add_server");
        return allowed.succeeded()
                ? ServerTrial.of(parts, view.snapshot(), name, settings, askHostKey)
                : List.of(new Check("sign-in", Check.Level.STOP, allowed.details()));
    }

    @Override
    public Outcome mayCall(Operator who, String function) {
        return parts.methods().authentication().run(who.username(), who.password(), function);
    }

    @Override
    public SignIn signIn(Operator who) {
        return SigningIn.of(parts.methods().authentication(), who);
    }

    @Override
    public Outcome pauseAutomation(Operator who, String reason, Optional<Instant> until) {
        return orders.pause(who, reason, until);
    }

    @Override
    public Outcome resumeAutomation(Operator who) {
        return orders.resume(who);
    }

    @Override
    public Outcome acknowledge(Operator who, String comment) {
        return orders.acknowledge(who, comment);
    }

    @Override
    public Divergence divergence() {
        return Divergences.of(look(true).snapshot(), parts.ssh()::shell);
    }

    @Override
    public List<PluginView> plugins() {
        return PluginUse.views(parts);
    }

    @Override
    public Outcome reloadPlugins(Operator who) {
        Outcome allowed = mayCall(who, "reload_conf");
        return allowed.succeeded() ? PluginUse.reload(parts) : allowed;
    }

    @Override
    public void testPlugins(Consumer<PluginTest> results) {
        PluginUse.test(parts, Optional.empty(), results);
    }

    @Override
    public void testPlugin(String plugin, Consumer<PluginTest> results) {
        PluginUse.test(parts, Optional.of(plugin), results);
    }

    @Override
    public List<OptionView> options() {
        return OptionView.all(parts.conf());
    }

    @Override
    public void close() {
        automation.close();
        parts.close();
    }
}
