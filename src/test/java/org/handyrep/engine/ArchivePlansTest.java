package org.handyrep.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.Patience;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;

/// `start_archiving` and `stop_archiving` as plans, on a server that archives, and what a verify says of it.
class ArchivePlansTest {

    private static final Operator ANNA = Operator.local();
    private static final Duration SOON = Patience.LIMIT;

    @Test
    void archivingIsStartedStoppedAndWatched() {
        try (ManagedCluster cluster = ManagedCluster.start(0, Map.of("archive_mode", "on"))) {
            Path home = cluster.server("john").settings().home();
            Path script = home.resolve("archive it.sh");
            Path archive = home.resolve("the archive");
            Path stop = home.resolve("halt");
            cluster.server("john").execute("ALTER SYSTEM SET archive_command = '\"" + script + "\" \"%p\" \"%f\"'");
            cluster.server("john").execute("SELECT pg_reload_conf()");
            cluster.editConf(conf -> conf.replace(
                    "[plugins]\n",
                    """
                    [archive]
                        archiving = True
                        archive_script_method = archive_local_dir
                    [plugins]
                        [[archive_local_dir]]
                            archive_directory = "%s"
                            archive_script_path = "%s"
                            stop_archiving_file = "%s"
                    """
                            .formatted(archive, script, stop)));
            try (ClusterEngine engine = cluster.engine()) {
                succeeds(engine, "start_archiving");
                assertTrue(Files.isExecutable(script));
                PostgresCluster.query(cluster.server("john"), "CREATE TABLE kept AS SELECT 1 AS n");
                String segment = PostgresCluster.query(cluster.server("john"), "SELECT pg_walfile_name(pg_current_wal_lsn())");
                PostgresCluster.query(cluster.server("john"), "SELECT pg_switch_wal()");
                await("the segment is archived").atMost(SOON).until(() -> Files.exists(archive.resolve(segment)));

                succeeds(engine, "stop_archiving");
                assertTrue(Files.exists(stop));
                await("the verify says it").atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
                    engine.call(ANNA, "verify_all", Map.of());
                    return engine.view().diagnosis().findings().stream().anyMatch(f -> f.code().equals("ArchivingFails"));
                });
                succeeds(engine, "start_archiving");
                assertFalse(Files.exists(stop));
                assertEquals("FAIL", engine.call(ANNA, "cleanup_archive", Map.of()).get("result"), "nothing deletes here");
            }
        }
    }

    private static void succeeds(ClusterEngine engine, String function) {
        Map<String, Object> answer = engine.call(ANNA, function, Map.of());
        assertEquals("SUCCESS", answer.get("result"), answer::toString);
        assertFalse(String.valueOf(answer.get("steps")).contains("FAILED"), answer::toString);
    }
}
