package org.handyrep.plan.check;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.plugin.Outcome;

/// Circumstances for tests: john crashed for certain, paul and george are replicas, and nothing holds a failover; a test says what is otherwise.
public final class Checking {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final Instant LOST = NOW.minusSeconds(20);

    private Wanted wanted = new Wanted(true, false, Duration.ofHours(1), 3, 3);
    private ServerState john = new ServerState.Unreachable(
            new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "08001", "connection refused"));
    private HostState host = new HostState.Answers(false, "in production");
    private ServerState paul = replica();
    private ServerState george = replica();
    private String code = "PrimaryProcessDown";
    private boolean mayAct = true;
    private Optional<Instant> aliveAt = Optional.of(LOST);
    private Optional<String> damage = Optional.empty();
    private Optional<Paused> pause = Optional.empty();
    private Outcome inCharge = Outcome.success("");
    private Optional<String> doubt = Optional.empty();
    private Optional<String> running = Optional.empty();
    private Optional<String> unfinished = Optional.empty();
    private Attention attention = Attention.LONG_ENOUGH;
    private final List<Past> past = new ArrayList<>();
    private Optional<Instant> acknowledged = Optional.empty();

    public Checking alive() {
        john = new ServerState.Primary(facts(), new Lsn(100), List.of(), List.of(), new WriteProbe.NotTried(), 0, 0);
        host = new HostState.Answers(true, "in production");
        return verdict("PrimaryOK", false);
    }

    public Checking wanted(boolean failover, boolean restart) {
        wanted = new Wanted(failover, restart, wanted.cooldown(), wanted.perDay(), wanted.grace());
        return this;
    }

    Checking perDay(int most) {
        wanted = new Wanted(wanted.failover(), wanted.restart(), wanted.cooldown(), most, wanted.grace());
        return this;
    }

    public Checking notYetConfirmed() {
        return verdict("PrimarySuspect", false);
    }

    public static Circumstances with(Circumstances c, Attention attention) {
        return new Circumstances(
                c.wanted(), c.snapshot(), c.diagnosis(), c.damage(), c.pause(), c.inCharge(), c.doubt(), c.running(),
                c.unfinished(), attention, c.past(), c.acknowledged(), c.lostSince(), c.now(), c.zone());
    }

    public Checking neverSeenAlive() {
        aliveAt = Optional.empty();
        return verdict("PrimaryHostDown", false);
    }

    Checking verdict(String verdict, boolean confirmed) {
        code = verdict;
        mayAct = confirmed;
        return this;
    }

    Checking host(HostState seen) {
        host = seen;
        return this;
    }

    Checking paulWrites() {
        paul = new ServerState.Primary(facts(), new Lsn(100), List.of(), List.of(), new WriteProbe.NotTried(), 0, 0);
        return this;
    }

    Checking replicasSilent() {
        paul = john;
        george = john;
        return this;
    }

    Checking damage(String why) {
        damage = Optional.of(why);
        return this;
    }

    Checking paused(Optional<Instant> until) {
        pause = Optional.of(new Paused("anna", "new disks", NOW.minusSeconds(600), until));
        return this;
    }

    Checking notInCharge(String why) {
        inCharge = Outcome.failure(why);
        return this;
    }

    Checking doubt(String why) {
        doubt = Optional.of(why);
        return this;
    }

    public Checking running(String title) {
        running = Optional.of(title);
        return this;
    }

    public Checking unfinished(String title) {
        unfinished = Optional.of(title);
        return this;
    }

    Checking attention(int polls, String disturbance, int agreeing) {
        attention = new Attention(polls, disturbance, agreeing);
        return this;
    }

    public Checking past(Past.Kind kind, boolean automatic, Past.End end, long secondsAgo) {
        past.add(new Past(kind, automatic, NOW.minusSeconds(secondsAgo), end,
                kind == Past.Kind.FAILOVER ? "Failover ringo → john" : "Start john again"));
        return this;
    }

    Checking acknowledged(long secondsAgo) {
        acknowledged = Optional.of(NOW.minusSeconds(secondsAgo));
        return this;
    }

    public Circumstances build() {
        ClusterSnapshot snapshot = new ClusterSnapshot("test", 9, NOW, 0, true, List.of(
                seen("john", Role.MASTER, john, host),
                seen("paul", Role.REPLICA, paul, new HostState.NotChecked()),
                seen("george", Role.REPLICA, george, new HostState.NotChecked())));
        Finding verdict = new Finding(
                code, code.equals("PrimaryOK") ? Severity.OK : Severity.CRITICAL, "john", code + " it is.", List.of(), mayAct);
        return new Circumstances(
                wanted,
                snapshot,
                new Diagnosis(verdict, List.of(), Map.of(), ClusterStatus.UNKNOWN, ""),
                damage,
                pause,
                inCharge,
                doubt,
                running,
                unfinished,
                attention,
                past,
                acknowledged,
                john instanceof ServerState.Primary ? Optional.empty() : Optional.of(LOST),
                NOW,
                ZoneOffset.UTC);
    }

    Answer decide() {
        return FailoverCheck.decide(build());
    }

    private Observation seen(String name, Role role, ServerState state, HostState host) {
        return new Observation(
                new Server(name, name + ".example", 5432, role, true, 999, 1, Map.of()), state, host, NOW,
                aliveAt, Optional.empty(), Optional.empty());
    }

    private static ServerState replica() {
        return new ServerState.Replica(
                facts(), Optional.of(new Lsn(100)), new Lsn(100), Optional.empty(), false, Optional.empty(), Optional.empty(),
                List.of(), List.of());
    }

    private static Facts facts() {
        return new Facts("7000", 170000, "17.0", "/data", 1, Instant.EPOCH, Map.of());
    }
}
