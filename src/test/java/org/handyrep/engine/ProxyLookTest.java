package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

class ProxyLookTest {

    private static final Timing PATIENT =
            new Timing(Duration.ofSeconds(1), 1000, Duration.ofSeconds(30), Duration.ofSeconds(1), false);
    private static final Timing QUICK =
            new Timing(Duration.ofSeconds(1), 1000, Duration.ofSeconds(2), Duration.ofSeconds(1), false);

    private final World world = new World();
    private List<Server> servers =
            List.of(server("john", Role.MASTER), server("pgb1", Role.PGBOUNCER), server("pgb2", Role.PROXY), server("big", Role.BIGIP));
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CycleRun run =
            new CycleRun("demo", () -> servers, world, world, (category, server, error, message) -> log.add(server + ": " + message));

    @AfterEach
    void release() {
        world.release.countDown();
    }

    private static Server server(String name, Role role) {
        return new Server(name, name + ".local", role.isProxy() ? 6432 : 5432, role, true, 999, 1000, Map.of());
    }

    private static ProxyState writesTo(String server) {
        return new ProxyState(
                true, "", Optional.empty(), List.of(new ProxyState.Route("orders", false, Optional.of(server), true, "")));
    }

    private static final class World extends QuietWorld {
        final List<String> looked = new CopyOnWriteArrayList<>();
        final AtomicInteger hanging = new AtomicInteger();
        final CountDownLatch release = new CountDownLatch(1);
        volatile Optional<ProxyState> answer = Optional.of(writesTo("john"));
        volatile String hangs = "";
        volatile String throwsAt = "";
        volatile boolean always;
        volatile boolean primaryLives = true;

        @Override
        public Optional<ProxyState> proxy(Server proxy) {
            looked.add(proxy.name());
            if (proxy.name().equals(throwsAt)) {
                throw new ClassCastException("a list is no proxy");
            }
            if (proxy.name().equals(hangs)) {
                hanging.incrementAndGet();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return answer;
        }

        @Override
        public boolean pollsProxies() {
            return always;
        }

        @Override
        public ServerState server(Server server, Duration deadline) {
            return primaryLives
                    ? new ServerState.Primary(
                            new Facts("1", 170000, "17", "/pg", 1, Instant.EPOCH, Map.of()), new Lsn(1), List.of(), List.of(),
                            new WriteProbe.NotTried(), 0, 0)
                    : new ServerState.Unreachable(new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "08001", "refused"));
        }

        @Override
        public HostState host(Server server) {
            return new HostState.NotChecked();
        }

    }

    private Observation seen(Timing timing, boolean verify, String name) {
        return run.once(timing, verify).snapshot().find(name).orElseThrow();
    }

    @Test
    void everyEnabledProxyIsLookedAtInAVerifyAndKeptWithItsAgeBetweenThem() {
        servers = List.of(
                servers.get(0), servers.get(1), servers.get(2), servers.get(3), server("pgb3", Role.PGBOUNCER).withEnabled(false));
        Observation first = seen(PATIENT, true, "pgb1");
        assertEquals(Optional.of(writesTo("john")), first.proxy());
        assertEquals(Optional.of(first.seenAt()), first.aliveAt());
        assertEquals(List.of("pgb1", "pgb2"), world.looked.stream().sorted().toList());

        Observation later = seen(PATIENT, false, "pgb1");
        assertEquals(2, world.looked.size(), "a poll asks nothing of a proxy that is well");
        assertEquals(first.proxy(), later.proxy());
        assertEquals(first.seenAt(), later.seenAt());

        Observation again = seen(PATIENT, true, "pgb1");
        assertEquals(4, world.looked.size());
        assertTrue(again.seenAt().isAfter(first.seenAt()));
    }

    @Test
    void pollConnectionProxyLooksInEveryPoll() {
        world.always = true;
        seen(PATIENT, true, "pgb1");
        seen(PATIENT, false, "pgb1");
        assertEquals(4, world.looked.size());
    }

    @Test
    void anotherConfiguredPrimaryIsReasonToLookAtOnce() {
        seen(PATIENT, true, "pgb1");
        servers = List.of(server("paul", Role.MASTER), server("john", Role.REPLICA), servers.get(1));
        world.answer = Optional.of(writesTo("paul"));
        world.hangs = "pgb1";
        Thread.startVirtualThread(() -> {
            Awaitility.await().during(Duration.ofMillis(300)).until(() -> world.hanging.get() <= 1);
            world.release.countDown();
        });
        assertEquals(Optional.of("paul"), seen(PATIENT, false, "pgb1").proxy().orElseThrow().writesTo());
    }

    @Test
    void withoutAPluginNobodyLooks() {
        world.answer = Optional.empty();
        Observation seen = seen(PATIENT, true, "pgb1");
        assertEquals(Optional.empty(), seen.proxy());
        assertInstanceOf(ServerState.NotPolled.class, seen.state());

        world.answer = Optional.of(writesTo("john"));
        assertTrue(seen(PATIENT, true, "pgb1").proxy().isPresent());
        world.answer = Optional.empty();
        assertEquals(Optional.empty(), seen(PATIENT, true, "pgb1").proxy(), "what the plugin said went with it");
    }

    @Test
    void aProxyThatIsNotWellIsAskedAgainInTheNextPoll() {
        world.answer = Optional.of(writesTo("paul"));
        seen(PATIENT, true, "pgb1");
        world.answer = Optional.of(writesTo("john"));
        Awaitility.await()
                .untilAsserted(() -> assertEquals(Optional.of("john"), seen(PATIENT, false, "pgb1").proxy().orElseThrow().writesTo()));
    }

    @Test
    void aLookThatHangsCostsOneDeadlineAndOneThread() {
        seen(PATIENT, true, "pgb1");
        world.hangs = "pgb1";
        assertTimeout(Duration.ofSeconds(25), () -> {
            assertEquals("no answer within 2.0 s", seen(QUICK, true, "pgb1").proxy().orElseThrow().problem());
            Cycle second = run.once(QUICK, true);
            assertTrue(second.snapshot().find("pgb2").orElseThrow().proxy().orElseThrow().answers());
            assertInstanceOf(ServerState.Primary.class, second.snapshot().find("john").orElseThrow().state());
        });
        assertEquals(1, world.hanging.get());
    }

    @Test
    void whileThePrimaryIsSilentNobodyWaitsForAProxy() {
        Observation before = seen(PATIENT, true, "pgb1");
        world.hangs = "pgb1";
        world.primaryLives = false;
        assertTimeout(Duration.ofSeconds(25), () -> {
            Observation kept = seen(PATIENT, true, "pgb1");
            assertEquals(before.proxy(), kept.proxy());
            assertEquals(before.seenAt(), kept.seenAt());
        });
        world.answer = Optional.of(writesTo("paul"));
        world.release.countDown();
        Awaitility.await().untilAsserted(() -> assertNotEquals(before.seenAt(), seen(PATIENT, true, "pgb1").seenAt()));
    }

    @Test
    void aPluginThatThrowsSaysNothingOfTheProxy() {
        Observation before = seen(PATIENT, true, "pgb1");
        world.throwsAt = "pgb1";
        Cycle cycle = run.once(PATIENT, true);
        Observation kept = cycle.snapshot().find("pgb1").orElseThrow();
        assertEquals(before.proxy(), kept.proxy());
        assertEquals(before.seenAt(), kept.seenAt());
        assertTrue(cycle.troubles().getFirst().contains("a list is no proxy"), cycle.troubles().toString());
        assertTrue(log.getFirst().startsWith("pgb1: connection_failover_method failed"), log.toString());
        assertTrue(cycle.snapshot().find("pgb2").orElseThrow().seenAt().isAfter(before.seenAt()));
    }
}
