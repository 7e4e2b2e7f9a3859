package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;

class TakeoverTest {

    private static final Operator ANNA = Operator.local();

    @Test
    void scenario29_switchesOverAndFailsOverWithoutWritingAPassword() throws IOException {
        try (ManagedCluster cluster =
                        ManagedCluster.start(2, Map.of("log_statement", "all"));
                ClusterEngine engine = cluster.engine()) {
            Map<String, Object> verified = engine.call(ANNA, "verify_all", Map.of());
            assertEquals("SUCCESS", verified.get("result"), () -> verified.toString());
            PostgresCluster.query(cluster.server("john"), "CREATE TABLE kept AS SELECT 1 AS n");

            Map<String, Object> switched = engine.call(ANNA, "manual_failover", Map.of("newmaster", "paul"));
            assertEquals("SUCCESS", switched.get("result"), () -> switched.toString());
            assertEquals("1", PostgresCluster.query(cluster.server("paul"), "SELECT n FROM kept"));
            assertEquals(
                    "2",
                    PostgresCluster.query(
                            cluster.server("paul"), "SELECT count(*) FROM pg_stat_replication WHERE state='streaming'"));
            noPasswordIsWrittenAnywhere(cluster);

            cluster.server("paul").kill9();
            Map<String, Object> failed = engine.call(ANNA, "manual_failover", Map.of("newmaster", "george"));
            assertEquals("SUCCESS", failed.get("result"), () -> failed.toString());
            assertEquals("f", PostgresCluster.query(cluster.server("george"), "SELECT pg_is_in_recovery()"));
            assertEquals("george", engine.call(ANNA, "get_master_name", Map.of()).get("master"));
        }
    }

    /// The servers log every statement, but not the one with the password; the console's own files have it only in handyrep.conf.
    private static void noPasswordIsWrittenAnywhere(ManagedCluster cluster) throws IOException {
        String start = PostgresCluster.PASSWORD.substring(0, 6);
        for (LocalPostgres server : cluster.postgres().servers()) {
            Path log = server.settings().home().resolve("log/postgresql.log");
            assertTrue(Files.readString(log, StandardCharsets.ISO_8859_1).contains(": SELECT "), "it logs");
            assertEquals(List.of(), Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.contains("primary_conninfo") && line.contains(start))
                    .toList());
        }
        Path directory = Objects.requireNonNull(cluster.conf().getParent());
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.equals(cluster.conf())) {
                    assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(start), file::toString);
                }
            }
        }
    }
}
