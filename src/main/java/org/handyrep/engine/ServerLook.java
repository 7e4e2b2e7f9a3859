package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ReplicationLag;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.engine.Questions.Turn;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;

/// The look of one cycle at one PostgreSQL server: SQL, the polling plugin, and the host where it is needed, side by side.
///
/// A server that was silent before is not waited for: its look goes on, and a late answer counts in the next cycle.
final class ServerLook {

    /// What is older says nothing of now, where every moment counts.
    private static final Duration LATE = Duration.ofSeconds(2);

    private record Seen<T>(T what, Instant at) {}

    private final Server server;
    private final Optional<Observation> before;
    private final Probes probes;
    private final Methods methods;
    private final Questions questions;
    private final Timing timing;

    private boolean verify;
    private @Nullable CompletableFuture<Seen<ServerState>> state;
    private @Nullable CompletableFuture<Seen<HostState>> host;
    private @Nullable CompletableFuture<WriteProbe> write;
    private @Nullable CompletableFuture<Optional<Outcome>> poll;
    private @Nullable CompletableFuture<Optional<Outcome>> replication;

    ServerLook(
            Server server, Optional<Observation> before, Probes probes, Methods methods, Questions questions, Timing timing) {
        this.server = server;
        this.before = before.filter(o -> o.server().address().equals(server.address()));
        this.probes = probes;
        this.methods = methods;
        this.questions = questions;
        this.timing = timing;
    }

    /// Asks without waiting. A disabled server is looked at too, as one that comes back writable is the worst that can happen, but nobody waits for it.
    ///
    /// The polling plugin makes a new connection each time, which costs a server more than all the rest: a poll leaves that to the session that is kept, as long
    /// as that and the plugin had an answer before.
    ///
    /// @param urgent the primary is silent and looks follow each other at once: only what its verdict needs is asked every time
    ServerLook begin(boolean verify, boolean urgent) {
        this.verify = verify;
        Callable<Seen<ServerState>> look = () -> new Seen<>(probes.server(server, timing.deadline()), Instant.now());
        state = probes.isIn(server) ? ask("look at ", look) : askInTurn(Turn.LOOK, "look at ", look);
        if (server.enabled() && !urgent) {
            if (verify || timing.asked() || !wasWell()) {
                poll = askInTurn(Turn.PLUGIN, "poll ", () -> methods.poll(server));
            }
            if (verify) {
                askHost();
            }
            if (verify && server.isReplica()) {
                replication = askInTurn(Turn.PLUGIN, "replication of ", () -> methods.replicationStatus(server));
            }
        }
        return this;
    }

    private boolean wasWell() {
        return before.filter(o -> o.state() instanceof ServerState.Primary || o.state() instanceof ServerState.Replica)
                .flatMap(Observation::polled)
                .filter(Observation.PollAnswer::ok)
                .isPresent();
    }

    private static boolean isRecent(Instant at) {
        return at.isAfter(Instant.now().minus(LATE));
    }

    /// Has it commit something too, once it turns out to be a primary and this console to be in charge.
    void write(CompletableFuture<Outcome> inCharge) {
        CompletableFuture<Seen<ServerState>> look = begun();
        long limit = timing.deadline().toNanos();
        write = ask("write on ", () -> look.get(2 * limit, TimeUnit.NANOSECONDS).what() instanceof ServerState.Primary primary
                        && inCharge.get(limit, TimeUnit.NANOSECONDS).succeeded()
                ? probes.write(server, primary.facts(), timing.deadline())
                : new WriteProbe.NotTried());
    }

    CompletableFuture<HostState> askHost() {
        CompletableFuture<Seen<HostState>> asked = host;
        if (asked == null) {
            asked = askInTurn(Turn.HOST, "host of ", () -> new Seen<>(probes.host(server), Instant.now()));
            host = asked;
        }
        return asked.thenApply(Seen::what);
    }

    Server server() {
        return server;
    }

    boolean wasSilent() {
        return before.map(o -> o.state() instanceof ServerState.Unreachable).orElse(false);
    }

    /// Never looked at before, so its first answer may take a login and a cold program.
    boolean isNew() {
        return before.isEmpty();
    }

    /// Whether an answer that proves life is there at that time of the monotonic clock; returns early with any answer.
    boolean livesBy(long end) {
        try {
            return Questions.until(end, begun()).map(s -> !(s.what() instanceof ServerState.Unreachable)).orElse(false);
        } catch (java.util.concurrent.ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// @param hurry the primary is lost: nobody waits for what the verdict about it does not need
    Observation end(Answers answers, boolean hurry) {
        Duration patience = wasSilent() ? timing.suspicion() : hurry ? timing.notice() : timing.deadline().plusMillis(300);
        long last = Math.max(answers.in(patience), System.nanoTime());
        Seen<ServerState> seen = state(answers, last);
        ServerState known = KnownTimeline.of(withWrite(answers, seen.what()), before.map(Observation::state));
        boolean silent = known instanceof ServerState.Unreachable || hurry;
        Optional<Observation.PollAnswer> polled = polled(answers, silent);
        Optional<Seen<HostState>> hostNow = host(answers, known, hurry);
        boolean alive = !(known instanceof ServerState.Unreachable || known instanceof ServerState.NotPolled);
        return new Observation(
                        server,
                        known,
                        hostNow.map(Seen::what).orElseGet(HostState.NotChecked::new),
                        seen.at(),
                        alive ? Optional.of(seen.at()) : before.flatMap(Observation::aliveAt),
                        polled,
                        replication == null
                                ? Optional.empty()
                                : inTime(answers, "replication_status_method", "replication of ", replication, silent)
                                        .flatMap(o -> o)
                                        .flatMap(Lags::of))
                .withHostAt(hostNow.map(Seen::at))
                .withReplayRate(ReplayRate.of(known, seen.at(), before));
    }

    /// The last answer counts until there is a new one, which only a verify waits long for.
    private Optional<Observation.PollAnswer> polled(Answers answers, boolean silent) {
        Optional<Observation.PollAnswer> last = before.flatMap(Observation::polled).filter(p -> server.enabled());
        CompletableFuture<Optional<Outcome>> asked = poll;
        if (asked == null) {
            return last;
        }
        Optional<Optional<Outcome>> answer = silent || verify || timing.asked()
                ? inTime(answers, "poll_method", "poll ", asked, silent)
                : answers.by(answers.in(timing.suspicion()), server.name(), "poll_method", key("poll "), asked);
        return answer.map(o -> o.map(a -> new Observation.PollAnswer(a.succeeded(), a.details())))
                .orElse(silent ? Optional.empty() : last);
    }

    private Seen<ServerState> state(Answers answers, long last) {
        if (!server.enabled()) {
            return questions.ready(key("look at "), begun())
                    .or(() -> before.map(o -> new Seen<>(o.state(), o.seenAt())))
                    .orElseGet(() -> new Seen<>(new ServerState.NotPolled("disabled"), Instant.now()));
        }
        return answers.by(last, server.name(), "look", key("look at "), begun())
                .filter(s -> s.at().isAfter(Instant.now().minus(LATE).minus(answers.elapsed())))
                .orElseGet(() -> questions.isWaiting(key("look at ")) && !timing.asked()
                        ? unasked()
                        : new Seen<>(
                                new ServerState.Unreachable(new ConnectionProblem(
                                        ConnectionProblem.Kind.TIMED_OUT,
                                        "",
                                        "no answer within %.1f s".formatted(answers.elapsed().toMillis() / 1000.0))),
                                Instant.now()));
    }

    /// Whom the console had no time to ask is not silent.
    private Seen<ServerState> unasked() {
        return before.map(o -> new Seen<>(o.state(), o.seenAt()))
                .orElseGet(() -> new Seen<>(new ServerState.NotPolled("not asked yet: others are asked first"), Instant.now()));
    }

    private ServerState withWrite(Answers answers, ServerState seen) {
        CompletableFuture<WriteProbe> asked = write;
        return asked != null && seen instanceof ServerState.Primary primary
                ? answers.by(answers.in(timing.notice()), server.name(), "write probe", key("write on "), asked)
                        .<ServerState>map(primary::withWrite)
                        .orElse(primary)
                : seen;
    }

    /// Plugins keep their own retries, so a cycle waits for them only where the server answered; a later answer counts in a later cycle.
    private <T> Optional<T> inTime(
            Answers answers, String option, String what, CompletableFuture<T> question, boolean silent) {
        return silent ? questions.ready(key(what), question) : answers.first(server.name(), option, question);
    }

    private Optional<Seen<HostState>> host(Answers answers, ServerState seen, boolean hurry) {
        if (!server.enabled()) {
            return Optional.empty();
        }
        boolean session = seen instanceof ServerState.Primary || seen instanceof ServerState.Replica;
        Optional<Seen<HostState>> kept = before.flatMap(o -> o.hostAt().map(at -> new Seen<>(o.host(), at)));
        if (session && (host == null || hurry)) {
            CompletableFuture<Seen<HostState>> late = host;
            return late == null ? kept : questions.ready(key("host of "), late).or(() -> kept);
        }
        var unused = askHost();
        CompletableFuture<Seen<HostState>> asked = java.util.Objects.requireNonNull(host);
        Duration patience = session ? timing.deadline() : wasSilent() ? timing.suspicion() : timing.notice();
        long last = Math.max(answers.in(patience), System.nanoTime());
        Optional<Seen<HostState>> answer = answers.by(last, server.name(), "ssh", key("host of "), asked);
        if (answer.isEmpty() && questions.isWaiting(key("host of ")) && !timing.asked()) {
            return kept;
        }
        return answer.or(() -> kept.filter(k -> wasSilent() && isRecent(k.at()) && !(k.what() instanceof HostState.Silent)))
                .or(() -> Optional.of(new Seen<>(
                        new HostState.Silent("no answer over ssh within %.1f s".formatted(answers.elapsed().toMillis() / 1000.0)),
                        Instant.now())));
    }

    private CompletableFuture<Seen<ServerState>> begun() {
        return java.util.Objects.requireNonNull(state, "begin comes first");
    }

    private <T> CompletableFuture<T> ask(String what, Callable<T> question) {
        return questions.ask(key(what), question);
    }

    /// Nobody is asked before the primary.
    private <T> CompletableFuture<T> askInTurn(Turn turn, String what, Callable<T> question) {
        return server.isMaster() ? ask(what, question) : questions.askInTurn(turn, key(what), question);
    }

    private String key(String what) {
        return what + server.name() + " at " + server.address();
    }
}
