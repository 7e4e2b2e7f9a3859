package org.handyrep.conf;

import static org.handyrep.conf.ServersFileTest.NOON;
import static org.handyrep.conf.ServersFileTest.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.remote.SqlSessions;
import org.handyrep.remote.SqlSettings;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The handyrep table on a real PostgreSQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateTableOnServerTest {

    private final PostgresCluster cluster = PostgresCluster.start(0);
    private final Sql sql = session();

    @TempDir
    Path directory = Path.of("");

    private Sql session() {
        Server server = new Server(
                "john",
                cluster.primary().settings().host(),
                cluster.primary().settings().port(),
                Role.MASTER,
                true,
                1,
                1000,
                Map.of());
        SqlSettings settings = SqlSettings.standard()
                .withLogins(login -> "handyrep", login -> new Secret(PostgresCluster.PASSWORD));
        return new SqlSessions(settings).open(server, Login.HANDYREP);
    }

    @BeforeAll
    void answers() {
        assertInstanceOf(SqlResult.Rows.class, sql.run("SELECT 1 AS one"));
    }

    @AfterAll
    void stop() {
        sql.close();
        cluster.close();
    }

    @Test
    void isMadeWrittenAndReadBackAsOneRow() throws IOException {
        Conf conf = Samples.load(directory, Samples.MINIMAL);
        StateTable table = new StateTable("odd \"schema'", "odd; table");
        assertEquals(new SavedResult.Absent(), table.read(sql));
        assertSuccess(table.init(sql));
        assertSuccess(table.init(sql));
        assertEquals(new SavedResult.Absent(), table.read(sql));
        assertSuccess(table.write(sql, state(NOON, "john"), conf));
        SavedState newer = state(NOON.plusMillis(1), "paul");
        assertSuccess(table.write(sql, newer, conf));
        assertEquals(newer, assertInstanceOf(SavedResult.Found.class, table.read(sql)).state());
        assertEquals("1", value("SELECT count(*) AS v FROM " + table.quotedName()));
        assertEquals("test", value("SELECT config->'handyrep'->>'cluster_name' AS v FROM " + table.quotedName()));
        assertEquals(
                "true",
                value("SELECT last_ip IS NOT DISTINCT FROM inet_client_addr() AND last_sync IS NOT NULL AS v FROM "
                        + table.quotedName()).replaceFirst("^t$", "true"));
    }

    @Test
    void aTableOfTheOriginalIsReadAndKept() throws IOException {
        Conf conf = Samples.load(directory, Samples.MINIMAL);
        StateTable table = new StateTable("public", "handyrep");
        run("CREATE TABLE public.handyrep (updated timestamptz, config JSON, servers JSON, status JSON, last_ip inet,"
                + " last_sync timestamptz, own text)");
        run("INSERT INTO public.handyrep VALUES ('2014-03-01 12:00:00+00', '{}', '{\"john\": {\"hostname\": \"john\","
                + " \"role\": \"master\", \"enabled\": true, \"port\": 5432, \"status\": \"healthy\", \"status_no\": 1,"
                + " \"status_ts\": \"2014-03-01 11:00:00\", \"status_message\": \"\"}}',"
                + " '{\"status\": \"healthy\", \"status_no\": 1, \"status_ts\": \"2014-03-01 12:00:00\"}', NULL, now(), 'mine')");
        run("INSERT INTO public.handyrep (updated, own) VALUES (NULL, 'older')");
        assertSuccess(table.init(sql));
        SavedState old = assertInstanceOf(SavedResult.Found.class, table.read(sql)).state();
        assertEquals(Instant.parse("2014-03-01T12:00:00Z"), old.updated());
        assertEquals(List.of("john"), old.servers().stream().map(Server::name).toList());
        assertSuccess(table.write(sql, state(NOON, "paul"), conf));
        assertEquals("mine,older", value("SELECT string_agg(own, ',' ORDER BY own) AS v FROM public.handyrep"));
        assertEquals(NOON, assertInstanceOf(SavedResult.Found.class, table.read(sql)).state().updated());

        run("UPDATE public.handyrep SET last_ip = '192.0.2.9', updated = '2030-01-01' WHERE own = 'mine'");
        Outcome foreign = table.write(sql, state(NOON.plusSeconds(9), "john"), conf);
        assertFalse(foreign.succeeded());
        assertTrue(foreign.details().contains("another HandyRep"), foreign::details);
        run("DROP TABLE public.handyrep");
        assertFalse(table.write(sql, state(NOON, "paul"), conf).succeeded());
    }

    private void run(String statement) {
        SqlResult result = sql.run(statement);
        assertInstanceOf(SqlResult.Rows.class, result, () -> statement + " " + result);
    }

    private String value(String query) {
        return assertInstanceOf(SqlResult.Rows.class, sql.run(query)).only().string("v");
    }

    private static void assertSuccess(Outcome outcome) {
        assertTrue(outcome.succeeded(), outcome::details);
    }
}
