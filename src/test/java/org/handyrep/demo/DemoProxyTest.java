package org.handyrep.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.testing.Needs;
import org.handyrep.testing.Patience;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;

class DemoProxyTest {

    private static final Duration SOON = Patience.LIMIT;

    @Test
    void theWriterComesThroughThePgbouncerAndItEndsWithTheDemo() throws IOException {
        Needs.tool("pgbouncer");
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-demoproxy-");
        List<ProcessHandle> running;
        try (DemoCluster demo = DemoCluster.start(directory, DemoOptions.standard())) {
            await().atMost(SOON).until(() -> demo.writer().acknowledged() > 20);
            assertEquals("john", demo.writer().connectedTo(), "the server that took the row, not the proxy");
            running = new BouncerProcess(directory.toRealPath().resolve(DemoProxy.NAME)).all();
            assertEquals(1, running.size());
            String conf = Files.readString(demo.conf());
            assertTrue(conf.contains("connection_failover_method = multi_pgbouncer"), conf);
            assertTrue(conf.contains("[[pgb1]]"), conf);
            assertEquals(
                    "1",
                    PostgresCluster.query(
                            demo.servers().getFirst(), "SELECT count(*) FROM pg_stat_activity WHERE usename = 'demo_writer'"));
            ServerProcesses.signal("STOP", running);
            await("nothing gets past a frozen proxy").atMost(SOON).until(() -> demo.writer().currentGap().toMillis() > 500);
        }
        await("a frozen one too").atMost(SOON).until(() -> running.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(directory));
    }

    @Test
    void aPgbouncerThatDoesNotStartIsLeftOut() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-demoproxy-");
        DemoOptions direct = DemoOptions.of(PostgresBinaries.find());
        DemoOptions broken = new DemoOptions(
                List.of("john"), direct.binaries(), false, Duration.ofMillis(10), Optional.of(Path.of("/bin/false")));
        try (DemoCluster demo = DemoCluster.start(directory, broken)) {
            await().atMost(SOON).until(() -> demo.writer().connectedTo().equals("john"));
            assertFalse(Files.readString(demo.conf()).contains("pgbouncer"));
        }
        assertFalse(Files.exists(directory));
    }
}
