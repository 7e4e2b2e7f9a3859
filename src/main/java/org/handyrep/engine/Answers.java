package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Collects the answers of one cycle and what went wrong with the asking. Its clock starts when it is made.
final class Answers {

    private static final Duration GRACE = Duration.ofMillis(300);

    private final Questions questions;
    private final CycleLog log;
    private final long begun = System.nanoTime();
    private final long end;
    private final List<String> troubles = new ArrayList<>();

    /// @param deadline for a question of the first round
    Answers(Questions questions, Duration deadline, CycleLog log) {
        this.questions = questions;
        this.log = log;
        this.end = in(deadline.plus(GRACE));
    }

    /// The monotonic clock that long after the start of the cycle.
    long in(Duration time) {
        return begun + time.toNanos();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /// The answer to a question of the first round, empty when it threw or does not come in time.
    <T> Optional<T> first(String server, String what, CompletableFuture<T> question) {
        return listen(server, what, () -> Questions.until(end, question));
    }

    /// As [Questions#by(long, String, CompletableFuture)].
    ///
    /// @param last the most time to wait, of the monotonic clock
    <T> Optional<T> by(long last, String server, String what, String key, CompletableFuture<T> question) {
        return listen(server, what, () -> questions.by(Math.min(last, end), key, question));
    }

    private interface Listening<T> {
        Optional<T> hear() throws ExecutionException, InterruptedException;
    }

    private <T> Optional<T> listen(String server, String what, Listening<T> listening) {
        try {
            return listening.hear();
        } catch (ExecutionException e) {
            trouble(server, what + " failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble(server, what + " was interrupted");
        }
        return Optional.empty();
    }

    private void trouble(String server, String sentence) {
        troubles.add(server.isEmpty() ? sentence : server + ": " + sentence);
        log.write("OBSERVER", server, true, sentence);
    }

    List<String> troubles() {
        return List.copyOf(troubles);
    }

    String lastTrouble() {
        return troubles.isEmpty() ? "no answer in time" : troubles.getLast();
    }
}
