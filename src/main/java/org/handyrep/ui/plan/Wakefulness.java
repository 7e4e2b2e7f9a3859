package org.handyrep.ui.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.handyrep.ui.common.Formats;

/// Whether this machine slept while something was watched, told from a wall clock that is looked at several times a second. Immutable.
///
/// @param looked when the clock was looked at last
/// @param slept the last sentence about a sleep; empty for none
public record Wakefulness(Instant looked, Optional<String> slept) {

    /// Longer than a window hangs, shorter than anybody's nap.
    private static final Duration LONG = Duration.ofSeconds(30);

    public static Wakefulness from(Instant now) {
        return new Wakefulness(now, Optional.empty());
    }

    public Wakefulness at(Instant now) {
        Duration gap = Duration.between(looked, now);
        return new Wakefulness(
                now,
                gap.compareTo(LONG) > 0
                        ? Optional.of("This machine slept for " + Formats.duration(gap) + ", until " + Formats.clock(now)
                                + ", and HandyRep with it. What is shown here was found after that.")
                        : slept);
    }
}
