package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.WriteProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// More servers than one machine can log in to at a time.
class TurnsTest {

    private static final int MANY = 400;

    private final Crowd crowd = new Crowd();
    private final List<Server> servers = new ArrayList<>();
    private final Timing timing = new Timing(Duration.ofMillis(20), 1000, Duration.ofMillis(400), Duration.ofMillis(10), false);
    private final Observer observer = new Observer(
            "crowd", () -> servers, crowd, crowd, () -> timing, () -> false, cycle -> {}, (category, server, error, message) -> {});

    TurnsTest() {
        for (int i = 0; i < MANY; i++) {
            servers.add(new Server("s" + i, "s" + i + ".local", 5432, Role.REPLICA, true, 999, 1000, Map.of()));
        }
        servers.add(new Server("john", "john.local", 5432, Role.MASTER, true, 999, 1000, Map.of()));
    }

    @AfterEach
    void close() {
        observer.close();
        crowd.opened.countDown();
    }

    @Test
    void whoMustWaitForOthersIsNotCalledSilentAndThePrimaryNeedsNotWait() {
        Cycle first = observer.look(false);

        assertTrue(crowd.asked.contains("john"), "the primary, though it is the last of the list");
        assertTrue(crowd.most.get() < MANY / 2, () -> crowd.most + " logins at a time");
        List<String> silent = named(first, ServerState.Unreachable.class);
        assertEquals(Set.copyOf(silent), Set.copyOf(crowd.asked), "who was asked and did not answer");
        List<String> unasked = named(first, ServerState.NotPolled.class);
        assertEquals(MANY + 1, silent.size() + unasked.size());

        crowd.opened.countDown();
        Awaitility.await().until(() -> named(observer.look(false), ServerState.Unreachable.class).size() == MANY + 1 && crowd.asked.size() == MANY + 1);
    }

    @Test
    void aPersonIsToldThatThereIsNoAnswerYet() {
        Timing asked = new Timing(Duration.ofMillis(20), 1000, Duration.ofMillis(400), Duration.ofMillis(400), Duration.ofMillis(100),
                Duration.ofMillis(10), false, true);
        try (Observer patient = new Observer("crowd", () -> servers, crowd, crowd, () -> asked, () -> false, cycle -> {}, (c, s, e, m) -> {})) {
            assertEquals(MANY + 1, named(patient.look(false), ServerState.Unreachable.class).size());
        }
    }

    @Test
    void whereTheConsoleIsInAlreadyAllAreAskedAtOnce() {
        crowd.in = true;
        Thread.startVirtualThread(() -> observer.look(false));
        Awaitility.await().until(() -> crowd.most.get() == MANY + 1);
    }

    @Test
    void whileThePrimaryFailsTheHostsOfTheOthersAreLeftInPeace() {
        crowd.in = true;
        crowd.opened.countDown();
        crowd.answering = true;
        observer.look(true);
        Awaitility.await().until(() -> crowd.hosts.size() == MANY + 1);
        crowd.hosts.clear();

        crowd.rejecting = true;
        assertTrue(observer.look(false).snapshot().configuredPrimary().orElseThrow().state() instanceof ServerState.Rejecting);
        observer.look(false);
        Awaitility.await("the first verify after it is one of all").until(() -> crowd.hosts.size() == MANY + 1);
        crowd.hosts.clear();
        assertTrue(observer.look(false).snapshot().verified());
        assertEquals(Set.of("john"), Set.copyOf(crowd.hosts));
    }

    private static List<String> named(Cycle cycle, Class<? extends ServerState> state) {
        return cycle.snapshot().servers().stream().filter(o -> state.isInstance(o.state())).map(Observation::name).toList();
    }

    /// Servers that let everybody wait until [#opened], and then refuse or answer.
    private static final class Crowd extends QuietWorld {
        final CountDownLatch opened = new CountDownLatch(1);
        final Set<String> asked = ConcurrentHashMap.newKeySet();
        final Set<String> hosts = ConcurrentHashMap.newKeySet();
        final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        volatile boolean in;
        volatile boolean answering;
        volatile boolean rejecting;

        @Override
        public boolean isIn(Server server) {
            return in;
        }

        @Override
        public ServerState server(Server server, Duration deadline) {
            asked.add(server.name());
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                opened.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                now.decrementAndGet();
            }
            if (server.isMaster() && rejecting) {
                return new ServerState.Rejecting(new ConnectionProblem(ConnectionProblem.Kind.TOO_MANY_CONNECTIONS, "53300", "too many"));
            }
            Facts facts = new Facts("1", 170000, "17", "/pg", 1, Instant.EPOCH, Map.of());
            Lsn lsn = new Lsn(1 << 20);
            return !answering
                    ? new ServerState.Unreachable(new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "08001", "refused"))
                    : server.isMaster()
                            ? new ServerState.Primary(facts, lsn, List.of(), List.of(), new WriteProbe.NotTried(), 0, 0)
                            : new ServerState.Replica(facts, Optional.of(lsn), lsn, Optional.empty(), false, Optional.empty(),
                                    Optional.empty(), List.of(), List.of());
        }

        @Override
        public HostState host(Server server) {
            hosts.add(server.name());
            return new HostState.Answers(true, "");
        }

        @Override
        public Optional<ProxyState> proxy(Server proxy) {
            return Optional.empty();
        }

        @Override
        public boolean pollsProxies() {
            return false;
        }
    }
}
