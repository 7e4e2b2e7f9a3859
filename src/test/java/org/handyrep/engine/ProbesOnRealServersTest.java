package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.handyrep.cluster.Clients;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.Sql;
import org.handyrep.remote.LocalShell;
import org.handyrep.remote.SqlSessions;
import org.handyrep.remote.SqlSettings;
import org.handyrep.testing.Needs;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesOnRealServersTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Shell HERE = new LocalShell("me", "me");

    private static Server server(LocalPostgres postgres, Role role) {
        return new Server(
                postgres.name(),
                postgres.settings().host(),
                postgres.settings().port(),
                role,
                true,
                999,
                1000,
                Map.of("pgdata", postgres.settings().data().toString()));
    }

    private static Sql open(LocalPostgres postgres) {
        return open(postgres, "handyrep");
    }

    private static Sql open(LocalPostgres postgres, String user) {
        SqlSettings settings =
                SqlSettings.standard().withLogins(login -> user, login -> new Secret(PostgresCluster.PASSWORD));
        return new SqlSessions(settings).open(server(postgres, Role.MASTER), Login.HANDYREP);
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @ValueSource(ints = {9, 11, 14, 18})
    void looksAtEveryVersion(int major) {
        Optional<PostgresBinaries> binaries = PostgresBinaries.ofMajor(major);
        Needs.that(binaries.isPresent(), "no PostgreSQL " + major + " in target/postgres-binaries");
        try (PostgresCluster cluster = PostgresCluster.start(binaries.orElseThrow(), 1, Map.of());
                Sql john = open(cluster.primary());
                Sql paul = open(cluster.replica(1))) {
            ServerState.Primary primary = assertInstanceOf(ServerState.Primary.class, ServerProbe.look(john, LIMIT, true));
            assertInstanceOf(WriteProbe.Committed.class, primary.write(), primary.write().toString());
            assertEquals(1, primary.facts().timeline());
            assertEquals(1, primary.streams().size());
            assertTrue(primary.streams().getFirst().replayed().isPresent());
            assertTrue(primary.facts().number("max_connections", 0) > 0);
            assertTrue(primary.written().value() > 0);
            assertEquals(
                    PostgresCluster.query(cluster.primary(), "SELECT (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint"),
                    String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, primary.facts().startedAt())), "to the microsecond");

            ServerState.Replica replica = assertInstanceOf(ServerState.Replica.class, ServerProbe.look(paul, LIMIT, true));
            assertTrue(replica.isStreaming(), replica.toString());
            assertEquals(primary.facts().systemIdentifier(), replica.facts().systemIdentifier());
            assertEquals(
                    Optional.of(cluster.primary().settings().host() + ":" + cluster.primary().settings().port()),
                    replica.upstream());
            assertFalse(replica.toString().contains(PostgresCluster.PASSWORD), "the password of primary_conninfo was read");
            assertInstanceOf(ServerState.Replica.class, ServerProbe.quick(paul, LIMIT, 0));

            String before = RecoveryLook.of(HERE, server(cluster.replica(1), Role.REPLICA));
            assertTrue(before.contains(" startup "), before);
            cluster.primary().execute(major >= 10 ? "SELECT pg_switch_wal()" : "SELECT pg_switch_xlog()");
            cluster.primary().execute("CREATE TABLE in_the_next_file ()");
            Awaitility.await("it is seen to replay").atMost(LIMIT).until(() -> !RecoveryLook.of(HERE, server(cluster.replica(1), Role.REPLICA)).equals(before));

            ControlData control = HostProbe.controlData(HERE, server(cluster.primary(), Role.MASTER)).orElseThrow();
            assertEquals(primary.facts().systemIdentifier(), control.systemIdentifier());
            assertEquals("in production", control.state());
            assertEquals(1, control.timeline());
            assertTrue(control.checkpoint().compareTo(control.redo()) >= 0 && !control.checkpoint().isAfter(primary.written()));

            cluster.primary().stop("fast");
            HostState.Answers stopped =
                    assertInstanceOf(HostState.Answers.class, HostProbe.look(HERE, server(cluster.primary(), Role.MASTER)));
            assertFalse(stopped.running());
            assertEquals("shut down", stopped.controlState());
            ServerState.Unreachable gone = assertInstanceOf(ServerState.Unreachable.class, ServerProbe.look(john, LIMIT, false));
            assertFalse(gone.problem().provesLife());

            promote(cluster.replica(1));
            ServerState.Primary promoted = assertInstanceOf(ServerState.Primary.class, ServerProbe.look(paul, LIMIT, true));
            assertEquals(2, promoted.facts().timeline());
            assertTrue(promoted.facts().leftTimeline(1).isPresent(), promoted.facts().history().toString());
        }
    }

    private static void promote(LocalPostgres postgres) {
        CommandResult result = HERE.run(Command.of(OsUser.forPostgres().wrap(List.of(
                postgres.settings().binaries().program("pg_ctl"), "-D", postgres.settings().data().toString(), "promote"))));
        assertTrue(result.ok(), result.describe());
        Awaitility.await().until(() ->
                PostgresCluster.query(postgres, "SELECT pg_is_in_recovery()").equals("f"));
    }

    @Test
    void scenario14_syncStandbyGoneAndTheWriteProbeDoesNotHang() {
        try (PostgresCluster cluster = PostgresCluster.start(0);
                Sql john = open(cluster.primary())) {
            cluster.primary().execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
            cluster.primary().execute("SELECT pg_reload_conf()");
            Awaitility.await().until(() -> PostgresCluster.query(cluster.primary(), "SHOW synchronous_standby_names").equals("nobody"));

            ServerState.Primary primary = assertInstanceOf(ServerState.Primary.class, ServerProbe.look(john, LIMIT, true));

            assertInstanceOf(WriteProbe.Committed.class, primary.write(), primary.write().toString());
            assertEquals(Optional.of("nobody"), primary.facts().setting("synchronous_standby_names"));
        }
    }

    @Test
    void theReadersOfAReplicaAreCounted() throws SQLException {
        try (PostgresCluster cluster = PostgresCluster.start(1);
                Sql paul = open(cluster.replica(1));
                Connection reader = cluster.replica(1).connect()) {
            Clients one = Awaitility.await().until(() -> clients(paul), clients -> clients.count() == 1);
            assertEquals(1, one.addresses().size(), one.toString());
            reader.close();
            assertEquals(new Clients(0, List.of()), Awaitility.await().until(() -> clients(paul), clients -> clients.count() == 0));
        }
    }

    private static Clients clients(Sql replica) {
        return assertInstanceOf(ServerState.Replica.class, ServerProbe.look(replica, LIMIT, false)).clients().orElseThrow();
    }

    @Test
    void readOnlyIsRefusedAndAPlainRoleIsNoError() {
        try (PostgresCluster cluster = PostgresCluster.start(1);
                Sql john = open(cluster.primary())) {
            cluster.primary().execute("CREATE ROLE plain LOGIN PASSWORD 's3cret, it''s #1'");
            cluster.awaitStreaming();
            Awaitility.await().until(() -> PostgresCluster.query(cluster.replica(1), "SELECT count(*) FROM pg_roles WHERE rolname = 'plain'")
                    .equals("1"));
            try (Sql paul = open(cluster.replica(1), "plain")) {
                ServerState.Replica hidden = assertInstanceOf(ServerState.Replica.class, ServerProbe.look(paul, LIMIT, false));
                assertFalse(hidden.isStreaming());
                assertTrue(hidden.receiver().isPresent(), "hidden is not the same as none");
            }
            cluster.primary().execute("ALTER ROLE handyrep SET default_transaction_read_only = on");

            ServerState.Primary primary = assertInstanceOf(ServerState.Primary.class, ServerProbe.look(john, LIMIT, true));

            WriteProbe.Refused refused = assertInstanceOf(WriteProbe.Refused.class, primary.write());
            assertTrue(refused.why().contains("read-only"), refused.why());
        }
    }

    @Test
    void scenario15_aFrozenServerCostsOneDeadlineAndIsSeenFrozen() {
        try (PostgresCluster cluster = PostgresCluster.start(0);
                Sql john = open(cluster.primary())) {
            Server server = server(cluster.primary(), Role.MASTER);
            assertInstanceOf(ServerState.Primary.class, ServerProbe.look(john, LIMIT, false));
            assertEquals(Sighting.Kind.ANSWERS, Vantage.fromHere(server, LIMIT).kind());
            assertEquals(Sighting.Kind.ANSWERS, Vantage.fromHost(server, HERE, server, LIMIT).kind());
            cluster.primary().freeze();
            try {
                long start = System.nanoTime();
                assertInstanceOf(ServerState.Unreachable.class, ServerProbe.look(john, Duration.ofSeconds(1), true));
                assertTrue(System.nanoTime() - start < 9_000_000_000L, "the deadline of 1 s did not hold: a statement may take 10 s");
                assertEquals(Sighting.Kind.ACCEPTS, Vantage.fromHere(server, Duration.ofSeconds(1)).kind());
                assertEquals(Sighting.Kind.ACCEPTS, Vantage.fromHost(server, HERE, server, Duration.ofSeconds(1)).kind());
                HostState.Answers answers = assertInstanceOf(HostState.Answers.class, HostProbe.look(HERE, server));
                assertTrue(answers.running() && answers.process().contains("T (stopped)"), answers.toString());
            } finally {
                cluster.primary().thaw();
            }
            cluster.primary().kill9();
            Awaitility.await().until(() -> HostProbe.look(HERE, server) instanceof HostState.Answers a && !a.running());
            assertEquals(Sighting.Kind.SILENT, Vantage.fromHere(server, LIMIT).kind());
            assertEquals(Sighting.Kind.SILENT, Vantage.fromHost(server, HERE, server, LIMIT).kind());
        }
    }

    @Test
    void whereNobodyCanLookNothingIsConcluded() {
        Server nowhere = new Server("john", "127.0.0.1", 1, Role.MASTER, true, 1, 1, Map.of("pgdata", "/nowhere; touch /tmp/x"));
        assertInstanceOf(HostState.Unclear.class, HostProbe.look(HERE, nowhere));
        assertEquals(Optional.empty(), HostProbe.controlData(HERE, nowhere));
        assertEquals(Optional.empty(), ControlData.parse(new byte[ControlData.LENGTH]));
        assertEquals(Optional.empty(), ControlData.parseHex("zz"));
    }
}
