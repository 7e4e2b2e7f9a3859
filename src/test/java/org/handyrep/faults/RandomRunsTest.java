package org.handyrep.faults;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.handyrep.faults.RandomRuns.Replication;
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

    @Test
    void whateverHappensNobodyWritesInTwoPlacesAndNothingIsLostUntold() throws Throwable {
        try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors() < 8 ? 1 : 2)) {
            List<CompletableFuture<Void>> all = List.of(Replication.values()).stream()
                    .filter(kind -> ONLY.isEmpty() || kind.word().equals(ONLY))
                    .map(kind -> CompletableFuture.runAsync(() -> RandomRuns.run(kind, SEED, SEQUENCES), threads))
                    .toList();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
