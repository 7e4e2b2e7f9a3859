package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.testing.Needs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The life of a cluster on every major version that the build fetched: all of them with `-Pall-postgres-versions`.
class VersionsTest {

    /// What a remaster and a promotion by hand do there is what they do in the version before; the life of 15 is in the other tests, too.
    private static final Set<Integer> WITHOUT_A_DIFFERENCE = Set.of(10, 14, 15, 16, 17);

    static Stream<Integer> versions() {
        List<Integer> fetched = PostgresBinaries.fetchedMajors();
        if (Needs.isCi()) {
            assertEquals(List.of(9, 10, 11, 12, 13, 14, 15, 16, 17, 18), fetched, "in CI every version is tried");
        }
        return fetched.stream();
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versions")
    void looksSwitchesRemastersFailsOverAndPromotes(int major) {
        try (Lab lab = Lab.open(PostgresBinaries.ofMajor(major).orElseThrow(), Map.of())) {
            lab.succeeds("poll_all");
            Map<String, Object> verified = lab.succeeds("verify_all");
            assertEquals(true, verified.get("failover_ok"), verified::toString);
            assertEquals("PrimaryOK", lab.engine.view().diagnosis().verdict().code());
            assertEquals("healthy", lab.call("get_cluster_status").get("status"));
            awaitLag(lab, "paul");

            if (WITHOUT_A_DIFFERENCE.contains(major)) {
                switchesAndFailsOver(lab, major);
                return;
            }
            // one replica onto the other and back
            lab.succeeds("remaster", "replicaserver", "george", "newmaster", "paul");
            lab.awaitStreams("paul", 1);
            lab.awaitStreams("john", 1);
            assertEquals("healthy", lab.look().clusterStatus().word(), () -> lab.engine.view().diagnosis().toString());
            lab.succeeds("remaster", "replicaserver", "george");
            lab.awaitStreams("john", 2);

            switchesAndFailsOver(lab, major);

            lab.awaitCaughtUp("george", "john");
            lab.succeeds("shutdown", "servername", "george", "confirm", "george");
            lab.succeeds("promote", "newmaster", "john", "confirm", "john");
            assertTrue(lab.isPrimary("john"));
            assertEquals("master", lab.role("john"));
        }
    }

    /// 18 is what the other tests clone.
    static Stream<Integer> versionsToClone() {
        return versions().filter(Set.of(9, 11, 12, 15)::contains);
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versionsToClone")
    void isClonedByTar(int major) throws Exception {
        try (CloneLab clones = CloneLab.open("clone_tar", PostgresBinaries.ofMajor(major).orElseThrow(), Map.of())) {
            clones.empty();
            clones.cloned();
            clones.assertReplica();
        }
    }

    private static void switchesAndFailsOver(Lab lab, int major) {
        lab.server("john").execute("CREATE TABLE kept AS SELECT 1 AS n");
        lab.succeeds("manual_failover", "newmaster", "paul");
        assertEquals("1", lab.query("paul", "SELECT n FROM kept"));
        lab.awaitStreams("paul", 2);
        assertFalse(lab.isPrimary("john"));
        assertEquals("healthy", lab.look().clusterStatus().word(), () -> lab.engine.view().diagnosis().toString());
        assertEquals("master", lab.role("paul"));
        assertEquals("replica", lab.role("john"));
        assertEquals(Files.exists(data(lab, "john").resolve("recovery.conf")), major < 12);

        lab.awaitCaughtUp("paul", "john", "george");
        lab.server("paul").kill9();
        lab.succeeds("manual_failover", "newmaster", "george");
        assertTrue(lab.isPrimary("george"));
        assertEquals("1", lab.query("george", "SELECT n FROM kept"));
        lab.awaitStreams("george", 1);
        assertFalse(lab.isEnabled("paul"));
        assertEquals("PrimaryOK", lab.verdict());
        // whoever starts the lost primary by mistake finds it read-only
        lab.server("paul").start();
        assertFalse(lab.isPrimary("paul"));
    }

    private static Path data(Lab lab, String server) {
        return lab.server(server).settings().data();
    }

    private static void awaitLag(Lab lab, String server) {
        await().atMost(Lab.SOON).until(() -> {
            Map<?, ?> entry = lab.entry("verify_all", server);
            return Boolean.TRUE.equals(entry.get("replicating"))
                    && entry.get("lag") instanceof Number lag
                    && lag.doubleValue() < 1;
        });
    }
}
