package org.handyrep.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.handyrep.cluster.Observation;
import org.handyrep.demo.DemoCluster;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.Operation;
import org.handyrep.engine.Operator;
import org.handyrep.testing.Patience;
import org.handyrep.testing.PostgresCluster;

/// One sequence of faults in a demo cluster under two consoles, its healing, and what must be true of it.
final class DemoRun {

    private static final Duration OUTCOME = Duration.ofSeconds(4);
    private static final Operator PERSON = Operator.local();

    private final DemoCluster demo;
    private final Map<String, ClusterEngine> consoles;
    private final LabClients clients;
    private final boolean synchronous;
    private final Always always;
    private Story story = new Story();

    /// @param synchronous whether commits wait for a replica
    DemoRun(DemoLab lab, boolean synchronous) {
        this.demo = lab.demo();
        this.consoles = new TreeMap<>(Map.of("anna", lab.anna(), "bert", lab.bert()));
        this.clients = lab.clients();
        this.synchronous = synchronous;
        this.always = new Always(clients, synchronous);
    }

    /// @throws AssertionError with the whole story when something that must never happen did, or the cluster did not come back
    void run(long seed) {
        Story before = story;
        story = new Story();
        try {
            awaits("all is well", this::isWell);
            Set<String> known = new HashSet<>(operations().keySet());
            String old = primary();
            waitForReplicas(old);
            int timeline = timeline(old);
            long start = System.nanoTime();
            breakSomething(new Random(new Random(seed).nextLong()), old);
            awaitOutcome();
            // Who starts a primary again while another is promoted makes two of them.
            awaits("nobody is at work", () -> !isAtWork());
            story.tell("healed: " + demo.cause("heal").details());
            awaits("the cluster has a primary again", this::isBack);
            String now = primary();
            story.tell("primary " + now + " on timeline " + timeline(now));
            List<Done> done = doneBeside(known);
            done.forEach(o -> story.tell(o.text()));
            always.oneAfterTheOther(start, timeline(now) - timeline, done);
            always.noMoreIsLostThanWasSaid(server(now), done, story);
            repair(now);
        } catch (ConditionTimeoutException | AssertionError e) {
            throw new AssertionError("after\n" + before + "\nthis\n" + story + "\n" + e.getMessage() + "\n" + told(), e);
        }
    }

    List<String> story() {
        return story.lines();
    }

    private String told() {
        StringBuilder text = new StringBuilder();
        consoles.forEach((name, console) -> text.append(name).append(": ").append(console.view().diagnosis().verdict().sentence()).append(' ')
                .append(console.view().automation().sentence()).append(' ')
                .append(console.view().diagnosis().findings().stream().map(f -> f.sentence() + " " + f.evidenceText()).toList()).append('\n'));
        return text.toString();
    }

    private static void awaits(String what, java.util.concurrent.Callable<Boolean> condition) {
        await(what).atMost(Patience.LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    // what happens

    /// Of what the last failover named, one may have died since.
    private void waitForReplicas(String primary) {
        if (synchronous) {
            server(primary).execute("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'");
            server(primary).execute("SELECT pg_reload_conf()");
            awaits("commits wait for a replica", () -> PostgresCluster.query(server(primary), "SHOW synchronous_standby_names").startsWith("ANY 1"));
        }
    }

    /// One or two faults, more often of the primary than not.
    private void breakSomething(Random random, String primary) {
        List<String> replicas = names().stream().filter(n -> !n.equals(primary)).toList();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            String server = random.nextInt(10) < 7 ? primary : replicas.get(random.nextInt(replicas.size()));
            String fault = switch (random.nextInt(server.equals(primary) ? 6 : 8)) {
                case 0, 1 -> "kill9";
                case 2, 3 -> "freeze";
                case 4, 5 -> "cut";
                case 6 -> "stop";
                default -> "lag";
            };
            story.tell(fault + " " + server + ": " + demo.cause(fault + " " + server).details());
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(700)).toNanos());
        }
    }

    /// Until clients write again and nobody is at work; where that cannot be while the faults last, for some seconds.
    private void awaitOutcome() {
        long end = System.nanoTime() + OUTCOME.toNanos();
        while (System.nanoTime() < end) {
            long now = System.nanoTime();
            LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
            if (!clients.since(now).isEmpty() && !isAtWork()) {
                return;
            }
        }
        story.tell("no writes while the faults last: " + told());
    }

    /// What a person does about an operation that cannot go on by itself.
    private boolean isSettled() {
        for (ClusterEngine console : consoles.values()) {
            for (Operation o : console.operations()) {
                if (o.state() == Operation.State.INTERRUPTED) {
                    boolean forward = o.summary().contains("after the point of no return");
                    story.tell((forward ? "resume " : "roll back ") + o.summary() + ": "
                            + (forward ? console.resume(PERSON, o.id()) : console.rollBack(PERSON, o.id())).details());
                    return false;
                }
            }
        }
        return !isAtWork() && !isWithoutPrimary();
    }

    /// An old primary that was marked as a replica, and started before the operation that did so was taken back, is one, and nobody else is a primary: then a person
    /// makes it one again, as the verdict says, because it has all that was ever acknowledged.
    private boolean isWithoutPrimary() {
        boolean without = consoles.values().stream().allMatch(c ->
                c.view().diagnosis().verdict().sentence().contains("is in recovery; no server takes writes"));
        if (without) {
            String primary = primary();
            consoles.values().forEach(c ->
                    story.tell("promote " + primary + ": " + c.call(PERSON, "promote", Map.of("newmaster", primary, "confirm", primary)).get("details")));
        }
        return without;
    }

    private boolean isAtWork() {
        return operations().values().stream().anyMatch(o -> o.state() == Operation.State.RUNNING || o.state() == Operation.State.ROLLING_BACK);
    }

    /// Servers that do not follow are made anew, and those that were taken out are enabled.
    private void repair(String primary) {
        for (LocalPostgres server : demo.servers()) {
            if (!server.name().equals(primary) && !follows(server, primary)) {
                if (server.isRunning()) {
                    server.kill9();
                }
                story.tell(demo.cause("rebuild " + server.name()).details());
            }
        }
        List<String> said = new ArrayList<>();
        try {
            awaits("all servers are enabled", () -> {
                said.clear();
                consoles.values().forEach(console -> said.addAll(enable(console)));
                return said.isEmpty();
            });
        } finally {
            said.forEach(story::tell);
        }
    }

    /// Only the console in charge may; the other takes it from the table.
    ///
    /// @return what was said of those that were not enabled yet
    private static List<String> enable(ClusterEngine console) {
        return console.view().snapshot().servers().stream()
                .filter(o -> !o.server().enabled())
                .map(o -> console.call(PERSON, "enable", Map.of("servername", o.name())).toString())
                .toList();
    }

    private boolean follows(LocalPostgres server, String primary) {
        if (!server.isRunning()) {
            return false;
        }
        try {
            await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(50)).until(() -> PostgresCluster.query(
                            server(primary), "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND application_name = '" + server.name() + "'")
                    .equals("1"));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    // what is

    private boolean isWell() {
        return isBack() && consoles.values().stream().allMatch(c -> c.view().diagnosis().verdict().sentence().contains("2 of 2 replicas"));
    }

    /// Both consoles see the same primary, clients write to it, and nothing is left to be done.
    private boolean isBack() {
        if (!isSettled() || consoles.values().stream().anyMatch(c -> !c.view().diagnosis().verdict().code().equals("PrimaryOK"))) {
            return false;
        }
        Set<String> primaries = new HashSet<>();
        consoles.values().forEach(c -> c.view().snapshot().configuredPrimary().map(Observation::name).ifPresent(primaries::add));
        Set<String> written = new HashSet<>();
        clients.since(System.nanoTime() - 500_000_000L).forEach(w -> written.add(w.server()));
        return primaries.size() == 1 && written.equals(Set.of(server(primaries.iterator().next()).settings().host()));
    }

    private String primary() {
        return consoles.values().iterator().next().view().snapshot().configuredPrimary().map(Observation::name).orElseThrow();
    }

    private List<String> names() {
        return demo.servers().stream().map(LocalPostgres::name).toList();
    }

    private LocalPostgres server(String name) {
        return demo.servers().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private int timeline(String name) {
        return LabServers.timeline(server(name));
    }

    /// Of both consoles, by their ids. That it has ended is known first where it ran.
    private Map<String, Operation> operations() {
        Map<String, Operation> all = new TreeMap<>();
        consoles.values().forEach(c -> c.operations().forEach(o -> all.merge(o.id(), o, (a, b) -> a.endedAt().isPresent() ? a : b)));
        return all;
    }

    private List<Done> doneBeside(Set<String> before) {
        return operations().values().stream()
                .filter(o -> !before.contains(o.id()))
                .map(o -> Done.of(o, consoles.values().stream().map(c -> Done.announced(c, o.id())).filter(a -> !a.isEmpty()).findFirst().orElse("")))
                .toList();
    }
}
