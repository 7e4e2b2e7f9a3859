package org.handyrep.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;

/// Brings one operation's journal to one host: one writing at a time, and what changed meanwhile goes with the next.
final class HostCopy {

    /// A writing for each event would keep the host busier than the operation itself.
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Supplier<Outcome> put;
    private final long between;
    private @Nullable CompletableFuture<Outcome> next;
    private boolean busy;
    private boolean behind;
    private long last;

    /// @param put writes all that there is when it is called
    HostCopy(Supplier<Outcome> put) {
        this(put, BETWEEN);
    }

    HostCopy(Supplier<Outcome> put, Duration between) {
        this.put = put;
        this.between = between.toNanos();
        last = System.nanoTime();
    }

    /// Writes at once, or after the writing under way.
    ///
    /// @return how the writing ended that holds all there is now
    synchronized CompletableFuture<Outcome> push() {
        CompletableFuture<Outcome> mine = next == null ? new CompletableFuture<>() : next;
        next = mine;
        if (!busy) {
            busy = true;
            Thread.ofVirtual().name("journal copy").start(this::work);
        }
        return mine;
    }

    /// Writes some time, the first time too, together with what changes until then. Returns at once.
    synchronized void follow() {
        if (behind) {
            return;
        }
        behind = true;
        long wait = last + between - System.nanoTime();
        Thread.ofVirtual().name("journal copy that follows").start(() -> {
            LockSupport.parkNanos(wait);
            if (isBehind()) {
                push();
            }
        });
    }

    private synchronized boolean isBehind() {
        return behind;
    }

    private void work() {
        while (true) {
            CompletableFuture<Outcome> mine;
            synchronized (this) {
                if (next == null) {
                    busy = false;
                    return;
                }
                mine = next;
                next = null;
                behind = false;
                last = System.nanoTime();
            }
            try {
                mine.complete(put.get());
            } catch (RuntimeException e) {
                mine.complete(Outcome.failure(e.toString()));
            }
        }
    }
}
