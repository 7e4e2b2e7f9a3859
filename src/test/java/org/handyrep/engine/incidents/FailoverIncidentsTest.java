package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.testing.ManagedCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Failovers of one cluster of four, one after the other, until a single server is left.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailoverIncidentsTest {

    @TempDir
    static Path directory;

    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = Lab.open(ManagedCluster.start(3));
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    /// paul is 1000 rows behind the others, and five commits are on no replica at all.
    @Test
    @Order(1)
    void scenario27_aReplicaThatIsBehindIsBroughtUpAndTheDeadPrimarysDiskGivesTheRest() throws Exception {
        lab.server("john").execute("CREATE TABLE kept (n int)");
        lab.awaitCaughtUp("john", "paul", "george", "ringo");
        lab.look();
        lab.server("paul").execute("ALTER SYSTEM SET primary_conninfo = ''");
        lab.server("paul").execute("SELECT pg_reload_conf()");
        await().atMost(Lab.SOON).until(() -> lab.query("paul", "SELECT count(*) FROM pg_stat_wal_receiver").equals("0"));
        lab.server("john").execute("INSERT INTO kept SELECT generate_series(1, 1000)");
        lab.awaitCaughtUp("john", "george", "ringo");
        for (String sender : lab.query("john", "SELECT string_agg(pid::text, ' ') FROM pg_stat_replication").split(" ")) {
            assertEquals(0, new ProcessBuilder("kill", "-STOP", sender).start().waitFor());
        }
        for (int i = 0; i < 5; i++) {
            lab.server("john").execute("INSERT INTO kept VALUES (" + -i + ")");
        }
        lab.server("john").kill9();

        // A host that answers too late for one plan gives its WAL to the next.
        Plan plan = await("the disk of john is read").atMost(Lab.SOON).until(
                () -> lab.awaitPlan(failoverTo("paul")), p -> p.impact().loss().startsWith("nothing: 5 commits"));
        assertTrue(plan.asText().contains("Bring paul up to"), plan::asText);
        Operation done = lab.run(plan);
        assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
        assertTrue(done.downtime().orElseThrow().isPositive(), "from when john was seen last");

        assertEquals("1005", lab.query("paul", "SELECT count(*) FROM kept"), "zero commits are lost");
        lab.awaitStreams("paul", 2);
        lab.awaitCaughtUp("paul", "george", "ringo");
        for (String replica : java.util.List.of("george", "ringo")) {
            assertEquals("1005", lab.query(replica, "SELECT count(*) FROM kept"));
            assertEquals("2", lab.query(replica, "SELECT received_tli FROM pg_stat_wal_receiver"), "not forked");
        }
        assertEquals("", lab.query("paul", "SHOW restore_command"));
        assertFalse(Files.exists(lab.server("paul").settings().data().resolve("handyrep_salvage")));
        assertTrue(Files.exists(lab.server("john").settings().data().resolve("standby.signal")), "john is marked");
    }

    /// Nothing reaches paul any more; that it may live does not matter, because nobody confirms its commits.
    @Test
    @Order(2)
    void aLostSynchronousPrimaryIsFencedByItsFrozenReplicas() {
        lab.server("john").start();
        assertFalse(lab.isPrimary("john"), "an accidental start is read-only, and john has a vote");
        lab.server("paul").execute("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (george, ringo)'");
        lab.server("paul").execute("SELECT pg_reload_conf()");
        await().atMost(Lab.SOON).until(() -> lab.query("paul", "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'").equals("2"));
        lab.look();
        lab.server("paul").kill9();
        lab.cluster.closeDoor("paul");
        await().atMost(Lab.SOON).until(() -> lab.look().verdict().automationMayAct());

        Plan plan = lab.plan(new Request.AutomaticFailover(false));
        assertTrue(plan.asText().contains("Make sure that paul can acknowledge no commit"), plan::asText);
        assertTrue(plan.impact().loss().startsWith("no commit that a client waited for"), plan.impact().loss());
        Operation done = lab.run(plan);
        assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
        assertTrue(lab.isPrimary("george"));
        // Without remaster, too: ringo would let paul acknowledge commits again.
        lab.awaitStreams("george", 1);
        assertFalse(lab.query("ringo", "SHOW primary_conninfo").contains("port=" + lab.server("paul").settings().port()));
    }

    @Test
    @Order(3)
    void aFenceThatFailsPromotesNobodyAndOneThatSucceedsDoes() throws IOException {
        Path script = directory.resolve("fence");
        Files.writeString(script, "#!/bin/sh\necho \"$@\" >> " + directory.resolve("fenced") + "\nexit $(cat " + directory.resolve("status") + ")\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("status"), "1");
        lab.cluster.editConf(conf -> conf.replace("[failover]\n", "[failover]\n    fencing_method = fence_command\n")
                + "        [[fence_command]]\n            command = " + script + "\n");
        lab.look();
        lab.server("george").kill9();
        lab.cluster.closeDoor("george");
        lab.reopen();
        lab.look();

        Plan plan = lab.plan(failoverTo("ringo"));
        assertTrue(plan.asText().contains(script + " george"), plan::asText);
        Operation failed = lab.run(plan);
        assertEquals(Operation.State.ROLLED_BACK, failed.state(), failed::toString);
        assertFalse(lab.isPrimary("ringo"));
        assertTrue(lab.query("ringo", "SHOW primary_conninfo").contains("host"), "thawed");

        Files.writeString(directory.resolve("status"), "0");
        Operation done = lab.run(lab.plan(failoverTo("ringo")));
        assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
        assertTrue(lab.isPrimary("ringo"));
        assertEquals(2, Files.readAllLines(directory.resolve("fenced")).size());
    }
}
