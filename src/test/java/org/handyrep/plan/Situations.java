package org.handyrep.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Stream;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.plugin.Outcome;

/// Makes situations to plan for, a server at a time.
final class Situations {

    static final Instant NOW = Instant.parse("2026-01-01T03:00:00Z");
    static final HostState RUNS = new HostState.Answers(true, "in production");
    static final HostState STOPPED = new HostState.Answers(false, "in production");
    static final HostState NO_SSH = new HostState.Silent("connect timed out");

    private static final Map<String, String> SETTINGS =
            Map.of("max_connections", "100", "max_wal_senders", "10", "wal_log_hints", "on");

    private final List<Observation> servers = new ArrayList<>();
    private final Map<String, Outcome> control = new LinkedHashMap<>();
    private final Map<String, Boolean> marked = new LinkedHashMap<>();
    private final List<String> selection = new ArrayList<>();
    private Situation.Around around = Situation.Around.NOTHING;
    private Rules rules = Rules.STANDARD;
    private Optional<Situation.LeftWal> left = Optional.empty();
    private boolean sure;
    private String verdict = "PrimaryOK";
    private Optional<Situation.LastSeen> lastPrimary = Optional.empty();

    Situations primary(String name, long lsn) {
        return add(name, Role.MASTER, true, primaryState(lsn, "7000", 1), RUNS);
    }

    Situations lost(String name, HostState host) {
        return add(name, Role.MASTER, true, silent(), host);
    }

    Situations replica(String name, long lsn) {
        return add(name, Role.REPLICA, true, replicaState(lsn, lsn, true, SETTINGS), RUNS);
    }

    Situations add(String name, Role role, boolean enabled, ServerState state, HostState host) {
        Server server = new Server(name, name + ".example", 5432, role, enabled, 999, 1, Map.of("pgdata", "/data"));
        servers.add(new Observation(server, state, host, NOW, Optional.of(NOW), Optional.empty(), Optional.empty()));
        control.put(name, Outcome.success("runs"));
        if (role.equals(Role.REPLICA) && enabled) {
            selection.add(name);
        }
        return this;
    }

    Situations replaying(String name, java.util.OptionalDouble rate) {
        servers.replaceAll(o -> o.name().equals(name) ? o.withReplayRate(rate) : o);
        return this;
    }

    Situations proxy(String name, ProxyState seen) {
        Server server = new Server(name, name + ".example", 6432, Role.PGBOUNCER, true, 999, 1, Map.of());
        ServerState state = new ServerState.NotPolled("a proxy");
        servers.add(new Observation(
                        server, state, new HostState.NotChecked(), NOW, Optional.empty(), Optional.empty(), Optional.empty())
                .withProxy(seen));
        return this;
    }

    Situations rules(Rules wanted) {
        rules = wanted;
        return this;
    }

    Situations around(Situation.Around wanted) {
        around = wanted;
        return this;
    }

    Situations verdict(String code) {
        sure = false;
        verdict = code;
        return this;
    }

    Situations uncontrolled(String name) {
        control.put(name, Outcome.failure("sudo: a password is required"));
        return this;
    }

    Situations marked(String name, boolean bears) {
        marked.put(name, bears);
        return this;
    }

    /// A verdict that confirms the death of the primary.
    Situations confirmed(String code) {
        sure = true;
        verdict = code;
        return this;
    }

    /// john, nine seconds ago, writing 100 bytes a second.
    Situations lastState(long lsn, Map<String, String> settings, List<String> direct, List<String> streaming) {
        Map<String, String> all = new LinkedHashMap<>(SETTINGS);
        all.putAll(settings);
        List<Stream> streams = streaming.stream()
                .map(name -> new Stream(
                        name, name + ".example", "streaming", "quorum", Optional.empty(), Optional.empty(), Optional.empty()))
                .toList();
        lastPrimary = Optional.of(new Situation.LastSeen(
                "john", new Lsn(lsn), NOW.minusSeconds(9), 100, Optional.of(direct),
                Optional.of(new ServerState.Primary(
                        facts("7000", 1, all), new Lsn(lsn), streams, List.of(), new WriteProbe.NotTried(), 0, 3))));
        return this;
    }

    /// Whatever was seen of the primary was seen so long ago.
    Situations seenAgo(Duration age) {
        lastPrimary = lastPrimary.map(l -> new Situation.LastSeen(l.server(), l.written(), NOW.minus(age), l.bytesPerSecond(), l.direct(), l.state()));
        return this;
    }

    /// What john's disk has.
    Situations left(long end, long... commits) {
        left = Optional.of(new Situation.LeftWal(
                "john", new Lsn(end), java.util.Arrays.stream(commits).mapToObj(Lsn::new).toList()));
        return this;
    }

    static ServerState replicaOf(int timeline, List<TimelineSwitch> history, long lsn) {
        Facts facts = new Facts("7000", 170000, "17.0", "/data", timeline, Instant.EPOCH, SETTINGS, history);
        return new ServerState.Replica(
                facts, Optional.of(new Lsn(lsn)), new Lsn(lsn), Optional.empty(), false, Optional.empty(), Optional.empty(), List.of(),
                List.of());
    }

    Situations lastSeen(String name, long lsn) {
        lastPrimary = Optional.of(new Situation.LastSeen(name, new Lsn(lsn), NOW.minusSeconds(9)));
        return this;
    }

    Situation build() {
        Finding finding = new Finding(verdict, Severity.OK, "", "the verdict is " + verdict, List.of(), sure);
        return new Situation(
                new ClusterSnapshot("test", 1, NOW, 0, true, servers),
                new Diagnosis(finding, List.of(), Map.of(), ClusterStatus.UNKNOWN, ""),
                selection,
                lastPrimary,
                control,
                marked,
                around,
                rules,
                deed -> List.of(deed.toString()))
                .withLeft(left);
    }

    Decision failover(String to) {
        return Planner.plan(build(), new Request.ManualFailover(Optional.of(to), true, true));
    }

    static ServerState silent() {
        return new ServerState.Unreachable(
                new ConnectionProblem(ConnectionProblem.Kind.TIMED_OUT, "08001", "no answer for 3.0 s"));
    }

    static ServerState primaryState(long lsn, String systemIdentifier, int timeline) {
        return primaryState(lsn, systemIdentifier, timeline, SETTINGS);
    }

    static ServerState primaryState(long lsn, String systemIdentifier, int timeline, Map<String, String> settings) {
        return new ServerState.Primary(
                facts(systemIdentifier, timeline, settings), new Lsn(lsn), List.of(), List.of(),
                new WriteProbe.NotTried(), 0, 3);
    }

    /// @param slots physical ones; with `+` in front logical
    static ServerState primaryWithSlots(String... slots) {
        List<org.handyrep.cluster.Slot> all = java.util.Arrays.stream(slots)
                .map(s -> new org.handyrep.cluster.Slot(s.replace("+", ""), !s.startsWith("+"), true, Optional.empty(), Optional.empty()))
                .toList();
        return new ServerState.Primary(facts("7000", 1, SETTINGS), new Lsn(1000), List.of(), all, new WriteProbe.NotTried(), 0, 0);
    }

    static ServerState replicaWithSlot(String slot) {
        Receiver receiver = new Receiver(
                "streaming", 1, Optional.of(Duration.ofMillis(100)), Optional.empty(), Optional.empty(), Optional.of(slot));
        return new ServerState.Replica(
                facts("7000", 1, SETTINGS), Optional.of(new Lsn(1000)), new Lsn(1000), Optional.of(receiver), false,
                Optional.empty(), Optional.of("john.example:5432"), List.of(), List.of());
    }

    static ServerState replicaState(long received, long replayed, boolean streams, Map<String, String> settings) {
        Optional<Receiver> receiver = streams
                ? Optional.of(new Receiver(
                        "streaming", 1, Optional.of(Duration.ofMillis(100)), Optional.empty(), Optional.empty(),
                        Optional.empty()))
                : Optional.empty();
        return new ServerState.Replica(
                facts("7000", 1, settings), Optional.of(new Lsn(received)), new Lsn(replayed), receiver, false,
                Optional.empty(), Optional.of("john.example:5432"), List.of(), List.of());
    }

    private static Facts facts(String systemIdentifier, int timeline, Map<String, String> settings) {
        return new Facts(systemIdentifier, 170000, "17.0", "/data", timeline, Instant.EPOCH, settings);
    }
}
