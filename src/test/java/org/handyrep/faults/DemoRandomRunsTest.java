package org.handyrep.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.handyrep.testing.Needs;
import org.junit.jupiter.api.Test;

/// What [RandomRunsTest] does on hosts of their own, on loopback addresses with gates that cut: faults at random, two consoles that fail over by themselves, clients that
/// never rest; with and without synchronous replication, side by side. Needs no root, and takes some three minutes.
///
/// `-Dhandyrep.demo.sequences=N` makes it longer, `-Dhandyrep.demo.seed=S` begins with another seed; a failure names what replays it.
class DemoRandomRunsTest {

    private static final int SEQUENCES = Integer.getInteger("handyrep.demo.sequences", 25);
    private static final long SEED = Long.getLong("handyrep.demo.seed", 1);

    @Test
    void whateverHappensNobodyWritesInTwoPlacesAndNothingIsLostUntold() throws Throwable {
        Needs.tool("pgbouncer");
        Needs.that(Files.isDirectory(Path.of("/proc/self")), "servers are switched off by what /proc tells");
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<CompletableFuture<Void>> both = List.of(false, true).stream()
                    .map(synchronous -> CompletableFuture.runAsync(() -> run(synchronous), threads))
                    .toList();
            CompletableFuture.allOf(both.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static void run(boolean synchronous) {
        try (DemoLab lab = DemoLab.open()) {
            DemoRun run = new DemoRun(lab, synchronous);
            for (long seed = SEED; seed < SEED + SEQUENCES; seed++) {
                one(run, seed);
            }
        }
    }

    private static void one(DemoRun run, long seed) {
        try {
            run.run(seed);
        } catch (AssertionError e) {
            throw new AssertionError(
                    "mvn test -Dtest=DemoRandomRunsTest -Dhandyrep.demo.seed=" + seed + " -Dhandyrep.demo.sequences=1\n" + e.getMessage(), e);
        }
        if (Boolean.getBoolean("handyrep.faults.tell")) {
            System.out.println("seed " + seed + "\n  " + String.join("\n  ", run.story()));
        }
    }
}
