package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The same work on several things at once, each on a thread of its own.
public final class Together {

    private record Done<K, T>(K key, @Nullable T answer, @Nullable RuntimeException bug) {}

    private Together() {}

    /// Waits for all.
    public static <K, T> Map<K, T> each(List<K> keys, Function<K, T> work) {
        return each(keys, work, answer -> false, Duration.ZERO);
    }

    /// Waits for all, but after an answer that is urgent no longer than `grace` for the others, who are then left to themselves and not in the answer.
    static <K, T> Map<K, T> each(List<K> keys, Function<K, T> work, Predicate<T> urgent, Duration grace) {
        BlockingQueue<Done<K, T>> queue = new LinkedBlockingQueue<>();
        List<K> distinct = keys.stream().distinct().toList();
        for (K key : distinct) {
            Thread.ofVirtual().name("together " + key).start(() -> queue.add(done(key, work)));
        }
        Map<K, T> answers = new LinkedHashMap<>();
        long end = Long.MAX_VALUE;
        try {
            while (answers.size() < distinct.size()) {
                long left = end == Long.MAX_VALUE ? Long.MAX_VALUE : end - System.nanoTime();
                Done<K, T> done = queue.poll(left, TimeUnit.NANOSECONDS);
                if (done == null) {
                    break;
                }
                T answer = done.answer();
                if (answer == null) {
                    throw done.bug() == null ? new IllegalStateException("no answer") : done.bug();
                }
                answers.put(done.key(), answer);
                if (urgent.test(answer) && end == Long.MAX_VALUE) {
                    end = System.nanoTime() + grace.toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<K, T> inOrder = new LinkedHashMap<>();
        for (K key : distinct) {
            T answer = answers.get(key);
            if (answer != null) {
                inOrder.put(key, answer);
            }
        }
        return inOrder;
    }

    private static <K, T> Done<K, T> done(K key, Function<K, T> work) {
        try {
            return new Done<>(key, work.apply(key), null);
        } catch (RuntimeException e) {
            return new Done<>(key, null, e);
        }
    }
}
