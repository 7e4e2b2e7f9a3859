package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.handyrep.engine.incidents.Lab.ANNA;
import static org.handyrep.engine.incidents.Lab.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.handyrep.demo.DemoCluster;
import org.handyrep.demo.DemoOptions;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.testing.JavaProgram;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PostgresCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The demo cluster under the engine, and after a crash of the program that made it.
class DemoJourneyTest {

    @Test
    void switchesOverWithoutALostRowFailsOverAndRebuilds() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-demojourney-");
        try (DemoCluster demo = DemoCluster.start(directory, DemoOptions.standard());
                ClusterEngine engine = ManagedCluster.open(demo.conf())) {
            assertEquals(List.of(), engine.view().confWarnings());
            assertTrue(Files.isDirectory(Path.of(engine.options().stream()
                    .filter(o -> o.name().equals("templates_dir"))
                    .findFirst()
                    .orElseThrow()
                    .value())));
            awaitHealthy(engine);
            await().atMost(SOON).until(() -> demo.writer().acknowledged() > 50);

            succeeds(engine, "manual_failover", Map.of("newmaster", "paul"));
            awaitWriter(demo, "paul");
            assertEquals(0, demo.writer().lost());
            awaitHealthy(engine);
            if (DemoOptions.standard().pgbouncer().isPresent()) {
                theProxyLeadsTo("paul", engine);
            }

            assertTrue(demo.cause("kill9 paul").succeeded());
            succeeds(engine, "manual_failover", Map.of());
            String primary = String.valueOf(engine.call(ANNA, "get_master_name", Map.of()).get("master"));
            assertFalse(primary.equals("paul"));
            awaitWriter(demo, primary);
            if (DemoOptions.standard().pgbouncer().isPresent()) {
                theProxyLeadsTo(primary, engine);
            }

            assertTrue(demo.cause("rebuild paul").succeeded());
            await().atMost(SOON).until(() -> PostgresCluster.query(
                            demo.servers().stream().filter(s -> s.name().equals(primary)).findFirst().orElseThrow(),
                            "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                    .equals("2"));
        }
        assertFalse(Files.exists(directory));
    }

    @Test
    void theNextStartCleansUpAfterAKilledProgram() throws Exception {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-democrash-");
        Process child = JavaProgram.of(DemoChild.class, directory.toString()).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("RUNS", out.readLine());
        } finally {
            child.destroyForcibly().waitFor();
        }
        List<ProcessHandle> left = processesBelow(directory);
        assertFalse(left.isEmpty(), "the servers outlive the program that was killed");

        try (DemoCluster demo = DemoCluster.start(directory, DemoOptions.standard())) {
            await("the servers of the killed program are gone").atMost(SOON).until(() -> left.stream().noneMatch(p -> isBelow(directory, p)));
            await().atMost(SOON).until(() -> demo.writer().acknowledged() > 0);
        }
        assertEquals(List.of(), processesBelow(directory));
        assertFalse(Files.exists(directory));
    }

    /// The program that is killed.
    static final class DemoChild {
        private DemoChild() {}

        public static void main(String[] args) throws InterruptedException {
            DemoCluster demo = DemoCluster.start(Path.of(args[0]), DemoOptions.standard());
            System.out.println(demo.writer().acknowledged() >= 0 ? "RUNS" : "");
            System.out.flush();
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    /// As the information functions tell it; `poll` of a proxy looks at it anew.
    private static void theProxyLeadsTo(String primary, ClusterEngine engine) {
        Map<String, Object> polled = engine.call(ANNA, "poll", Map.of("servername", "pgb1"));
        assertEquals("SUCCESS", polled.get("result"), polled::toString);
        assertEquals(primary, polled.get("writes_to"), polled::toString);
        Map<?, ?> entry = map(engine.call(ANNA, "get_server_info", Map.of("servername", "pgb1")).get("pgb1"));
        assertEquals("transaction", entry.get("pool_mode"), entry::toString);
        assertEquals(1, entry.get("clients"), "the writer and nobody else: " + entry);
        assertEquals(primary, map(entry.get("routes")).get("postgres"), entry::toString);
        assertFalse(
                String.valueOf(engine.call(ANNA, "read_log", Map.of("numlines", "1000"))).contains("unknown server"),
                "a proxy was said to lead astray, though it never did");
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return assertInstanceOf(Map.class, value);
    }

    private static void succeeds(ClusterEngine engine, String function, Map<String, String> arguments) {
        Map<String, Object> answer = engine.call(ANNA, function, arguments);
        assertEquals("SUCCESS", answer.get("result"), answer::toString);
    }

    private static void awaitHealthy(ClusterEngine engine) {
        await().atMost(SOON).untilAsserted(() -> {
            engine.call(ANNA, "verify_all", Map.of());
            assertEquals(
                    "healthy",
                    engine.view().diagnosis().clusterStatus().word(),
                    () -> engine.view().diagnosis().toString());
        });
    }

    private static void awaitWriter(DemoCluster demo, String server) {
        await("the writer is on " + server).atMost(SOON).until(() -> demo.writer().connectedTo().equals(server));
    }

    private static List<ProcessHandle> processesBelow(Path directory) {
        return ProcessHandle.allProcesses().filter(p -> isBelow(directory, p)).toList();
    }

    /// Not so for a process that has ended, even where nobody has collected its status: then it still counts as alive, but has no directory.
    private static boolean isBelow(Path directory, ProcessHandle process) {
        boolean called = process.info().arguments().stream()
                .flatMap(java.util.Arrays::stream)
                .anyMatch(word -> word.startsWith(directory + "/pgb1/"));
        if (called) {
            return true;
        }
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd")).startsWith(directory);
        } catch (IOException e) {
            return false;
        }
    }
}
