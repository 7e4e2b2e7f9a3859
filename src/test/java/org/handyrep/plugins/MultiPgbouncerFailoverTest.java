package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.handyrep.plugins.ProxyLab.ask;
import static org.handyrep.testing.PostgresCluster.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.Patience;
import org.handyrep.testing.PgBouncer;
import org.handyrep.testing.PgBouncers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.MultiPgbouncer;

/// `multi_pgbouncer` when the primary changes, with clients at work.
class MultiPgbouncerFailoverTest {

    private ProxyLab lab;
    private MultiPgbouncer plugin;
    private Server paul;
    private List<Server> readers;

    @BeforeEach
    void open() throws SQLException {
        lab = ProxyLab.start(2, 3);
        plugin = lab.bind(new MultiPgbouncer());
        paul = lab.server("paul");
        readers = List.of(lab.server("george"));
        Outcome outcome = plugin.init(Optional.empty());
        assertTrue(outcome.succeeded(), outcome.details());
        try (Connection client = lab.bouncers.get(1).connect("shop")) {
            ask(client, "CREATE TABLE t (n int)");
        }
        for (String replica : List.of("paul", "george")) {
            query(lab.cluster.server(replica), "SELECT pg_is_in_recovery()");
        }
        lab.cluster.awaitStreaming();
        String written = query(lab.cluster.primary(), "SELECT pg_current_wal_lsn()");
        await().until(() -> query(lab.cluster.server("paul"), "SELECT pg_last_wal_replay_lsn() >= '" + written + "'").equals("t"));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /// hazards 2.5: one pgbouncer that is gone with its host is a warning, not a failed failover; and all of them gone is a failure.
    @Test
    void aLostPrimaryAndALostBouncerLeaveTheOthersWriting() throws SQLException {
        try (Connection client = lab.bouncers.get(1).connect("shop")) {
            ask(client, "INSERT INTO t VALUES (1)");
            lab.bouncers.get(2).door().close();
            lab.bouncers.get(2).kill9();
            lab.cluster.primary().kill9();
            lab.promote("paul");
            Outcome outcome = assertTimeout(Patience.LIMIT, () -> plugin.route(paul, readers));
            assertTrue(outcome.succeeded(), outcome.details());
            assertEquals(List.of("bouncer2"), outcome.extra().get("failed"));
            assertTrue(outcome.details().startsWith("bouncer1, bouncer3 lead to paul; bouncer2: "), outcome.details());
        }
        for (int i : List.of(1, 3)) {
            assertEquals("paul", lab.endOf(i, "shop"));
            assertEquals("george", lab.endOf(i, "shop_ro"));
        }
        Outcome poll = plugin.poll(Optional.empty());
        assertFalse(poll.succeeded());
        assertEquals(List.of("bouncer2"), poll.extra().get("unavailable"));

        for (int i : List.of(1, 3)) {
            lab.bouncers.get(i).door().close();
            lab.bouncers.get(i).kill9();
        }
        Outcome none = plugin.run(Optional.of(paul));
        assertFalse(none.succeeded());
        assertEquals(List.of("bouncer1", "bouncer2", "bouncer3"), none.extra().get("failed"));
    }

    /// A frozen primary keeps its connections open for ever; and the answer to a KILL can get lost after it was obeyed. Nobody waits for the transactions of one
    /// that is known to answer nobody.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsSessionsThatHangOnAFrozenPrimary(boolean known) throws SQLException {
        LostAnswers lost = new LostAnswers(lab.tools, "bouncer2", "KILL \"shop\"");
        plugin.bind(lost.tools());
        if (known) {
            lab.tools.snapshot = new ClusterSnapshot("real", 1, Instant.EPOCH, 0, false, List.of(new Observation(
                    lab.server("john"), new ServerState.Unreachable(new ConnectionProblem(ConnectionProblem.Kind.TIMED_OUT, "", "no answer")),
                    new HostState.NotChecked(), Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty())));
        }
        try (Connection hanging = lab.bouncers.get(1).connect("shop");
                Connection other = lab.bouncers.get(2).connect("shop")) {
            hanging.setAutoCommit(false);
            ask(hanging, "SELECT 1");
            other.setAutoCommit(false);
            ask(other, "SELECT 1");
            lab.cluster.primary().freeze();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return ask(hanging, "SELECT 2");
                } catch (SQLException e) {
                    return "ended";
                }
            }, Thread::startVirtualThread);
            lab.promote("paul");
            Outcome outcome = assertTimeout(Patience.LIMIT, () -> plugin.run(Optional.of(paul)));
            assertTrue(outcome.succeeded(), outcome.details());
            assertTrue(outcome.details().contains("sessions on shop that hung on another server were ended"), outcome.details());
            await().until(answer::isDone);
            assertEquals("ended", answer.join());
            assertEquals(known, lost.asked().stream().filter("SHOW SERVERS"::equals).count() <= 2, "once to see who is left, once whether it is lost");
            for (int bouncer : List.of(1, 2)) {
                assertEquals("paul", lab.endOf(bouncer, "shop"));
                assertFalse(lab.bouncers.get(bouncer).show("DATABASES", "paused").contains("1"), "new sessions would wait");
            }
        } finally {
            lab.cluster.primary().thaw();
        }
    }

    /// After a login that failed a pgbouncer tries none for `server_login_retry`, 15 s where nobody set it, though the database leads elsewhere since.
    @Test
    void nobodyWaitsForTheRestOfAPgbouncerThatCouldNotLogIn() throws SQLException {
        lab.bouncers.template(PgBouncers.TEMPLATE.replace("server_login_retry = 1", "server_login_retry = 1000.5"));
        assertTrue(plugin.init(Optional.empty()).succeeded());
        try (Connection client = lab.bouncers.get(1).connect("shop")) {
            lab.cluster.primary().kill9();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return ask(client, "SELECT 1");
                } catch (SQLException e) {
                    return String.valueOf(e.getMessage());
                }
            }, Thread::startVirtualThread);
            await().until(() -> lab.bouncers.get(1).show("POOLS", "cl_waiting").contains("1"));
            lab.promote("paul");

            Outcome outcome = plugin.route(paul, readers);

            assertTrue(outcome.succeeded() && !outcome.extra().containsKey("failed"), outcome.details());
            await().until(answer::isDone);
            assertEquals("1", answer.join());
        }
        PgBouncer bouncer = lab.bouncers.get(1);
        assertEquals(1000.5, Double.parseDouble(bouncer.show("CONFIG", "value").get(bouncer.show("CONFIG", "key").indexOf("server_login_retry"))), "as it was");
    }

    @Test
    void clientsThatWaitSeeNoErrorAndLoseNoRow() throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger acknowledged = new AtomicInteger();
        List<CompletableFuture<String>> clients = java.util.stream.IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> write(1 + i % 3, going, acknowledged), r -> Thread.ofPlatform().start(r)))
                .toList();
        await().until(() -> acknowledged.get() > 50);

        long start = System.nanoTime();
        List<Server> all = plugin.tested();
        Outcome held = plugin.hold(all, Duration.ofSeconds(5));
        assertTrue(held.succeeded(), held.details());
        assertTrue(plugin.look(all.getFirst()).console().orElseThrow().paused());
        lab.cluster.primary().stop("fast");
        lab.promote("paul");
        long routing = System.nanoTime();
        Outcome routed = plugin.route(paul, readers);
        long took = System.nanoTime() - routing;
        assertTrue(routed.succeeded(), routed.details());
        assertTrue(routed.details().contains("bouncer1 leads to paul as soon as its clients go on"), routed.details());
        long releasing = System.nanoTime();
        Outcome released = plugin.release(all);
        long end = System.nanoTime();
        assertTrue(released.succeeded(), released.details());
        int before = acknowledged.get();
        await().until(() -> acknowledged.get() > before + 50);
        going.set(false);
        clients.forEach(c -> assertEquals("", c.join()));
        assertEquals(String.valueOf(acknowledged.get()), countOnPaul());
        System.out.printf("held %d ms, of these route %d ms and release %d ms%n", (end - start) / 1_000_000, took / 1_000_000, (end - releasing) / 1_000_000);
        assertEquals("paul", lab.endOf(2, "shop"));
    }

    /// One that cannot be reached makes nobody wait longer.
    @Test
    void routingWhileClientsWaitWaitsForNobody() {
        List<Server> held = List.of(lab.server("bouncer1"), lab.server("bouncer3"));
        lab.bouncers.get(2).door().close();
        lab.bouncers.get(2).freeze();
        assertTrue(plugin.hold(held, Duration.ofSeconds(5)).succeeded());
        lab.cluster.primary().stop("fast");
        lab.promote("paul");
        lab.tools.options.put("failover.fail_retries", "5");
        lab.tools.options.put("failover.fail_retry_interval", "60");
        Outcome routed = assertTimeout(Duration.ofSeconds(50), () -> plugin.route(paul, readers));
        assertTrue(routed.succeeded(), routed.details());
        assertEquals(List.of("bouncer2"), routed.extra().get("failed"));
        assertTrue(plugin.release(held).succeeded());
        assertEquals("paul", lab.endOf(1, "shop"));
    }

    private String write(int bouncer, AtomicBoolean going, AtomicInteger acknowledged) {
        try (Connection client = lab.bouncers.get(bouncer).connect("shop")) {
            while (going.get()) {
                ask(client, "INSERT INTO t VALUES (1)");
                acknowledged.incrementAndGet();
            }
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String countOnPaul() throws SQLException {
        try (Connection client = lab.bouncers.get(2).connect("shop")) {
            return ask(client, "SELECT count(*) FROM t");
        }
    }
}
