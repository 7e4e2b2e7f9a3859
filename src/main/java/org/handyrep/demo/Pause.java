package org.handyrep.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for the world outside, which tells nobody when it is done.
final class Pause {

    private Pause() {}

    /// Ends early when the thread is interrupted, leaving the mark set.
    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether the condition came true in time
    static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            millis(5);
        }
        return true;
    }
}
