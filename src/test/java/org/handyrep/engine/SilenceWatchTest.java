package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.handyrep.cluster.Sighting;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {

    private static final Sighting ANSWERS = new Sighting("", Sighting.Kind.ANSWERS, "it answers");
    private static final Sighting REFUSED = new Sighting("", Sighting.Kind.SILENT, "connection refused");

    private final AtomicInteger knocks = new AtomicInteger();
    private final CountDownLatch woken = new CountDownLatch(1);

    private Sighting hang() {
        knocks.incrementAndGet();
        try {
            woken.await();
            return ANSWERS;
        } catch (InterruptedException e) {
            return new Sighting("", Sighting.Kind.UNKNOWN, "interrupted");
        }
    }

    private static Optional<Sighting> heard(Supplier<Sighting> knock) {
        try (SilenceWatch watch = new SilenceWatch(knock)) {
            return watch.await();
        }
    }

    @Test
    void aServerThatAnswersOrRefusesIsHeardAtOnce() {
        assertEquals(Optional.of(ANSWERS), heard(() -> ANSWERS));
        assertEquals(Optional.of(REFUSED), heard(() -> REFUSED));
    }

    @Test
    void silenceIsSeveralKnocksInVainAndEndsWithTheFirstAnswer() {
        long begun = System.nanoTime();
        try (SilenceWatch watch = new SilenceWatch(this::hang)) {
            assertEquals(Optional.empty(), watch.await());
            assertTrue(System.nanoTime() - begun >= SilenceWatch.ENOUGH.toNanos(), "it was listened for long enough");
            assertTrue(knocks.get() >= 3, knocks + " knocks");
            assertEquals(Optional.empty(), watch.await(), "it is silent still");

            woken.countDown();

            Awaitility.await("it woke up").until(() -> watch.await().equals(Optional.of(ANSWERS)));
        }
    }

    @Test
    void whoAnswersAllTheTimeIsNeverSilent() {
        try (SilenceWatch watch = new SilenceWatch(() -> ANSWERS)) {
            for (int i = 0; i < 5; i++) {
                assertEquals(Optional.of(ANSWERS), watch.await());
            }
        }
    }
}
