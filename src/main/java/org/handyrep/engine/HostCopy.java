package org.handyrep.engine;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;

/// Brings one operation's journal to one host: one writing at a time, and what changed meanwhile goes with the next.
final class HostCopy {

    private final Supplier<Outcome> put;
    private @Nullable CompletableFuture<Outcome> next;
    private boolean busy;

    /// @param put writes all that there is when it is called
    HostCopy(Supplier<Outcome> put) {
        this.put = put;
    }

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
            }
            try {
                mine.complete(put.get());
            } catch (RuntimeException e) {
                mine.complete(Outcome.failure(e.toString()));
            }
        }
    }
}
