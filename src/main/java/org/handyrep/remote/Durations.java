package org.handyrep.remote;

import java.time.Duration;
import java.util.Locale;

/// Durations as people read them: `30 s`, `0.5 s`.
final class Durations {

    private Durations() {}

    static String words(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /// What is left until a time of `System.nanoTime()`, at least one millisecond.
    static Duration until(long nanoTime) {
        return Duration.ofNanos(Math.max(1_000_000, nanoTime - System.nanoTime()));
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
