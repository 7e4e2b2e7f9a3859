package org.handyrep.ui.common;

import java.time.Duration;
import java.time.Instant;

/// How old facts may get: fresh up to three poll intervals, then they fade and their age is a warning.
public final class Staleness {

    private static final double FADED = 0.5;

    private Staleness() {}

    public static boolean isStale(Instant seen, Instant now, int pollIntervalSeconds) {
        return Duration.between(seen, now).toMillis() > 3000L * Math.max(1, pollIntervalSeconds);
    }

    /// From 1 for fresh facts down to one half for facts of ten intervals ago and older.
    public static double opacity(Instant seen, Instant now, int pollIntervalSeconds) {
        double intervals = Duration.between(seen, now).toMillis() / 1000.0 / Math.max(1, pollIntervalSeconds);
        if (intervals <= 3) {
            return 1;
        }
        return Math.max(FADED, 1 - (1 - FADED) * (intervals - 3) / 7);
    }
}
