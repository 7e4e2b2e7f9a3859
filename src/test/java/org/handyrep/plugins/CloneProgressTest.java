package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.handyrep.plugin.cloning.Meter;
import org.handyrep.plugin.cloning.Progress;
import org.junit.jupiter.api.Test;

/// What a clone says of how far it is.
class CloneProgressTest {

    @Test
    void theSpeedIsThatOfTheLastSeconds() {
        AtomicLong now = new AtomicLong();
        Meter meter = new Meter("copying", 1_000_000_000, now::get);
        for (int second = 1; second <= 100; second++) {
            now.set(second * 1_000_000_000L);
            meter.add(second <= 50 ? 1_000_000 : 2_000_000);
        }
        Progress progress = meter.progress();
        assertEquals(150_000_000, progress.done());
        assertEquals(2_000_000, progress.bytesPerSecond(), 1000);
        assertEquals(Optional.of(15), progress.percent());
        assertEquals(Optional.of(Duration.ofSeconds(425)), progress.left());
        assertEquals("copying: 150.0 MB of about 1.0 GB (15 %), 2.0 MB/s, 7 min 5 s left", progress.sentence());
        now.addAndGet(65_000_000_000L);
        assertEquals(Duration.ofSeconds(65), meter.progress().quiet());
    }

    @Test
    void withoutAnEstimateNothingIsGuessed() {
        AtomicLong now = new AtomicLong();
        Meter meter = new Meter("copying", 0, now::get);
        assertEquals(Optional.empty(), meter.progress().percent());
        assertEquals("copying", meter.progress().sentence());
        meter.set(10, 0);
        meter.set(5, 0);
        assertEquals(10, meter.progress().done(), "it never goes back");
        assertEquals(Optional.empty(), meter.progress().left());
    }
}
