package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.Sighting;

/// Whether a primary that does not answer the console answers somebody else. What each place saw counts for some cycles. Used by one thread at a time.
final class CloseLook {

    /// Less than a person notices, more than any network of one cluster needs.
    private static final Duration LIMIT = Duration.ofMillis(500);

    /// For the others, once the host has spoken.
    private static final Duration LAST_WORDS = Duration.ofMillis(50);

    private static final Duration COUNTS = Duration.ofSeconds(2);
    private static final Duration ASKED_AGAIN_AFTER = Duration.ofMillis(400);

    /// A place from which nobody can look will not be able to soon.
    private static final Duration UNABLE_FOR = Duration.ofSeconds(10);

    private record Answer(Sighting sighting, Instant at) {

        Duration age(Instant now) {
            Duration age = Duration.between(at, now);
            return age.isNegative() ? Duration.ZERO : age;
        }
    }

    private final Probes probes;
    private final Questions questions;
    private final Map<String, CompletableFuture<Answer>> asked = new HashMap<>();
    private final Map<String, Answer> known = new HashMap<>();

    CloseLook(Probes probes, Questions questions) {
        this.probes = probes;
        this.questions = questions;
    }

    /// Asks without waiting.
    ///
    /// @param others on whose hosts to look
    void begin(Server silent, List<Server> others) {
        ask("", silent, () -> probes.sightingFromHere(silent, LIMIT));
        others.forEach(other -> ask(other.name(), silent, () -> probes.sighting(other, silent, LIMIT)));
    }

    private void ask(String from, Server silent, Callable<Sighting> look) {
        Answer last = known.get(from);
        if (last != null) {
            boolean unable = last.sighting().kind() == Sighting.Kind.UNKNOWN;
            if (last.age(Instant.now()).compareTo(unable ? UNABLE_FOR : ASKED_AGAIN_AFTER) < 0) {
                return;
            }
        }
        asked.computeIfAbsent(from, f -> questions.ask(
                "port of " + silent.name() + " at " + silent.address() + " from " + from,
                () -> new Answer(look.call(), Instant.now())));
    }

    /// Waits until all have answered, or until the host has said that no postmaster runs there: no port can tell more.
    ///
    /// @param host what the look over SSH at the silent server's own host brings
    /// @param end of the monotonic clock
    void await(CompletableFuture<HostState> host, long end) {
        CompletableFuture<Void> all = CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new));
        CompletableFuture<Void> gone = new CompletableFuture<>();
        host.thenAccept(seen -> {
            if (seen instanceof HostState.Answers a && !a.running()) {
                gone.complete(null);
            }
        });
        waitFor(CompletableFuture.anyOf(CompletableFuture.allOf(all, host), gone), end);
        waitFor(all, Math.min(end, System.nanoTime() + gone.thenApply(x -> LAST_WORDS).getNow(Duration.ZERO).toNanos()));
        asked.forEach((from, answer) -> {
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                known.put(from, answer.join());
            }
        });
        asked.values().removeIf(CompletableFuture::isDone);
    }

    private static void waitFor(CompletableFuture<?> answers, long end) {
        try {
            answers.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Who has not answered, or could not be asked, is no witness in this cycle.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean sawLife() {
        return sightings(Instant.now()).stream().anyMatch(s -> s.kind() == Sighting.Kind.ANSWERS);
    }

    /// What counts now, with its age.
    List<Sighting> sightings(Instant now) {
        return known.values().stream()
                .filter(a -> a.age(now).compareTo(a.sighting().kind() == Sighting.Kind.UNKNOWN ? UNABLE_FOR : COUNTS) <= 0)
                .map(a -> a.sighting().withAge(a.age(now)))
                .sorted(Comparator.comparing(Sighting::from))
                .toList();
    }

    /// The server answers again, or is another.
    void forget() {
        asked.clear();
        known.clear();
    }
}
