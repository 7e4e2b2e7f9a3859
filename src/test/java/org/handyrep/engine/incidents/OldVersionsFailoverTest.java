package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Freezing, thawing and fast-forward where a replica follows another server only after a restart: before PostgreSQL 13, and with recovery.conf before 12.
class OldVersionsFailoverTest {

    @TempDir
    Path directory;

    static Stream<Integer> versions() {
        List<Integer> old = PostgresBinaries.fetchedMajors().stream().filter(major -> major < 13).sorted().toList();
        return Stream.of(old.getFirst(), old.getLast()).distinct();
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versions")
    void aReplicaThatIsBehindIsFrozenThawedAndBroughtUp(int major) throws Exception {
        Path script = directory.resolve("fence");
        Files.writeString(script, "#!/bin/sh\nexit $(cat " + directory.resolve("status") + ")\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Lab lab = Lab.open(PostgresBinaries.ofMajor(major).orElseThrow(), Map.of())) {
            lab.cluster.editConf(conf -> conf.replace("[failover]\n", "[failover]\n    fencing_method = fence_command\n")
                    + "        [[fence_command]]\n            command = " + script + "\n");
            lab.reopen();
            lab.server("john").execute("CREATE TABLE kept (n int)");
            String form = major < 10 ? "1 (%s)" : "FIRST 1 (%s)";
            lab.server("john").execute("ALTER SYSTEM SET synchronous_standby_names = '" + form.formatted("paul, george") + "'");
            lab.server("john").execute("SELECT pg_reload_conf()");
            lab.awaitCaughtUp("john", "paul", "george");
            lab.look();
            lab.server("paul").stop("fast");
            lab.server("john").execute("INSERT INTO kept SELECT generate_series(1, 1000)");
            lab.awaitCaughtUp("john", "george");
            lab.server("john").kill9();
            lab.cluster.closeDoor("john");
            lab.server("paul").start();
            assertEquals("0", lab.query("paul", "SELECT count(*) FROM kept"), "paul is behind");

            Files.writeString(directory.resolve("status"), "1");
            Plan plan = lab.awaitPlan(failoverTo("paul"));
            assertTrue(plan.asText().contains("Bring paul up to george (restart)"), plan::asText);
            Operation failed = lab.run(plan);
            assertEquals(Operation.State.ROLLED_BACK, failed.state(), failed::toString);
            for (String replica : List.of("paul", "george")) {
                assertFalse(lab.isPrimary(replica));
                assertEquals("5s", lab.query(replica, "SHOW wal_retrieve_retry_interval"), "thawed");
                Path data = lab.server(replica).settings().data();
                assertFalse(Files.exists(data.resolve("recovery.conf.handyrep-frozen")), "its own recovery.conf is back");
                assertFalse(Files.exists(data.resolve("postgresql.auto.conf.handyrep-frozen")), "its own settings are back");
            }
            assertEquals("", lab.query("paul", "SHOW synchronous_standby_names"), "nothing of the plan is left");

            Files.writeString(directory.resolve("status"), "0");
            Operation done = lab.run(lab.awaitPlan(failoverTo("paul")));
            assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
            assertTrue(lab.isPrimary("paul"));
            assertEquals("1000", lab.query("paul", "SELECT count(*) FROM kept"), "what only george had is not lost");
            lab.awaitStreams("paul", 1);
            lab.awaitCaughtUp("paul", "george");
            assertEquals("2", lab.query("george", "SELECT received_tli FROM pg_stat_wal_receiver"), "not forked");
            assertEquals(form.formatted("george"), lab.query("paul", "SHOW synchronous_standby_names"));
            CompletableFuture.runAsync(() -> lab.server("paul").execute("INSERT INTO kept VALUES (1)")).get(90, TimeUnit.SECONDS);
            await().atMost(Lab.SOON).until(() -> lab.query("george", "SHOW wal_retrieve_retry_interval").equals("5s"));
        }
    }
}
