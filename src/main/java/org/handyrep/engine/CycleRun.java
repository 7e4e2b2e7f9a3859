package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Outcome;

/// One cycle: all servers at once, then a closer look at a primary that does not answer. Used by one thread at a time.
final class CycleRun {

    private static final int VANTAGE_POINTS = 5;

    private final String clusterName;
    private final Supplier<List<Server>> servers;
    private final Probes probes;
    private final Methods methods;
    private final CycleLog log;
    private final Questions questions = new Questions();
    private final CloseLook close;

    private Map<String, Observation> previous = Map.of();
    private Set<String> failing = Set.of();
    private Optional<String> lastPrimary = Optional.empty();
    private Optional<Outcome> lastCharge = Optional.empty();
    private long chargedAt;
    private boolean verifyNext = true;
    private boolean verifyFailing;
    private long silentSince;
    private long number;

    CycleRun(String clusterName, Supplier<List<Server>> servers, Probes probes, Methods methods, CycleLog log) {
        this.clusterName = clusterName;
        this.servers = servers;
        this.probes = probes;
        this.methods = methods;
        this.log = log;
        this.close = new CloseLook(probes, questions);
    }

    Cycle once(Timing timing, boolean verifyAsked) {
        number++;
        boolean urgent = isUrgent();
        boolean whole = verifyAsked || (!urgent && (verifyNext || number % timing.verifyEvery() == 0));
        boolean verify = whole || (!urgent && verifyFailing);
        List<Server> now = servers.get();
        probes.keep(now.stream().filter(s -> s.role().isPostgres()).toList());
        Answers answers = new Answers(questions, timing.deadline(), log);
        CompletableFuture<Outcome> inCharge = questions.ask("master check", methods::masterCheck);
        Map<String, ServerLook> looks = looks(now, timing, server -> whole || (verify && failing.contains(server.name())), urgent && !verifyAsked, inCharge);
        Optional<String> primary = configuredPrimary(now);
        // What was seen under another primary would call every proxy misrouted.
        boolean proxiesToo = verify || methods.pollsProxies() || !primary.equals(lastPrimary);
        Map<String, ProxyLook> proxies = proxies(now, timing.deadline(), proxiesToo, primary);
        if (!primary.equals(lastPrimary)) {
            close.forget();
        }
        lastPrimary = primary;
        boolean lost = primary.map(looks::get).map(look -> isLost(look, looks.values(), now, answers, timing)).orElse(false);

        Map<String, Observation> seen = new LinkedHashMap<>();
        now.forEach(server -> seen.put(server.name(), ProxyLook.notLookedAt(server)));
        looks.forEach((name, look) -> seen.put(name, look.end(answers, lost)));
        boolean patient = proxiesToo && !isPrimarySilent(seen.values());
        proxies.forEach((name, look) -> seen.put(name, look.end(answers, patient)));
        seen.replaceAll((name, observation) -> Lags.fill(observation, seen.values()));
        Outcome charge = charge(answers, inCharge, lost, timing);

        Instant end = Instant.now();
        seen.replaceAll((name, o) -> primary.equals(Optional.of(name)) && o.state() instanceof ServerState.Unreachable
                ? o.withSightings(close.sightings(end))
                : o);
        ClusterSnapshot snapshot = new ClusterSnapshot(
                        clusterName, number, end, System.nanoTime(), verify, List.copyOf(seen.values()))
                .thatTook(answers.elapsed());
        remember(snapshot);
        return new Cycle(snapshot, charge, answers.troubles());
    }

    private Map<String, ServerLook> looks(
            List<Server> now, Timing timing, Predicate<Server> verify, boolean urgent, CompletableFuture<Outcome> inCharge) {
        Map<String, ServerLook> looks = new LinkedHashMap<>();
        for (Server server : now) {
            if (server.role().isPostgres()) {
                boolean whole = verify.test(server);
                ServerLook look = new ServerLook(
                                server, Optional.ofNullable(previous.get(server.name())), probes, methods, questions, timing)
                        .begin(whole, urgent);
                if (server.enabled() && server.isMaster() && (whole || timing.heartbeat())) {
                    look.write(inCharge);
                }
                looks.put(server.name(), look);
            }
        }
        return looks;
    }

    /// The primary fell silent a moment ago, and nothing is asked but what the verdict about it needs.
    private boolean isUrgent() {
        return silentSince != 0 && System.nanoTime() - silentSince < Timing.URGENCY.toNanos();
    }

    /// Whether the primary gives no sign of life: not to the console, and not to any other host that is asked as soon as it lets the console wait.
    /// While somebody hears it, while nobody else answers either, or when it was never looked at before, it gets the time of its whole deadline.
    private boolean isLost(ServerLook look, Collection<ServerLook> all, List<Server> now, Answers answers, Timing timing) {
        boolean known = look.wasSilent();
        if (look.livesBy(known ? System.nanoTime() : answers.in(timing.suspicion()))) {
            close.forget();
            return false;
        }
        CompletableFuture<HostState> host = look.askHost();
        close.begin(look.server(), others(look.server(), now));
        close.await(host, answers.in(known ? timing.suspicion() : timing.notice()));
        boolean othersAnswer = all.stream().anyMatch(other -> other != look && other.livesBy(System.nanoTime()));
        return !look.livesBy(System.nanoTime()) && (known || (othersAnswer && !close.sawLife() && !look.isNew()));
    }

    /// Hosts that may see what the console does not: those of the replicas, which stream from it, and those of the proxies and of a witness.
    private List<Server> others(Server primary, List<Server> now) {
        List<Server> replicas = now.stream().filter(s -> s.enabled() && s.isReplica() && !s.name().equals(primary.name())).toList();
        List<Server> beside = now.stream()
                .filter(s -> ProxyLook.isFor(s) || (s.enabled() && s.role().equals(Role.WITNESS)))
                .toList();
        return Stream.of(replicas, beside)
                .flatMap(some -> some.stream().filter(this::isReached).limit(VANTAGE_POINTS))
                .toList();
    }

    /// The look at its host may be old: one that was down then and is in session now is back.
    private boolean isReached(Server server) {
        Observation before = previous.get(server.name());
        return before == null || !(before.host() instanceof HostState.Silent) || before.state() instanceof ServerState.Replica;
    }

    /// While the primary is lost nobody waits for the master check, which may need it: an answer of a moment ago counts.
    private Outcome charge(Answers answers, CompletableFuture<Outcome> inCharge, boolean lost, Timing timing) {
        long last = lost ? System.nanoTime() : answers.in(timing.deadline().plusMillis(300));
        Optional<Outcome> now = answers.by(last, "", "master_check_method", "master check", inCharge);
        if (now.isPresent()) {
            lastCharge = now;
            chargedAt = System.nanoTime();
        }
        boolean counts = System.nanoTime() - chargedAt < timing.deadline().toNanos();
        return now.or(() -> lastCharge.filter(c -> lost && counts && !inCharge.isCompletedExceptionally()))
                .orElseGet(() -> Outcome.failure("master_check_method did not answer: " + answers.lastTrouble()));
    }

    private static Optional<String> configuredPrimary(List<Server> servers) {
        List<String> masters = servers.stream().filter(s -> s.enabled() && s.isMaster()).map(Server::name).toList();
        return masters.size() == 1 ? Optional.of(masters.getFirst()) : Optional.empty();
    }

    private Map<String, ProxyLook> proxies(
            List<Server> now, Duration deadline, boolean wanted, Optional<String> primary) {
        Map<String, ProxyLook> looks = new LinkedHashMap<>();
        for (Server server : now) {
            if (ProxyLook.isFor(server)) {
                ProxyLook look = new ProxyLook(server, Optional.ofNullable(previous.get(server.name())), questions);
                looks.put(server.name(), look.begin(methods, deadline, wanted, primary));
            }
        }
        return looks;
    }

    private static boolean isPrimarySilent(Collection<Observation> seen) {
        return seen.stream()
                .filter(o -> o.server().enabled() && o.server().isMaster())
                .anyMatch(o -> o.state() instanceof ServerState.Unreachable);
    }

    /// A failure that is new makes the next cycle a verify, and as long as the primary fails each one is a verify of those that fail: to ask all hosts
    /// every second would leave a console of many servers no time for the looks that matter.
    private void remember(ClusterSnapshot snapshot) {
        Map<String, Observation> all = new HashMap<>();
        Set<String> bad = new HashSet<>();
        for (Observation o : snapshot.servers()) {
            all.put(o.name(), o);
            boolean fails = o.state() instanceof ServerState.Unreachable || o.state() instanceof ServerState.Rejecting;
            if (o.server().role().isPostgres() && o.server().enabled() && fails) {
                bad.add(o.name());
            }
        }
        boolean primaryBad = snapshot.configuredPrimary().map(o -> bad.contains(o.name())).orElse(false);
        List<String> fresh = new ArrayList<>(bad);
        fresh.removeAll(failing);
        silentSince = !isPrimarySilent(all.values()) ? 0 : silentSince == 0 ? snapshot.nanos() : silentSince;
        verifyNext = !fresh.isEmpty();
        verifyFailing = primaryBad;
        failing = Set.copyOf(bad);
        previous = Map.copyOf(all);
    }
}
