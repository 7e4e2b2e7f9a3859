package org.handyrep.ui.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.handyrep.cluster.ServerStatus;
import org.junit.jupiter.api.Test;

class MarkTest {

    /// Colour-blind people tell statuses by shape.
    @Test
    void everyServerStatusHasAShapeOfItsOwn() {
        Set<String> shapes = new HashSet<>();
        for (ServerStatus status : ServerStatus.values()) {
            Mark mark = Mark.of(status);
            assertTrue(shapes.add(mark.outline() + mark.sign()), status + " looks like another status");
        }
        assertEquals(Mark.values().length, Arrays.stream(Mark.values()).map(m -> m.outline() + m.sign()).distinct().count());
    }

    @Test
    void factsFadeAfterThreeIntervalsAndNeverVanish() {
        Instant now = Instant.now();
        assertEquals(1, Staleness.opacity(now.minusSeconds(9), now, 3));
        assertTrue(Staleness.opacity(now.minusSeconds(15), now, 3) < 1);
        assertEquals(0.5, Staleness.opacity(now.minusSeconds(9000), now, 3));
        assertTrue(Staleness.isStale(now.minusSeconds(10), now, 3));
        assertEquals(false, Staleness.isStale(now.minusSeconds(8), now, 3));
    }
}
