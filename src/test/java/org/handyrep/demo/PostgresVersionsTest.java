package org.handyrep.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.handyrep.testing.Needs;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The versions that every machine has for its tests; the others are in the version matrix of the engine.
class PostgresVersionsTest {

    @ParameterizedTest(name = "PostgreSQL {0}")
    @ValueSource(ints = {11, 14, 18})
    void replicatesAndLeavesNothingRunning(int major) {
        Optional<PostgresBinaries> binaries = PostgresBinaries.ofMajor(major);
        Needs.that(binaries.isPresent(), "no PostgreSQL " + major + " in target/postgres-binaries");

        PostgresCluster cluster = PostgresCluster.start(binaries.orElseThrow(), 1, Map.of());
        try (cluster) {
            assertTrue(PostgresCluster.query(cluster.primary(), "SHOW server_version").startsWith(Integer.toString(major)));
            assertEquals("t", PostgresCluster.query(cluster.replica(1), "SELECT pg_is_in_recovery()"));
            assertTrue(cluster.replica(1).isReplicaByFiles());
            assertFalse(cluster.primary().isReplicaByFiles());
        }
        cluster.servers().forEach(s -> assertTrue(
                new ServerProcesses(s.settings().data()).all().isEmpty(), s.name() + " left processes"));
    }
}
