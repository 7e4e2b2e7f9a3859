package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.SqlResult;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The locks of operations on real servers whose primary is dead.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnershipTest {

    private static final long KEY = -4711;
    private static final List<String> VOTERS = List.of("george", "john", "paul");

    private final PostgresCluster cluster = PostgresCluster.start(2);
    private final SshHost host = SshHost.open();
    private final RealTools tools = new RealTools(host);
    private final AdminSessions annas = new AdminSessions(tools);
    private final AdminSessions bobs = new AdminSessions(tools);
    private final Ownership anna = new Ownership(tools, annas, 1);
    private final Ownership bob = new Ownership(tools, bobs, 1);

    @BeforeAll
    void primaryDies() {
        for (LocalPostgres one : cluster.servers()) {
            tools.servers.add(new Server(
                    one.name(), one.settings().host(), one.settings().port(),
                    one.equals(cluster.primary()) ? Role.MASTER : Role.REPLICA, true, 1, 1000, Map.of()));
        }
        cluster.primary().kill9();
        anna.begin(new OperationName("anna@desk1", "20260102-030405-678-ab12", "Failover john → paul"));
        bob.begin(new OperationName("bob@desk2", "20260102-030406-000-cd34", "Failover john → george"));
    }

    @AfterAll
    void stop() {
        annas.close();
        bobs.close();
        tools.close();
        host.close();
        cluster.close();
    }

    private static Deed.Own own(int needed, String candidate) {
        return new Deed.Own(VOTERS, needed, Optional.of(candidate), KEY);
    }

    private static CompletableFuture<Outcome> together(Ownership console, Deed.Own own, CyclicBarrier start) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return console.acquire(own);
        });
    }

    @Test
    void scenario08_twoConsolesThatLoseThePrimaryAtTheSameMomentNeverBothOwn() throws Exception {
        int owned = 0;
        for (int run = 0; run < 200; run++) {
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Outcome> a = together(anna, own(2, "paul"), start);
            CompletableFuture<Outcome> b = together(bob, own(2, "george"), start);
            int winners = (a.get().succeeded() ? 1 : 0) + (b.get().succeeded() ? 1 : 0);
            assertTrue(winners <= 1, () -> a.join().details() + " / " + b.join().details());
            assertEquals(a.get().succeeded(), anna.lost().isEmpty());
            owned += winners;
            anna.end();
            bob.end();
        }
        assertTrue(owned > 180, "in order of name one of them gets through: " + owned);
    }

    @Test
    void theHolderIsNamedAndABrokenSessionHasLostItsLock() {
        Outcome first = anna.acquire(own(2, "paul"));
        assertTrue(first.succeeded(), first::details);
        assertTrue(first.details().contains("2 of 3 locks (george, paul)"), first::details);
        Outcome second = bob.acquire(own(0, "paul"));
        assertTrue(second.details().startsWith("anna@desk1: Failover john → paul since "), second::details);

        PostgresCluster.query(cluster.server("george"), "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE '% op=%'");
        assertTrue(anna.lost().orElse("").contains("1 of 3 locks"), () -> anna.lost().toString());
        annas.close();
        assertTrue(anna.lost().orElse("").contains("lock of paul no more"), () -> anna.lost().toString());
        Server paul = tools.servers().stream().filter(s -> s.name().equals("paul")).findFirst().orElseThrow();
        assertEquals(Ownership.Promotion.NOT_HELD, anna.promote(paul));
        assertEquals("t", PostgresCluster.query(cluster.server("paul"), "SELECT pg_is_in_recovery()"));
        anna.end();

        Outcome majority = bob.acquire(own(3, "paul"));
        assertTrue(majority.details().contains("2 of 3 locks, and 3 are needed: john does not"), majority::details);
        Outcome dead = bob.acquire(own(1, "john"));
        assertTrue(dead.details().startsWith("the lock of john cannot be taken: john does not"), dead::details);
        bob.end();
    }

    private static Deed.Own withoutCandidate() {
        return new Deed.Own(VOTERS, 0, Optional.empty(), KEY);
    }

    private Server server(String name) {
        return tools.servers().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private void restart(String name) {
        cluster.server(name).stop("fast");
        cluster.server(name).start();
    }

    @Test
    void scenario08_aConsoleThatSleptUntilItsSessionsDiedKnowsItWhereNobodyIsPromoted() {
        Outcome first = anna.acquire(withoutCandidate());
        assertTrue(first.succeeded(), first::details);
        assertEquals(Optional.empty(), anna.lost());

        PostgresCluster.query(cluster.server("george"), "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE '% op=%'");
        String lost = anna.lost().orElse("");
        assertTrue(lost.contains("lock of george no more"), lost);
        annas.close();
        assertTrue(bob.acquire(withoutCandidate()).succeeded(), "they are free");
        assertTrue(anna.lost().orElse("").contains("no more"), () -> anna.lost().toString());
        bob.end();

        assertTrue(anna.acquire(new Deed.Own(VOTERS, 1, Optional.empty(), KEY)).succeeded());
        annas.close();
        assertTrue(anna.lost().isPresent(), "one is needed");
        anna.end();
    }

    @Test
    void aLockThatTheOperationItselfEndedByARestartIsTakenAgainUnlessAnotherConsoleHasIt() {
        assertTrue(anna.acquire(withoutCandidate()).succeeded());
        anna.restarts("paul");
        cluster.server("paul").stop("fast");
        assertEquals(Optional.empty(), anna.lost(), "a server that is down keeps nobody out and lets nobody in");
        cluster.server("paul").start();
        assertEquals(Optional.empty(), anna.lost());
        Outcome second = bob.acquire(withoutCandidate());
        assertTrue(second.details().contains("anna@desk1"), second::details);

        restart("paul");
        assertTrue(bobs.run(server("paul"), Duration.ofSeconds(5), LockSql.take(KEY), "handyrep/bob") instanceof SqlResult.Rows);
        assertTrue(anna.lost().orElse("").contains("lock of paul no more"), () -> anna.lost().toString());
        bobs.close();
        anna.end();
    }

    @Test
    void anOperationsNameIsReadBackAsItWasWritten() {
        OperationName name = new OperationName("anna@desk1", "20260102-030405-678-ab12", "Switchover john → paul");
        assertTrue(name.text().length() <= 63, name::text);
        assertEquals(Optional.of(name), OperationName.parse(name.text()));
        OperationName longer = new OperationName("a.very.long.user@with-a-long-machine", name.id(), name.what());
        assertEquals(name.id(), OperationName.parse(longer.text()).orElseThrow().id());
        assertEquals(Optional.empty(), OperationName.parse("handyrep"));
    }
}
