package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.handyrep.testing.PostgresCluster.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.Secret;
import org.handyrep.testing.Needs;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polling.PollConnect;
import polling.PollIsready;
import replication.ReplicationMbLag93;
import restart.RestartPgCtl;

/// The plugins that only ask, on a real primary and its replica.
class AskingRealTest {

    private static SshHost host;
    private static PostgresCluster cluster;
    private RealTools tools;
    private Server john;
    private Server paul;

    @BeforeAll
    static void start() {
        host = SshHost.open();
        cluster = PostgresCluster.start(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        host.close();
    }

    @BeforeEach
    void bind() {
        tools = new RealTools(host);
        john = server(cluster.primary(), Role.MASTER);
        paul = server(cluster.replica(1), Role.REPLICA);
        tools.servers.add(john);
        tools.servers.add(paul);
        tools.options.put("failover.fail_retries", "1");
        tools.options.put("failover.fail_retry_interval", "0");
        cluster.servers().forEach(LocalPostgres::start);
    }

    @Test
    void isreadyTellsAcceptingRejectingAndSilentApart() throws IOException {
        String program = Needs.tool("pg_isready").toString();
        PollIsready isready = new PollIsready();
        isready.bind(tools);
        tools.set("poll_isready", "isready_path", program);
        assertTrue(isready.test().succeeded(), isready.test().details());
        assertEquals("john accepts connections", isready.run(john).details());

        LocalPostgres replica = cluster.replica(1);
        replica.stop("fast");
        assertEquals(
                "paul gave no answer at " + paul.address() + " after 2 attempts", isready.run(paul).details());

        String conf = Files.readString(replica.settings().data().resolve("postgresql.conf"));
        Files.writeString(replica.settings().data().resolve("postgresql.conf"), "\nhot_standby = off\n", StandardOpenOption.APPEND);
        RestartPgCtl restart = new RestartPgCtl();
        restart.bind(tools);
        Server behindDoor = new Server("paul", host.host(), 1, Role.REPLICA, true, 1, 1, paul.settings());
        assertTrue(restart.run(behindDoor, RunMode.START).succeeded());
        Outcome rejecting = isready.run(paul);
        assertTrue(rejecting.succeeded(), rejecting.details());
        assertEquals(true, rejecting.extra().get("rejecting"));
        PollConnect connect = new PollConnect();
        connect.bind(tools);
        assertEquals(true, connect.run(paul).extra().get("rejecting"), connect.run(paul).details());
        Files.writeString(replica.settings().data().resolve("postgresql.conf"), conf);
        replica.stop("fast");

        tools.set("poll_isready", "isready_path", "/nowhere/pg_isready");
        assertFalse(isready.test().succeeded());
        assertEquals(false, isready.run(john).extra().get("checked"), isready.run(john).details());
    }

    @Test
    void connectTellsAWrongPasswordFromASilentServer() {
        PollConnect connect = new PollConnect();
        connect.bind(tools);
        assertEquals("john took a connection", connect.run(john).details());
        assertEquals("all servers took a connection", connect.test().details());

        tools.password = new Secret("wrong");
        Outcome alive = connect.run(john);
        assertTrue(alive.succeeded());
        assertEquals(true, alive.extra().get("rejecting"));
        assertFalse(connect.test().succeeded());
        assertFalse(connect.test().details().contains("wrong"), connect.test().details());

        tools.password = new Secret(PostgresCluster.PASSWORD);
        cluster.replica(1).stop("fast");
        Outcome silent = connect.run(paul);
        assertFalse(silent.succeeded());
        assertTrue(silent.details().startsWith("paul took no connection after 2 attempts: "), silent.details());
    }

    @Test
    void lagIsWhatThePrimaryWroteAndTheReplicaHasNotReplayed() {
        ReplicationMbLag93 lag = new ReplicationMbLag93();
        lag.bind(tools);
        cluster.awaitStreaming();
        assertTrue(lag.test().succeeded(), lag.test().details());
        Outcome streaming = lag.run(paul);
        assertTrue(streaming.succeeded(), streaming.details());
        assertEquals(true, streaming.extra().get("replicating"));

        boolean ten = cluster.primary().settings().binaries().major() >= 10;
        query(cluster.replica(1), ten ? "SELECT pg_wal_replay_pause()" : "SELECT pg_xlog_replay_pause()");
        cluster.primary().execute("CREATE TABLE bulk AS SELECT repeat('x', 1000) FROM generate_series(1, 5000)");
        Outcome behind = lag.run(paul);
        assertTrue(behind.succeeded(), behind.details());
        assertTrue(number(behind, "lag") > 4, behind.details());
        assertTrue(number(behind, "lag_bytes") > 4_000_000, behind.details());

        Server renamed = new Server("nobody", paul.hostname(), paul.port(), Role.REPLICA, true, 1, 1, paul.settings());
        Outcome byItself = lag.run(renamed);
        assertEquals(true, byItself.extra().get("replicating"), byItself.details());
        assertTrue(number(byItself, "lag") > 4, byItself.details());
        query(cluster.replica(1), ten ? "SELECT pg_wal_replay_resume()" : "SELECT pg_xlog_replay_resume()");

        cluster.replica(1).stop("fast");
        await().until(() -> query(cluster.primary(), "SELECT count(*) FROM pg_stat_replication").equals("0"));
        Outcome gone = lag.run(paul);
        assertFalse(gone.succeeded());
        assertEquals(false, gone.extra().get("replicating"));
        assertTrue(gone.details().startsWith("paul is not in replication"), gone.details());
    }

    @Test
    void aUserThatMayNotSeeTheReplicasSaysSo() {
        Needs.that(cluster.primary().settings().binaries().major() >= 10, "PostgreSQL 10 or later");
        cluster.awaitStreaming();
        cluster.primary().execute("CREATE ROLE plain LOGIN PASSWORD 'plain'");
        tools.user = "plain";
        tools.password = new Secret("plain");
        tools.options.put("handyrep.handyrep_user", "plain");
        ReplicationMbLag93 lag = new ReplicationMbLag93();
        lag.bind(tools);
        for (Outcome outcome : java.util.List.of(lag.run(paul), lag.test())) {
            assertFalse(outcome.succeeded());
            assertTrue(outcome.details().contains("GRANT pg_monitor TO \"plain\""), outcome.details());
            assertFalse(outcome.extra().containsKey("replicating"), "it is not known");
        }
        cluster.primary().execute("GRANT pg_monitor TO plain");
        assertTrue(lag.test().succeeded(), lag.test().details());
        assertEquals(true, lag.run(paul).extra().get("replicating"), lag.run(paul).details());
    }

    private static double number(Outcome outcome, String key) {
        return outcome.extra().get(key) instanceof Number number ? number.doubleValue() : -1;
    }

    private Server server(LocalPostgres postgres, Role role) {
        return new Server(
                postgres.name(), postgres.settings().host(), postgres.settings().port(), role, true, 1, 1000,
                tools.behindDoor(Map.of(
                        "pgdata", postgres.settings().data().toString(),
                        "pg_ctl_path", postgres.settings().binaries().program("pg_ctl"))));
    }
}
