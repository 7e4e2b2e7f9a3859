package org.handyrep.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Map;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Shell;
import org.handyrep.remote.LocalShell;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;

/// A killed postmaster is not the end of a server: a backend it left may still commit.
class LeftBackendsTest {

    private static final Shell HERE = new LocalShell("me", "me");

    @Test
    void aBackendThatAKilledPostmasterLeftCountsAsRunningUntilItIsKilledToo() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(0);
                Connection session = cluster.primary().connect();
                ResultSet backend = session.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            assertTrue(backend.next());
            String pid = backend.getString(1);
            Server john = new Server("john", "127.0.0.1", 1, Role.MASTER, true, 1, 1, Map.of(
                    "pgdata", cluster.primary().settings().data().toString()));
            assertTrue(HERE.run(Command.of("sh", "-c", "kill -STOP \"$1\"", "stop", pid)).ok());

            ProcessHandle.of(cluster.primary().postmasterPid().orElseThrow()).orElseThrow().destroyForcibly();
            await().until(() -> process(john).contains("left by a postmaster that is gone"));

            // what the fence runs
            assertTrue(HERE.run(NodeScripts.kill(cluster.primary().settings().data().toString())).ok());
            await().until(() -> process(john).isEmpty());
            assertFalse(((HostState.Answers) HostProbe.look(HERE, john)).running());
        }
    }

    private static String process(Server server) {
        return HostProbe.look(HERE, server) instanceof HostState.Answers answers && answers.running() ? answers.process() : "";
    }
}
