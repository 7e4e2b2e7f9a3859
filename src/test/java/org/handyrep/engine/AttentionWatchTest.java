package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.handyrep.cluster.ClusterSnapshot;
import org.junit.jupiter.api.Test;

/// Scenario 28: what was seen before a sleep or a jump of the clock says nothing about now.
class AttentionWatchTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final AttentionWatch watch = new AttentionWatch(() -> Duration.ofSeconds(1));
    private double wall;
    private double ticked;

    /// A cycle some seconds after the one before.
    private void cycle(double wallSeconds, double monotonicSeconds, String verdict) {
        wall += wallSeconds;
        ticked += monotonicSeconds;
        watch.see(
                new ClusterSnapshot("t", 1, START.plusMillis(Math.round(wall * 1000)), Math.round(ticked * 1e9), true, List.of()),
                verdict);
    }

    private void disturbed(double wallSeconds, double monotonicSeconds) {
        cycle(1, 1, "PrimaryOK");
        cycle(1, 1, "PrimaryOK");
        assertFalse(watch.now().isDisturbed());
        cycle(wallSeconds, monotonicSeconds, "PrimaryHostDown");
        assertTrue(watch.now().isDisturbed(), "disturbed by " + wallSeconds + " and " + monotonicSeconds);
        assertEquals(0, watch.now().polls(), "the polls before do not count any more");
        cycle(1, 1, "PrimaryHostDown");
        assertTrue(watch.now().isDisturbed(), "one look is not enough");
        cycle(1, 1, "PrimaryOK");
        assertTrue(watch.now().isDisturbed(), "two that do not agree are not enough");
        cycle(1, 1, "PrimaryOK");
        assertFalse(watch.now().isDisturbed());
        cycle(1, 1, "PrimaryHostDown");
        assertFalse(watch.now().isDisturbed(), "once they have agreed a change is news, and no disturbance");
    }

    @Test
    void scenario28_aMachineThatSleptWhileItsMonotonicClockStoodStill() {
        disturbed(3600, 1);
    }

    @Test
    void scenario28_aMachineThatSleptWhileItsMonotonicClockWentOn() {
        disturbed(3600, 3600);
    }

    @Test
    void scenario28_aClockThatWasSetBackOrForward() {
        disturbed(-3, 1);
        disturbed(4, 1);
    }

    @Test
    void manyLooksInASecondAreOnePoll() {
        cycle(1, 1, "PrimaryOK");
        for (int look = 0; look < 11; look++) {
            cycle(0.15, 0.15, "PrimaryHostDown");
        }
        assertEquals(2, watch.now().polls());
    }

    @Test
    void slowCyclesAndASlewedClockAreNoDisturbance() {
        cycle(1, 1, "PrimaryOK");
        cycle(30, 29, "PrimaryHostDown");
        cycle(1, 2.5, "PrimaryHostDown");
        assertFalse(watch.now().isDisturbed());
        assertEquals(3, watch.now().polls());
    }
}
