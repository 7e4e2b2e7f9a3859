package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ObserverTest {

    private final World world = new World();
    private final List<Cycle> cycles = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private List<Server> servers = List.of(server("john", Role.MASTER), server("paul", Role.REPLICA), server("pgb1", Role.PGBOUNCER));
    private final Timing fast =
            new Timing(Duration.ofMillis(20), 1000, Duration.ofSeconds(2), Duration.ofMillis(10), false);
    private final Observer observer = new Observer(
            "demo", () -> servers, world, world, () -> fast, () -> false, cycles::add, (category, server, error, message) -> log.add(message));

    @AfterEach
    void close() {
        observer.close();
        world.release.countDown();
    }

    private static Server server(String name, Role role) {
        return new Server(name, name + ".local", 5432, role, true, 999, 1000, Map.of());
    }

    private static Facts facts() {
        return new Facts("1", 170000, "17", "/pg", 1, Instant.EPOCH, Map.of());
    }

    /// Servers, plugins and hosts as a test wants them.
    private static final class World implements Probes, Methods {
        final Map<String, ServerState> states = new ConcurrentHashMap<>();
        final List<String> polled = new CopyOnWriteArrayList<>();
        volatile Outcome pollAnswer = Outcome.success("polled");
        final List<String> asked = new CopyOnWriteArrayList<>();
        final AtomicInteger hanging = new AtomicInteger();
        volatile CountDownLatch release = new CountDownLatch(1);
        volatile String hangs = "";
        volatile boolean pluginsThrow;
        volatile boolean inCharge = true;
        volatile String sees = "";
        volatile String silentHost = "";
        volatile boolean checkHangs;

        World() {
            states.put("john", new ServerState.Primary(facts(), new Lsn(2 << 20), List.of(), List.of(), new WriteProbe.NotTried(), 0, 0));
            states.put("paul", new ServerState.Replica(facts(), Optional.of(new Lsn(2 << 20)), new Lsn(1 << 20), Optional.empty(), false,
                    Optional.empty(), Optional.empty(), List.of(), List.of()));
        }

        @Override
        public ServerState server(Server server, Duration deadline) {
            asked.add(server.name());
            if (server.name().equals(hangs)) {
                hanging.incrementAndGet();
                hang();
            }
            return states.getOrDefault(server.name(), new ServerState.Unreachable(
                    new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "08001", "refused")));
        }

        private void hang() {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public HostState host(Server server) {
            asked.add("host " + server.name());
            if (server.name().equals(silentHost)) {
                return new HostState.Silent("no connection");
            }
            return new HostState.Answers(states.containsKey(server.name()), "");
        }

        @Override
        public WriteProbe write(Server primary, Facts facts, Duration deadline) {
            asked.add(primary.name() + " write");
            return new WriteProbe.Committed(Duration.ZERO);
        }

        @Override
        public Sighting sightingFromHere(Server silent, Duration deadline) {
            return new Sighting("", Sighting.Kind.SILENT, "no");
        }

        @Override
        public Sighting sighting(Server from, Server silent, Duration deadline) {
            asked.add("sighting of " + silent.name() + " from " + from.name());
            return new Sighting(from.name(), sees.contains(from.name()) ? Sighting.Kind.ANSWERS : Sighting.Kind.SILENT, "as asked");
        }

        @Override
        public void keep(List<Server> servers) {}

        @Override
        public Outcome masterCheck() {
            if (checkHangs) {
                hang();
            }
            return inCharge ? Outcome.success("yes") : Outcome.failure("another console is in charge");
        }

        @Override
        public Optional<Outcome> poll(Server server) {
            if (pluginsThrow) {
                throw new ClassCastException("a tuple is no dictionary");
            }
            polled.add(server.name());
            return Optional.of(pollAnswer);
        }

        @Override
        public Optional<Outcome> replicationStatus(Server replica) {
            if (pluginsThrow) {
                throw new IllegalStateException("lag_unit");
            }
            return Optional.of(Outcome.success("lag").with("lag", 5000.0).with("lag_bytes", 5242880000L).with("replicating", true));
        }
    }

    private static Observation of(Cycle cycle, String name) {
        return cycle.snapshot().find(name).orElseThrow();
    }

    @Test
    void theFirstCycleIsAVerifyAndPollsAreCheap() {
        Cycle first = observer.look(false);
        assertTrue(first.snapshot().verified());
        assertTrue(world.asked.containsAll(List.of("john write", "paul", "host john", "host paul")), world.asked.toString());
        assertInstanceOf(ServerState.NotPolled.class, of(first, "pgb1").state());
        assertEquals(5000.0, of(first, "paul").lag().orElseThrow().megabytes());

        world.asked.clear();
        Cycle second = observer.look(false);
        assertFalse(second.snapshot().verified());
        assertEquals(List.of("john", "paul"), world.asked.stream().sorted().toList());
        assertEquals(1.0, of(second, "paul").lag().orElseThrow().megabytes(), "without the plugin the positions tell");
        assertInstanceOf(HostState.Answers.class, of(second, "john").host(), "what the last verify saw of the host still counts");
    }

    @Test
    void aPollLeavesTheKeptSessionToTellUnlessThePollingPluginOrAPersonWants() {
        observer.look(false);
        assertEquals(List.of("john", "paul"), world.polled.stream().sorted().toList());

        world.polled.clear();
        assertTrue(of(observer.look(false), "john").polled().orElseThrow().ok(), "what it said in the last verify");
        assertEquals(List.of(), world.polled);

        observer.lookPatiently(false);
        assertEquals(List.of("john", "paul"), world.polled.stream().sorted().toList());

        world.pollAnswer = Outcome.failure("too many connections");
        observer.look(true);
        world.polled.clear();
        world.pollAnswer = Outcome.success("polled");
        assertTrue(of(observer.look(false), "john").polled().orElseThrow().ok());
        assertEquals(List.of("john", "paul"), world.polled.stream().sorted().toList());
    }

    @Test
    void scenario02_anyPluginThrowsAndTheLoopContinues() {
        world.pluginsThrow = true;
        observer.start();
        Awaitility.await().until(() -> cycles.size() > 3);

        assertTrue(cycles.getLast().troubles().stream().anyMatch(t -> t.contains("poll_method failed")), cycles.getLast().toString());
        assertInstanceOf(ServerState.Primary.class, of(cycles.getLast(), "john").state());
        assertTrue(log.stream().anyMatch(l -> l.contains("a tuple is no dictionary")));

        world.pluginsThrow = false;
        int seen = cycles.size();
        Awaitility.await().until(() -> cycles.size() > seen + 1 && cycles.getLast().troubles().isEmpty());
    }

    @Test
    void scenario02_whateverIsThrownTheNextCycleRuns() {
        AtomicInteger calls = new AtomicInteger();
        Observer unlucky = new Observer(
                "demo",
                () -> {
                    if (calls.incrementAndGet() % 2 == 1) {
                        throw new StackOverflowError("in the middle of a cycle");
                    }
                    return servers;
                },
                world,
                world,
                () -> fast,
                () -> false,
                cycle -> {
                    cycles.add(cycle);
                    throw new IllegalStateException("the listener fails too");
                },
                (category, server, error, message) -> {
                    log.add(message);
                    throw new IllegalStateException("and the log");
                });
        try (unlucky) {
            unlucky.start();
            Awaitility.await().until(() -> cycles.size() > 3);
        }
        assertTrue(log.stream().anyMatch(l -> l.contains("StackOverflowError")));
        assertTrue(unlucky.lastFullCycle().isPresent());
    }

    @Test
    void aLookThatHangsForEverCostsOneThreadAndOneDeadline() {
        world.hangs = "paul";
        observer.start();
        Awaitility.await().until(() -> cycles.size() > 2);

        assertEquals(1, world.hanging.get());
        assertInstanceOf(ServerState.Unreachable.class, of(cycles.getLast(), "paul").state());
        assertInstanceOf(ServerState.Primary.class, of(cycles.getLast(), "john").state());
    }

    @Test
    void aSilentPrimaryIsLookedAtFromElsewhereAndNothingElseDelaysTheVerdict() {
        observer.look(false);
        Instant alive = of(cycles.getLast(), "john").aliveAt().orElseThrow();
        world.states.remove("john");
        world.asked.clear();

        Cycle silent = observer.look(false);

        assertTrue(world.asked.containsAll(List.of("host john", "sighting of john from paul", "sighting of john from pgb1")), world.asked.toString());
        assertEquals(List.of("", "paul", "pgb1"), of(silent, "john").sightings().stream().map(Sighting::from).toList());
        assertEquals(new HostState.Answers(false, ""), of(silent, "john").host());
        assertEquals(Optional.of(alive), of(silent, "john").aliveAt());

        world.asked.clear();
        assertFalse(observer.look(false).snapshot().verified());
        assertTrue(world.asked.contains("host john") && world.asked.contains("paul"), world.asked.toString());
        assertFalse(world.asked.contains("host paul"), world.asked.toString());
        assertTrue(observer.look(true).snapshot().verified(), "a person's wish is one");
    }

    @Test
    void aConsoleThatIsNotInChargeLooksButDoesNotWrite() {
        world.inCharge = false;
        Cycle cycle = observer.look(true);

        assertFalse(cycle.inCharge().succeeded());
        assertTrue(world.asked.contains("john"), world.asked.toString());
    }

    @Test
    void aDisabledServerThatComesBackIsSeen() {
        List<Server> more = new ArrayList<>(servers);
        more.add(server("ringo", Role.MASTER).withEnabled(false));
        servers = List.copyOf(more);
        world.states.put("ringo", java.util.Objects.requireNonNull(world.states.get("john")));
        observer.start();

        Awaitility.await().until(() -> !cycles.isEmpty() && cycles.getLast().snapshot().writable().size() == 2);
    }

    @Test
    void pollNowDoesNotWaitForTheInterval() {
        Timing slow = new Timing(Duration.ofHours(1), 1000, Duration.ofSeconds(1), Duration.ofHours(1), false);
        try (Observer patient = new Observer("demo", () -> servers, world, world, () -> slow, () -> false, cycles::add, (c, s, e, m) -> {})) {
            patient.start();
            Awaitility.await().until(() -> cycles.size() == 1);
            patient.pollNow();
            Awaitility.await().until(() -> cycles.size() == 2);
        }
        assertTrue(cycles.get(1).snapshot().verified());
    }

    @Test
    void whileClientsWaitForAnOperationItLooksAtNothingForAMoment() {
        AtomicBoolean hurried = new AtomicBoolean(true);
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier asking = () -> asked.incrementAndGet() > 0 && hurried.get();
        try (Observer still = new Observer("demo", () -> servers, world, world, () -> fast, asking, cycles::add, (c, s, e, m) -> {})) {
            still.start();
            Awaitility.await().until(() -> asked.get() > 20);
            assertEquals(1, cycles.size());
            hurried.set(false);
            Awaitility.await().until(() -> cycles.size() > 2);

            hurried.set(true);
            int seen = cycles.size();
            Awaitility.await("it is not kept still for ever").until(() -> cycles.size() > seen + 1);
        }
    }

    @Test
    void aMasterCheckThatHangsDelaysNoLookAndNothingIsWritten() {
        observer.look(false);
        world.asked.clear();
        world.checkHangs = true;

        Cycle cycle = observer.look(true);

        assertInstanceOf(ServerState.Primary.class, of(cycle, "john").state());
        assertFalse(cycle.inCharge().succeeded());
        assertFalse(world.asked.contains("john write"), world.asked.toString());
        assertTrue(cycle.snapshot().took().toSeconds() < 60, "longer than its deadline");
    }

    @Test
    void whileThePrimaryIsLostTheMasterCheckOfAMomentAgoCounts() {
        observer.look(false);
        world.checkHangs = true;
        world.states.remove("john");

        Cycle lost = observer.look(false);
        assertTrue(lost.inCharge().succeeded(), lost.inCharge().details());
        Awaitility.await().until(() -> !observer.look(false).inCharge().succeeded());
    }

    @Test
    void withAHeartbeatEveryPollWrites() {
        Timing beating = fast.withHeartbeat(true);
        try (Observer writes = new Observer("demo", () -> servers, world, world, () -> beating, () -> false, cycles::add, (c, s, e, m) -> {})) {
            writes.look(false);
            world.asked.clear();
            Cycle poll = writes.look(false);
            assertFalse(poll.snapshot().verified());
            assertTrue(world.asked.contains("john write"), world.asked.toString());
            assertInstanceOf(WriteProbe.Committed.class, ((ServerState.Primary) of(poll, "john").state()).write());
        }
    }

    @Test
    void aBlackHoleCostsItsDeadlineOnceAndNotInEveryCycle() {
        Timing patient = new Timing(Duration.ofHours(1), 1000, Duration.ofSeconds(5), Duration.ofHours(1), false);
        try (Observer slow = new Observer("demo", () -> servers, world, world, () -> patient, () -> false, cycles::add, (c, s, e, m) -> {})) {
            slow.look(false);
            world.hangs = "paul";
            assertTrue(slow.look(false).snapshot().took().compareTo(Duration.ofSeconds(5)) >= 0, "the first time it is waited for");
            Cycle next = slow.look(false);
            assertTrue(next.snapshot().took().compareTo(Duration.ofSeconds(4)) < 0, next.snapshot().took().toString());
            assertInstanceOf(ServerState.Unreachable.class, of(next, "paul").state());
            assertInstanceOf(ServerState.Primary.class, of(next, "john").state());

            world.hangs = "";
            world.release.countDown();
            Awaitility.await().until(() -> of(slow.look(false), "paul").state() instanceof ServerState.Replica);
        }
    }

    @Test
    void aReplicaThatIsBackIsAskedThoughItsHostWasSilentWhenItWasLookedAtLast() {
        world.silentHost = "paul";
        observer.look(true);
        world.silentHost = "";
        world.states.remove("john");

        observer.look(false);

        assertTrue(world.asked.contains("sighting of john from paul"), world.asked.toString());
    }

    @Test
    void aPrimaryThatNobodyHearsIsGivenUpSoonAndOneThatAnotherHostReachesIsNot() {
        Timing patient = new Timing(Duration.ofHours(1), 1000, Duration.ofSeconds(8), Duration.ofHours(1), false);
        for (boolean seen : List.of(false, true)) {
            try (Observer slow = new Observer("demo", () -> servers, world, world, () -> patient, () -> false, cycles::add, (c, s, e, m) -> {})) {
                slow.look(false);
                world.release = new CountDownLatch(1);
                world.hangs = "john";
                world.sees = seen ? "pgb1" : "";
                Cycle lost = slow.look(false);
                boolean soon = lost.snapshot().took().compareTo(Duration.ofSeconds(7)) < 0;
                assertEquals(!seen, soon, "seen by another: " + seen + ", took " + lost.snapshot().took());
                world.hangs = "";
                world.release.countDown();
            }
        }
    }
}
