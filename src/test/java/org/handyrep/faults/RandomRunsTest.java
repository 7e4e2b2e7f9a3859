package org.handyrep.faults;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Faults at random, two consoles, clients that never rest; with and without synchronous replication, in a laboratory each: side by side where the machine is
/// large enough for the processes of two.
///
/// `-Dhandyrep.faults.sequences=N` makes it longer, `-Dhandyrep.faults.seed=S` begins with another seed, `-Dhandyrep.faults.only=sync` or `async` leaves
/// one out; a failure names what replays it.
@Tag("faults")
class RandomRunsTest {

    private static final int SEQUENCES = Integer.getInteger("handyrep.faults.sequences", 25);
    private static final long SEED = Long.getLong("handyrep.faults.seed", 1);
    private static final String ONLY = System.getProperty("handyrep.faults.only", "");

    private enum Replication {
        ASYNC,
        SYNC;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Map<String, String> parameters() {
            return this == SYNC
                    ? Map.of("wal_receiver_timeout", "3s", "synchronous_standby_names", "ANY 1 (*)")
                    : Map.of("wal_receiver_timeout", "3s");
        }
    }

    @Test
    void whateverHappensNobodyWritesInTwoPlacesAndNothingIsLostUntold() throws Throwable {
        try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors() < 8 ? 1 : 2)) {
            List<CompletableFuture<Void>> all = List.of(Replication.values()).stream()
                    .filter(kind -> ONLY.isEmpty() || kind.word().equals(ONLY))
                    .map(kind -> CompletableFuture.runAsync(() -> run(kind), threads))
                    .toList();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static void run(Replication kind) {
        try (FaultLab lab = FaultLab.open(kind.parameters(), System.getProperty("handyrep.faults.check", "check_last_ip_db"), Map.of())) {
            lab.console("anna").ask("init_handyrep_db");
            try (LabClients clients = LabClients.start(lab, 2)) {
                RandomRun run = new RandomRun(lab, clients, kind == Replication.SYNC);
                for (long seed = SEED; seed < SEED + SEQUENCES; seed++) {
                    long start = System.nanoTime();
                    try {
                        run.run(seed);
                    } catch (AssertionError e) {
                        throw new AssertionError("-Dhandyrep.faults.seed=" + seed + " -Dhandyrep.faults.sequences=1 -Dhandyrep.faults.only="
                                + kind.word() + "\n" + e.getMessage(), e);
                    }
                    System.out.printf("%s %s (%.1f s)%n", kind.word(), run.story().getFirst(), (System.nanoTime() - start) / 1e9);
                    if (Boolean.getBoolean("handyrep.faults.tell")) {
                        run.story().stream().skip(1).forEach(line -> System.out.println("  " + line));
                    }
                }
            }
        }
    }
}
