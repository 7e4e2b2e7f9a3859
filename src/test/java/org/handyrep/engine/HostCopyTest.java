package org.handyrep.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;

class HostCopyTest {

    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger writings = new AtomicInteger();

    private Outcome write() {
        written.set(events.get());
        writings.incrementAndGet();
        return Outcome.success("written");
    }

    @Test
    void whatFollowsIsWrittenTogetherAndNothingIsLeftOut() {
        HostCopy copy = new HostCopy(this::write);
        for (int i = 0; i < 1000; i++) {
            events.incrementAndGet();
            copy.follow();
        }
        await().until(() -> written.get() == 1000);
        assertTrue(writings.get() < 100, () -> writings + " writings of 1000 events");
    }

    @Test
    void whatIsWaitedForIsWrittenAtOnceAndTakesAlongWhatWasToFollow() {
        HostCopy copy = new HostCopy(this::write, Duration.ofHours(1));
        events.incrementAndGet();
        assertTrue(copy.push().join().succeeded());
        events.incrementAndGet();
        copy.follow();
        events.incrementAndGet();
        assertTrue(copy.push().join().succeeded());
        assertEquals(3, written.get());
        assertEquals(2, writings.get());
    }
}
