package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Situation;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;

/// Servers that behave as PostgreSQL does in what plans are about: who runs, who takes writes, who follows whom, on which timeline.
final class FakeServers implements World {

    enum Fault {
        REFUSED,
        DONE_BUT_REPORTED_FAILED,
        KILLED_BEFORE,
        KILLED_AFTER
    }

    /// The program ended here.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    static final class Node {
        boolean running = true;
        /// A server of another data directory answers at its port.
        boolean portTaken;
        boolean hung;
        boolean hostAnswers = true;
        /// Its WAL receiver knows of no end yet: since the last message of its upstream.
        Optional<Duration> heard = Optional.empty();
        boolean marked;
        boolean frozen;
        boolean salvaged;
        boolean cleanlyStopped;
        int timeline = 1;
        List<TimelineSwitch> history = List.of();
        long lsn = 1000;
        String upstream = "";
        /// Whom it followed when it was frozen.
        String before = "";
        String syncNames = "";
        /// Physical slots for others, and one that nobody knows.
        final Set<String> slots = new TreeSet<>();

        /// Its clients come through the proxies only.
        boolean behindProxies;
        /// It waits for a replica to confirm.
        boolean synchronous;

        /// What is in its data directory.
        enum Data {
            OLD,
            SET_ASIDE,
            COPIED,
            NEW
        }

        Data data = Data.OLD;
        boolean evidence;
        boolean kept;
        boolean rewound;
        boolean settled;
        /// Slots of sessions, and where each begins to keep WAL.
        final Map<String, Long> heldSlots = new TreeMap<>();
        /// What is before was thrown away.
        long oldestWal;

        boolean takesWrites() {
            return running && !marked;
        }
    }

    static final class Proxy {
        boolean paused;
        boolean cut;
        String writesTo = "john";
    }

    final Map<String, Node> nodes = new TreeMap<>();
    final Map<String, Proxy> proxies = new TreeMap<>();
    final Map<String, Server> servers = new LinkedHashMap<>();
    final List<String> performed = new ArrayList<>();
    int faultAt = -1;
    Fault fault = Fault.REFUSED;
    boolean permanent;
    int primariesAtMost = 1;
    String flags = "";
    /// Another console, which holds every lock; empty for none.
    String otherConsole = "";
    private boolean owned;
    private int deeds;
    private long nanos;

    static FakeServers ofThree() {
        FakeServers world = new FakeServers();
        world.add("john", Role.MASTER);
        world.add("paul", Role.REPLICA);
        world.add("george", Role.REPLICA);
        world.addProxy("b1");
        world.addProxy("b2");
        return world;
    }

    private void addProxy(String name) {
        servers.put(name, new Server(name, "h-" + name, 6432, Role.PGBOUNCER, true, 999, 1000, Map.of()));
        proxies.put(name, new Proxy());
    }

    private void add(String name, Role role) {
        servers.put(name, new Server(name, "h-" + name, 5432, role, true, 999, 1000, Map.of("pgdata", "/data")));
        Node node = new Node();
        node.marked = role.equals(Role.REPLICA);
        node.upstream = node.marked ? "john" : "";
        if (node.marked) {
            node("john").slots.add(name);
        } else {
            node.slots.add("elsewhere");
            node.syncNames = "FIRST 1 (paul)";
        }
        nodes.put(name, node);
    }

    Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    Server server(String name) {
        return Objects.requireNonNull(servers.get(name), name);
    }

    List<String> writable() {
        return nodes.entrySet().stream()
                .filter(e -> e.getValue().takesWrites() && !e.getValue().hung)
                .filter(e -> !e.getValue().behindProxies || isReached(e.getKey()))
                .filter(e -> !e.getValue().synchronous || isConfirmed(e.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isReached(String server) {
        return proxies.values().stream().anyMatch(p -> !p.cut && p.writesTo.equals(server));
    }

    private boolean isConfirmed(String server) {
        return nodes.values().stream().anyMatch(n -> n.marked && !n.frozen && n.upstream.equals(server));
    }

    ClusterSnapshot snapshot() {
        Instant now = Instant.EPOCH.plusNanos(nanos);
        return new ClusterSnapshot(
                "fake", 1, now, nanos, true, servers.values().stream().map(s -> seen(s, now)).toList());
    }

    private Observation seen(Server server, Instant now) {
        boolean proxy = proxies.containsKey(server.name());
        Observation seen = new Observation(
                server,
                proxy ? new ServerState.NotPolled("a proxy") : look(server.name()),
                proxy ? new HostState.NotChecked() : lookAtHost(server.name()),
                now,
                Optional.of(now),
                Optional.empty(),
                Optional.empty());
        return proxy ? seen.withProxy(lookAtProxy(server.name())) : seen;
    }

    @Override
    public ProxyState lookAtProxy(String name) {
        Proxy proxy = Objects.requireNonNull(proxies.get(name), name);
        return new ProxyState(
                true,
                "",
                Optional.of(new ProxyState.Console("1.18.0", "transaction", proxy.paused, 8, 0, Duration.ofSeconds(120))),
                List.of(proxy.cut
                        ? new ProxyState.Route("app", false, Optional.empty(), false, "no answer")
                        : new ProxyState.Route("app", false, Optional.of(proxy.writesTo), node(proxy.writesTo).takesWrites(), "")));
    }

    @Override
    public ServerState look(String server) {
        Node node = node(server);
        if (!node.portTaken && (!node.running || node.hung || !node.hostAnswers)) {
            return new ServerState.Unreachable(
                    new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "08001", "connection refused"));
        }
        Optional<Receiver> receiver = receiver(server, node);
        Facts facts = new Facts(
                "7000", 180000, "18.0", "/data", node.timeline, Instant.EPOCH,
                Map.of("wal_log_hints", "on", "max_wal_senders", "10", Facts.SYNC_NAMES, node.syncNames),
                node.history);
        return node.marked
                ? new ServerState.Replica(
                        facts, Optional.of(new Lsn(node.lsn)), new Lsn(node.lsn), receiver, false,
                        Optional.empty(), upstreamOf(node), List.of(), slotsOf(node))
                : new ServerState.Primary(
                        facts, new Lsn(node.lsn), List.of(), slotsOf(node), new WriteProbe.NotTried(), 0, 0);
    }

    private Optional<String> upstreamOf(Node node) {
        return Optional.ofNullable(servers.get(node.upstream)).filter(s -> !node.frozen).map(Server::address);
    }

    private static List<Slot> slotsOf(Node node) {
        return node.slots.stream().map(s -> new Slot(s, true, false, Optional.empty(), Optional.empty())).toList();
    }

    @Override
    public Optional<List<Slot>> slots(String server) {
        return node(server).running && node(server).hostAnswers ? Optional.of(slotsOf(node(server))) : Optional.empty();
    }

    private Optional<Receiver> receiver(String name, Node node) {
        if (!nodes.containsKey(node.upstream)) {
            return Optional.empty();
        }
        Node upstream = node(node.upstream);
        boolean streams = upstream.running && !upstream.hung && upstream.hostAnswers && !node.frozen
                && node.timeline <= upstream.timeline && node.lsn <= upstream.lsn;
        if (!streams && node.heard.isEmpty()) {
            return Optional.empty();
        }
        if (streams) {
            node.timeline = upstream.timeline;
            node.lsn = upstream.lsn;
        }
        return Optional.of(new Receiver(
                "streaming",
                node.timeline,
                Optional.of(node.heard.orElse(Duration.ZERO)),
                Optional.of(server(node.upstream).hostname()),
                Optional.of(server(node.upstream).port()),
                Optional.of(name)));
    }

    @Override
    public HostState lookAtHost(String server) {
        Node node = node(server);
        return node.hostAnswers
                ? new HostState.Answers(node.running, node.cleanlyStopped ? "shut down" : "in production")
                : new HostState.Silent("no route to host");
    }

    @Override
    public Optional<ControlData> controlData(String server) {
        Node node = node(server);
        return node.hostAnswers
                ? Optional.of(new ControlData(
                        "7000", 1800, node.cleanlyStopped && !node.running ? "shut down" : "in production",
                        new Lsn(node.lsn - 1), new Lsn(node.lsn - 1), node.timeline))
                : Optional.empty();
    }

    @Override
    public Optional<Server> configured(String server) {
        return Optional.ofNullable(servers.get(server));
    }

    @Override
    public Outcome perform(Deed deed) {
        int number = deeds++;
        boolean now = number == faultAt || permanent && number > faultAt && faultAt >= 0;
        if (now && fault == Fault.KILLED_BEFORE) {
            owned = false;
            throw new Killed();
        }
        if (now && fault == Fault.REFUSED) {
            return Refused.mark(Outcome.failure("refused: " + deed));
        }
        if (deed instanceof Deed.LetThrough let
                && proxies.values().stream().anyMatch(p -> let.except().equals(Optional.of(p.writesTo)))) {
            return Outcome.failure("a proxy still leads to " + let.except().get());
        }
        if (deed instanceof Deed.MarkAsReplica mark && node(mark.server()).running) {
            return Outcome.failure("PostgreSQL runs on " + mark.server());
        }
        Optional<String> unfit = unfit(deed);
        if (unfit.isPresent()) {
            return Outcome.failure(unfit.get());
        }
        if (deed instanceof Deed.Own && !otherConsole.isEmpty()) {
            return Refused.mark(Outcome.failure(otherConsole + " holds the lock of john"));
        }
        if (!owned && !isHarmless(deed)) {
            throw new AssertionError("done by a console that does not own the cluster: " + deed);
        }
        performed.add(deed.toString());
        happen(deed);
        nodes.keySet().forEach(this::look);
        if (writable().size() > primariesAtMost) {
            throw new AssertionError("two primaries " + writable() + " after " + performed);
        }
        if (now && fault == Fault.KILLED_AFTER) {
            owned = false;
            throw new Killed();
        }
        return now ? Outcome.failure("reported failed: " + deed) : Outcome.success("done");
    }

    /// What the commands of a rejoin look at on the host before they do anything.
    private Optional<String> unfit(Deed deed) {
        return switch (deed) {
            case Deed.KeepConfiguration keep -> running(keep.job().server());
            case Deed.RecoverCrashed recover -> running(recover.job().server());
            case Deed.SettleRejoined settle -> running(settle.job().server());
            case Deed.RestoreConfiguration restore ->
                node(restore.job().server()).rewound ? Optional.of("pg_rewind has begun") : running(restore.job().server());
            case Deed.MakeReplica make ->
                keepsWal(node(make.job().upstream()), make.job().slot("clone"), node(make.job().target()).lsn) ? Optional.empty() : Optional.of("the WAL is gone");
            case Deed.RehearseRewind rehearse ->
                node(rehearse.job().server()).cleanlyStopped ? Optional.empty() : Optional.of("target server must be shut down cleanly");
            case Deed.StartRejoined start -> node(start.job().server()).settled ? Optional.empty() : Optional.of("it is not ready to start");
            default -> Optional.empty();
        };
    }

    private static boolean keepsWal(Node upstream, String slot, long from) {
        Long begin = upstream.heldSlots.get(slot);
        return begin != null && (begin <= from || upstream.oldestWal <= from);
    }

    private Optional<String> running(String server) {
        return node(server).running ? Optional.of("PostgreSQL runs on " + server) : Optional.empty();
    }

    /// What a console may do that another one could be acting beside: it takes the locks, and lets the clients of the server go on that it has just promoted.
    private static boolean isHarmless(Deed deed) {
        return deed instanceof Deed.Own || deed instanceof Deed.Route || deed instanceof Deed.Release || deed instanceof Deed.LetThrough;
    }

    int deeds() {
        return deeds;
    }

    /// For the next console: what the sessions of the last one held is gone.
    void healthyFromNow() {
        faultAt = -1;
        permanent = false;
        nodes.values().forEach(node -> node.heldSlots.clear());
    }

    /// It writes, and throws away all WAL that no slot keeps.
    void recycle(String server) {
        Node node = node(server);
        node.lsn += 100;
        node.oldestWal = node.heldSlots.values().stream().mapToLong(Long::longValue).min().orElse(node.lsn);
    }

    private void happen(Deed deed) {
        switch (deed) {
            case Deed.Service service -> {
                if (service.mode() == RunMode.STOP) {
                    node(service.server()).lsn++;
                    nodes.keySet().forEach(this::look);
                }
                serve(node(service.server()), service.mode());
            }
            case Deed.StopForGood stop -> serve(node(stop.server()), RunMode.FASTSTOP);
            case Deed.Promote promote -> {
                Node node = node(promote.server());
                if (node.running && node.marked) {
                    node.marked = false;
                    node.timeline++;
                    node.lsn++;
                }
            }
            case Deed.Own own -> owned = true;
            case Deed.Checkpoint checkpoint -> {}
            case Deed.Freeze freeze -> {
                Node node = node(freeze.server());
                node.before = node.before.isEmpty() ? node.upstream : node.before;
                node.frozen = true;
            }
            case Deed.Thaw thaw -> {
                Node node = node(thaw.server());
                node.upstream = node.before.isEmpty() ? node.upstream : node.before;
                node.before = "";
                node.frozen = false;
            }
            case Deed.Together together -> together.deeds().forEach(this::happen);
            case Deed.FastForward forward -> {
                node(forward.server()).upstream = forward.source();
                node(forward.server()).frozen = false;
            }
            case Deed.EndFastForward end -> node(end.server()).frozen = true;
            case Deed.Fence fence -> node(fence.server()).running = false;
            case Deed.CutOff cut -> cut.proxies().forEach(name -> Objects.requireNonNull(proxies.get(name)).cut = true);
            case Deed.LetThrough let -> let.proxies().stream()
                    .map(name -> Objects.requireNonNull(proxies.get(name)))
                    .filter(p -> !let.except().equals(Optional.of(p.writesTo)))
                    .forEach(p -> p.cut = false);
            case Deed.Salvage salvage -> {
                if (node(salvage.from()).running) {
                    throw new AssertionError("WAL is taken from a server that runs, after " + performed);
                }
                node(salvage.to()).lsn = Math.max(node(salvage.to()).lsn, node(salvage.from()).lsn);
                node(salvage.to()).salvaged = true;
            }
            case Deed.EndSalvage end -> node(end.server()).salvaged = false;
            case Deed.CreateSlots create -> node(create.server()).slots.addAll(create.slots());
            case Deed.DropSlot drop -> {
                if (node(drop.slot()).marked && node(drop.slot()).upstream.equals(drop.server())) {
                    throw new AssertionError("a slot is dropped whose replica follows that server, after " + performed);
                }
                node(drop.server()).slots.remove(drop.slot());
            }
            case Deed.SetSyncNames sync -> node(sync.server()).syncNames = sync.names().orElse("");
            case Deed.Kill kill -> {
                node(kill.server()).running = false;
                node(kill.server()).hung = false;
            }
            case Deed.MarkAsReplica mark -> {
                node(mark.server()).marked = true;
                node(mark.server()).upstream = mark.upstream();
            }
            case Deed.LeavePassword leave -> {}
            case Deed.UnmarkAsReplica unmark -> node(unmark.server()).marked = false;
            case Deed.Follow follow -> {
                node(follow.server()).upstream = follow.upstream();
                node(follow.server()).before = "";
                node(follow.server()).frozen = false;
                follow.slot().ifPresent(slot -> node(follow.upstream()).slots.add(slot));
            }
            case Deed.ClearInherited clear -> node(clear.server()).frozen = false;
            case Deed.Hold hold -> hold.proxies().forEach(name -> Objects.requireNonNull(proxies.get(name)).paused = true);
            case Deed.Release release ->
                release.proxies().forEach(name -> Objects.requireNonNull(proxies.get(name)).paused = false);
            case Deed.PrepareRoute prepare -> {}
            case Deed.Route route -> proxies.values().forEach(proxy -> proxy.writesTo = route.primary());
            case Deed.InitProxy init -> {}
            case Deed.ClearTarget clear -> node(clear.job().target()).data = Node.Data.SET_ASIDE;
            case Deed.RestoreTarget restore -> node(restore.job().target()).data = Node.Data.OLD;
            case Deed.HoldWal hold -> node(hold.upstream()).heldSlots.putIfAbsent(hold.slot(), node(hold.upstream()).lsn);
            case Deed.ReleaseWal release -> node(release.upstream()).heldSlots.remove(release.slot());
            case Deed.CopyFiles copy -> {
                node(copy.job().target()).data = Node.Data.COPIED;
                node(copy.job().target()).lsn = node(copy.job().source()).lsn;
                node(copy.job().target()).timeline = node(copy.job().source()).timeline;
            }
            case Deed.MakeReplica make -> {
                node(make.job().target()).marked = true;
                node(make.job().target()).upstream = make.job().upstream();
            }
            case Deed.StartClone start -> serve(node(start.server()), RunMode.START);
            case Deed.StopClone stop -> serve(node(stop.server()), RunMode.FASTSTOP);
            case Deed.DiscardOld discard -> node(discard.job().target()).data = Node.Data.NEW;
            case Deed.SaveEvidence save -> node(save.server()).evidence = true;
            case Deed.KeepConfiguration keep -> {
                node(keep.job().server()).kept = true;
                node(keep.job().server()).marked = true;
            }
            case Deed.RestoreConfiguration restore -> node(restore.job().server()).kept = false;
            case Deed.RecoverCrashed recover -> node(recover.job().server()).cleanlyStopped = true;
            case Deed.RehearseRewind rehearse -> {}
            case Deed.Rewind rewind -> rewind(node(rewind.job().server()), node(rewind.job().upstream()));
            case Deed.SettleRejoined settle -> {
                node(settle.job().server()).settled = true;
                node(settle.job().server()).upstream = settle.job().upstream();
            }
            case Deed.StartRejoined start -> serve(node(start.job().server()), RunMode.START);
            case Deed.DiscardKept discard -> node(discard.job().server()).kept = false;
            case Deed.Archiving archiving -> {}
            case Deed.PlaceArchiveScript place -> {}
            case Deed.CleanUpArchive cleanUp -> {}
            case Deed.Extra extra -> {}
            case Deed.Assign assign -> assign.assignments().forEach((name, a) -> servers.computeIfPresent(
                    name, (n, s) -> s.withRole(new Role(a.role())).withEnabled(a.enabled())));
        }
    }

    private void rewind(Node node, Node source) {
        if (node.running || !node.cleanlyStopped || !node.kept || !node.evidence || source.marked) {
            throw new AssertionError("rewound without what it needs, after " + performed);
        }
        node.rewound = true;
        node.marked = true;
        node.timeline = source.timeline;
        node.lsn = source.lsn;
    }

    private static void serve(Node node, RunMode mode) {
        switch (mode) {
            case START, RESTART -> {
                node.running = true;
                node.cleanlyStopped = false;
            }
            case STOP, FASTSTOP -> {
                node.running = false;
                node.cleanlyStopped = mode == RunMode.STOP;
            }
            case RELOAD, STATUS -> {}
        }
    }

    /// The sessions that hold the locks are ended.
    void loseLocks() {
        owned = false;
    }

    @Override
    public Optional<String> notInCharge() {
        return Optional.empty();
    }

    @Override
    public Optional<String> disowned() {
        return owned ? Optional.empty() : Optional.of("this console does not own the cluster");
    }

    @Override
    public Optional<Situation.LeftWal> leftWal(String server, Lsn after, int timeline, int segment) {
        Node node = node(server);
        return node.hostAnswers ? Optional.of(new Situation.LeftWal(server, new Lsn(node.lsn), List.of())) : Optional.empty();
    }

    @Override
    public void hastenPromotion(String server) {}

    @Override
    public List<String> preview(Deed deed) {
        return List.of(flags + deed);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void pause(Duration time) {
        nanos += time.toNanos();
    }

    void change(String server, UnaryOperator<Server> edit) {
        servers.computeIfPresent(server, (n, s) -> edit.apply(s));
    }
}
