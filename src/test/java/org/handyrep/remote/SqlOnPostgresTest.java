package org.handyrep.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ConnectionProblem.Kind;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.testing.PostgresCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against a real server.
@Timeout(300)
class SqlOnPostgresTest {

    private static @Nullable PostgresCluster cluster;

    @BeforeAll
    static void startServer() {
        cluster = PostgresCluster.start(
                PostgresBinaries.find(),
                0,
                Map.of("max_connections", "6", "superuser_reserved_connections", "1", "max_wal_senders", "2"));
    }

    @AfterAll
    static void stopServer() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void answersAreTextAsPostgresSendsIt() {
        try (Sql sql = session()) {
            Row row = rows(sql.run("SELECT true AS yes, false AS no, NULL::int AS nothing, 42 AS n, '0/1A'::pg_lsn AS lsn"))
                    .only();
            assertEquals(Map.of("yes", "t", "no", "f", "n", "42", "lsn", "0/1A"), withoutNulls(row));
            assertTrue(row.isTrue("yes") && !row.isTrue("no") && row.text("nothing").isEmpty());
            for (String hostile : QuotingTest.HOSTILE) {
                assertEquals(hostile, rows(sql.run("SELECT ?::text AS it", hostile)).only().string("it"));
                assertEquals(hostile, rows(sql.run("SELECT " + Quoting.literal(hostile) + " AS it")).only().string("it"));
            }
            assertEquals("t", rows(sql.run("SELECT '0/2'::pg_lsn > ? AS later", "0/1")).only().string("later"));
            assertEquals(List.of(), rows(sql.run("CREATE TEMP TABLE t (a int)")).rows());
        }
    }

    @Test
    void whatIsAskedAgainIsPlannedOnceAndStillTextAsPostgresSendsIt() {
        try (Sql sql = session()) {
            for (int i = 0; i < 3; i++) {
                Row row = rows(sql.ask(Duration.ofSeconds(10), "SELECT true AS yes, 1.50::numeric AS number, 'a ? {b}' AS words")).only();
                assertEquals("t 1.50 a ? {b}", row.string("yes") + " " + row.string("number") + " " + row.string("words"));
            }
            String count = "SELECT count(*) AS n FROM pg_prepared_statements WHERE statement LIKE 'SELECT true AS yes%'";
            assertEquals("1", rows(sql.run(count)).only().string("n"));
        }
    }

    @Test
    void everySessionIsSetUpSoThatItCannotHang() {
        try (Sql sql = session()) {
            Row row = rows(sql.run(
                            Duration.ofSeconds(10),
                            "SELECT current_setting('synchronous_commit') s, current_setting('lock_timeout') l,"
                                    + " current_setting('statement_timeout') t, current_setting('application_name') a"))
                    .only();
            assertEquals(Map.of("s", "local", "l", "3s", "t", "9s", "a", "handyrep"), withoutNulls(row));
        }
    }

    @Test
    void aSlowStatementIsToldFromADeadServerAndTheSessionSurvives() {
        try (Sql sql = session()) {
            String backend = rows(sql.run("SELECT pg_backend_pid() AS pid")).only().string("pid");
            ConnectionProblem slow = problem(sql.run(Duration.ofSeconds(1), "SELECT pg_sleep(20)"));
            assertEquals(Kind.STATEMENT, slow.kind());
            assertEquals("57014", slow.sqlState());
            assertEquals(backend, rows(sql.run("SELECT pg_backend_pid() AS pid")).only().string("pid"));
        }
    }

    @Test
    void scenario30_tooManyConnectionsProvesLife() {
        List<Sql> sessions = new ArrayList<>();
        primary().execute("DROP ROLE IF EXISTS plain");
        primary().execute("CREATE ROLE plain LOGIN PASSWORD '" + PostgresCluster.PASSWORD.replace("'", "''") + "'");
        SqlSettings plain = settings().withLogins(l -> "plain", l -> new Secret(PostgresCluster.PASSWORD));
        try {
            SqlResult last = null;
            for (int i = 0; i < 10 && !(last instanceof SqlResult.Failed); i++) {
                Sql sql = session(plain);
                sessions.add(sql);
                last = sql.run("SELECT 1");
            }
            ConnectionProblem full = problem(java.util.Objects.requireNonNull(last));
            assertEquals(Kind.TOO_MANY_CONNECTIONS, full.kind(), full.message());
            assertEquals("53300", full.sqlState());
            assertTrue(full.provesLife());
        } finally {
            sessions.forEach(Sql::close);
        }
        Awaitility.await().untilAsserted(() -> {
            try (Sql sql = session()) {
                assertEquals(
                        "0", rows(sql.run("SELECT count(*) FROM pg_stat_activity WHERE usename = 'plain'")).only().string("count"));
            }
        });
    }

    @Test
    void scenario30_aRefusedLoginProvesLifeAndTellsNoPassword() {
        ConnectionProblem wrong =
                problem(settings().withLogins(l -> "handyrep", l -> new Secret("wr0ng one")), "SELECT 1");
        assertEquals(Kind.AUTHENTICATION, wrong.kind());
        assertEquals("28P01", wrong.sqlState());
        assertFalse(wrong.message().contains("wr0ng"), wrong.message());
        ConnectionProblem none = problem(settings().withLogins(l -> "handyrep", l -> Secret.NONE), "SELECT 1");
        assertEquals(Kind.AUTHENTICATION, none.kind(), none.message());
    }

    @Test
    void scenario30_aWrongDatabaseAndMissingTlsProveLife() {
        ConnectionProblem database = problem(settings().withDatabase("no such/one?x=y"), "SELECT 1");
        assertEquals(Kind.WRONG_DATABASE, database.kind(), database.message());
        assertTrue(database.message().contains("no such/one?x=y"), database.message());
        assertEquals(Kind.TLS, problem(settings().withSsl(Map.of("sslmode", "require")), "SELECT 1").kind());
    }

    @Test
    void scenario30_aServerThatShutsDownProvesLife() throws Exception {
        Sql held = session();
        rows(held.run("SELECT 1"));
        Thread stopping = Thread.startVirtualThread(() -> primary().stop("smart"));
        try {
            Awaitility.await().untilAsserted(() -> {
                ConnectionProblem problem = problem(settings(), "SELECT 1");
                assertEquals(Kind.SHUTTING_DOWN, problem.kind(), problem.message());
            });
        } finally {
            held.close();
            stopping.join();
            primary().start();
        }
    }

    @Test
    void hazard40_aPasswordInAStatementIsNotInItsError() {
        try (Sql sql = session()) {
            ConnectionProblem syntax = problem(sql.run("ALTER ROLE handyrep RENAME 'hunter2'"));
            assertEquals(Kind.STATEMENT, syntax.kind());
            assertFalse(syntax.message().contains("hunter2"), syntax.message());
        }
    }

    @Test
    void hazard28_aFrozenServerNeverHoldsACallerAndIsUsedAgainLater() {
        try (Sql old = session()) {
            rows(old.run("SELECT 1"));
            primary().freeze();
            try {
                for (int i = 0; i < 2; i++) {
                    long start = System.nanoTime();
                    ConnectionProblem problem = problem(old.run(Duration.ofMillis(600), "SELECT 1"));
                    assertEquals(Kind.TIMED_OUT, problem.kind(), problem.message());
                    assertTrue(System.nanoTime() - start < 9_000_000_000L, problem.message());
                }
            } finally {
                primary().thaw();
            }
            Awaitility.await().untilAsserted(() -> rows(old.run("SELECT 1")));
        }
    }

    @Test
    void aSessionWhoseServerWasRestartedConnectsAgain() {
        try (Sql sql = session()) {
            rows(sql.run("SELECT 1"));
            primary().stop("immediate");
            assertEquals(Kind.REFUSED, problem(settings(), "SELECT 1").kind());
            primary().start();
            rows(sql.run("SELECT 1"));
        }
    }

    @Test
    void thePasswordFileIsUsedWhereNoPasswordIsGiven(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("pgpass");
        Files.writeString(file, "*:*:*:handyrep:" + PostgresCluster.PASSWORD + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        System.setProperty("org.postgresql.pgpassfile", file.toString());
        try (Sql sql = session(settings().withLogins(l -> "handyrep", l -> Secret.NONE))) {
            assertEquals("handyrep", rows(sql.run("SELECT current_user::text AS me")).only().string("me"));
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }

    private static LocalPostgres primary() {
        return java.util.Objects.requireNonNull(cluster).primary();
    }

    private static SqlSettings settings() {
        return SqlSettings.standard().withLogins(login -> "handyrep", login -> new Secret(PostgresCluster.PASSWORD));
    }

    private static Sql session() {
        return session(settings());
    }

    private static Sql session(SqlSettings settings) {
        Server server = new Server(
                "john", primary().settings().host(), primary().settings().port(), Role.MASTER, true, 1, 1000, Map.of());
        return new SqlSessions(settings).open(server, Login.HANDYREP);
    }

    private static ConnectionProblem problem(SqlSettings settings, String statement) {
        try (Sql sql = session(settings)) {
            return problem(sql.run(statement));
        }
    }

    private static ConnectionProblem problem(SqlResult result) {
        return assertInstanceOf(SqlResult.Failed.class, result).problem();
    }

    private static SqlResult.Rows rows(SqlResult result) {
        return assertInstanceOf(SqlResult.Rows.class, result, result::toString);
    }

    private static Map<String, String> withoutNulls(Row row) {
        Map<String, String> all = new java.util.HashMap<>();
        row.columns().forEach((k, v) -> {
            if (v != null) {
                all.put(k, v);
            }
        });
        return all;
    }
}
