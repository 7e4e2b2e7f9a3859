package org.handyrep.plugins;

import static org.handyrep.testing.FakeTools.exited;
import static org.handyrep.testing.FakeTools.failed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.SqlResult;
import org.handyrep.testing.FakeTools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polling.PollConnect;
import polling.PollIsready;

class PollingTest {

    private static final Server JOHN = TestServers.master("john", Map.of());

    private final FakeTools tools = new FakeTools();
    private final PollIsready isready = new PollIsready();
    private final PollConnect connect = new PollConnect();

    @BeforeEach
    void bind() {
        tools.servers.add(JOHN);
        tools.set("poll_isready", "isready_path", "/bin/pg_isready");
        tools.options.put("failover.fail_retries", "2");
        tools.options.put("failover.fail_retry_interval", "0");
        isready.bind(tools);
        connect.bind(tools);
    }

    @Test
    void retriesAreAttemptsAfterTheFirst() {
        tools.here = command -> exited(2, "no response");
        Outcome outcome = isready.run(JOHN);
        assertEquals("john gave no answer at 127.0.0.1:5432 after 3 attempts", outcome.details());
        assertEquals(3, tools.local.size());

        tools.options.put("failover.fail_retries", "0");
        tools.local.clear();
        assertFalse(isready.run(JOHN).succeeded());
        assertEquals(1, tools.local.size(), "no retry still means one attempt");

        tools.options.put("failover.fail_retries", "1");
        tools.sql = (server, statement) -> failed(ConnectionProblem.Kind.REFUSED, "refused");
        assertEquals("john took no connection after 2 attempts: refused", connect.run(JOHN).details());
        assertEquals(2, tools.statements.size());
    }

    @Test
    void anAnswerEndsTheRetries() {
        tools.here = command -> exited(tools.local.size() == 1 ? 2 : 0, "");
        assertTrue(isready.run(JOHN).succeeded());
        assertEquals(2, tools.local.size());
    }

    @Test
    void aServerThatRejectsIsAliveAndSaysSo() {
        tools.here = command -> exited(1, "rejecting connections");
        Outcome outcome = isready.run(JOHN);
        assertTrue(outcome.succeeded());
        assertEquals(true, outcome.extra().get("rejecting"));
        assertEquals(1, tools.local.size());
    }

    @Test
    void aPgIsreadyThatCouldNotAskSaysNothingAboutTheServer() {
        for (CommandResult result : List.of(
                exited(3, ""),
                exited(127, ""),
                exited(126, ""),
                new CommandResult.NotStarted("No such file or directory"),
                new CommandResult.Unfinished("no end after 8 s"))) {
            tools.here = command -> result;
            Outcome outcome = isready.run(JOHN);
            assertFalse(outcome.succeeded());
            assertTrue(outcome.details().startsWith("could not check john: "), outcome.details());
            assertEquals(false, outcome.extra().get("checked"));
        }
        tools.plugins.clear();
        assertEquals(
                "could not check john: [plugins] [[poll_isready]] lacks isready_path", isready.run(JOHN).details());
    }

    @Test
    void aHostileHostIsOneWord() {
        Server hostile = new Server("h", "; touch /tmp/x #$(id)", 5432, Role.REPLICA, true, 1, 1, Map.of());
        tools.options.put("handyrep.handyrep_user", "o'neil");
        tools.options.put("handyrep.handyrep_db", "host=evil");
        isready.run(hostile);
        assertEquals(
                List.of("/bin/pg_isready", "-h", "; touch /tmp/x #$(id)", "-p", "5432", "-t", "3", "-U", "o'neil"),
                tools.local.getFirst().argv());
    }

    @ParameterizedTest
    @EnumSource(ConnectionProblem.Kind.class)
    void connectTellsAliveFromSilent(ConnectionProblem.Kind kind) {
        tools.sql = (server, statement) -> failed(kind, "says " + kind);
        Outcome outcome = connect.run(JOHN);
        assertEquals(kind.provesLife(), outcome.succeeded());
        assertEquals(kind.provesLife(), outcome.extra().containsKey("rejecting"));
        assertEquals(kind.provesLife() ? 1 : 3, tools.statements.size());
        assertTrue(outcome.details().contains("says " + kind), outcome.details());
    }

    @Test
    void testsTellAWrongLoginFromAServerThatIsDown() {
        tools.sql = (server, statement) -> failed(ConnectionProblem.Kind.REFUSED, "refused");
        assertTrue(connect.test().succeeded());
        tools.sql = (server, statement) -> failed(ConnectionProblem.Kind.AUTHENTICATION, "password authentication failed");
        assertEquals("could not connect to john: password authentication failed", connect.test().details());
        tools.sql = (server, statement) -> new SqlResult.Rows(List.of());
        assertTrue(connect.test().succeeded());

        tools.here = command -> exited(0, "pg_isready (PostgreSQL) 17.2\n");
        assertEquals("pg_isready (PostgreSQL) 17.2 is there", isready.test().details());
        tools.here = command -> exited(0, "psql (PostgreSQL) 17.2\n");
        assertFalse(isready.test().succeeded());
    }
}
