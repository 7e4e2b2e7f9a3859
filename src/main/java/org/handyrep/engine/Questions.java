package org.handyrep.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Questions under way, each on a virtual thread of its own. The same question is never asked twice at a time, so one that hangs for ever costs one thread.
///
/// What begins with a login costs this machine and the server a hundred times what the look itself does. Hundreds of them at a time end in none being
/// answered before its deadline, and all being asked again. So those take turns, in the order in which they were asked.
final class Questions {

    /// How many logins of each kind at a time. More than the processors, since most of a login is waiting for another machine.
    private static final int TURNS = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());

    /// What is waited for apart: hosts that let nobody in must not keep the console from the servers.
    enum Turn {
        LOOK,
        HOST,
        PLUGIN
    }

    private final Map<Turn, Semaphore> turns = new EnumMap<>(Turn.class);
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<?>> open = new ConcurrentHashMap<>();
    private final Map<String, Object> late = new ConcurrentHashMap<>();

    Questions() {
        for (Turn turn : Turn.values()) {
            turns.put(turn, new Semaphore(TURNS, true));
        }
    }

    /// As [#ask(String, Callable)], once it is its turn.
    <T> CompletableFuture<T> askInTurn(Turn turn, String key, Callable<T> question) {
        Semaphore free = Objects.requireNonNull(turns.get(turn));
        return ask(key, () -> {
            waiting.add(key);
            try {
                free.acquire();
            } finally {
                waiting.remove(key);
            }
            try {
                return question.call();
            } finally {
                free.release();
            }
        });
    }

    /// Whether the question was not even asked yet, because others are before it.
    boolean isWaiting(String key) {
        return waiting.contains(key);
    }

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
