package org.handyrep.engine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Questions under way, each on a virtual thread of its own. The same question is never asked twice at a time, so one that hangs for ever costs one thread.
final class Questions {

    private final Map<String, CompletableFuture<?>> open = new ConcurrentHashMap<>();
    private final Map<String, Object> late = new ConcurrentHashMap<>();

    /// Asks, or joins the same question that is still open.
    ///
    /// @param key names question and server, and with them the type of the answer
    @SuppressWarnings("unchecked")
    <T> CompletableFuture<T> ask(String key, Callable<T> question) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<?> other = open.putIfAbsent(key, mine);
        if (other != null) {
            return (CompletableFuture<T>) other;
        }
        Thread.ofVirtual().name(key).start(() -> {
            try {
                T answer = question.call();
                open.remove(key, mine);
                mine.complete(answer);
            } catch (Throwable thrown) {
                open.remove(key, mine);
                mine.completeExceptionally(thrown);
            }
        });
        return mine;
    }

    /// The answer if it comes until then; if not, one that came late to the same question of an earlier cycle. What comes later counts in a later cycle.
    ///
    /// @param end of the monotonic clock
    /// @throws ExecutionException with what the question threw
    @SuppressWarnings("unchecked")
    <T> Optional<T> by(long end, String key, CompletableFuture<T> question) throws ExecutionException, InterruptedException {
        T before = (T) late.remove(key);
        Optional<T> now = until(end, question);
        if (now.isEmpty()) {
            question.thenAccept(answer -> late.put(key, answer));
        }
        return now.or(() -> Optional.ofNullable(before));
    }

    /// The answer without waiting: the one to this question, or one that came late to the same question of an earlier cycle.
    @SuppressWarnings("unchecked")
    <T> Optional<T> ready(String key, CompletableFuture<T> question) {
        T before = (T) late.remove(key);
        if (question.isDone()) {
            return question.isCompletedExceptionally() ? Optional.empty() : Optional.of(question.join());
        }
        question.thenAccept(answer -> late.put(key, answer));
        return Optional.ofNullable(before);
    }

    /// The answer if it comes until then, empty if it does not.
    ///
    /// @param end of the monotonic clock
    /// @throws ExecutionException with what the question threw
    static <T> Optional<T> until(long end, CompletableFuture<T> question) throws ExecutionException, InterruptedException {
        try {
            return Optional.of(question.get(Math.max(end - System.nanoTime(), 0), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }
}
