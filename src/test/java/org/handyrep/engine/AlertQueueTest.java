package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.handyrep.plugin.Alert;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;

class AlertQueueTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final EngineLog log = new EngineLog(Clock.systemUTC());
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Function<String, Outcome> plugin = message -> Outcome.success("sent");

    private AlertQueue queue(int most, Duration deadline, Duration fold) {
        Alert alert = (category, message) -> {
            Outcome outcome = plugin.apply(message);
            if (outcome.succeeded()) {
                sent.add(message);
            }
            return outcome;
        };
        return new AlertQueue(() -> Optional.of(alert), log, new AlertQueue.Limits(most, deadline, fold, SOON));
    }

    private static Alarm alarm(String subject, String message) {
        return new Alarm("STATUS", subject, message);
    }

    private List<String> errors() {
        return log.tail(100).stream().filter(LogLine::isError).map(LogLine::message).toList();
    }

    @Test
    void whoeverTellsNeverWaitsAndTheNextAlertSaysWhatWasDropped() {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        plugin = message -> {
            began.countDown();
            return await(open);
        };
        try (AlertQueue queue = queue(3, LONG, LONG)) {
            queue.tell(alarm("0", "message 0"));
            Awaitility.await().until(() -> began.getCount() == 0);
            long start = System.nanoTime();
            for (int i = 1; i <= 5; i++) {
                queue.tell(alarm("" + i, "message " + i));
            }
            assertTrue(System.nanoTime() - start < 60_000_000_000L, "it waited for the plugin");
            open.countDown();
            Awaitility.await().until(() -> sent.size() == 4);
        }
        assertEquals(
                List.of(
                        "message 0",
                        "message 3 (2 earlier alerts were not delivered: see the log of HandyRep)",
                        "message 4",
                        "message 5"),
                sent);
    }

    private static Outcome await(CountDownLatch latch) {
        try {
            latch.await();
            return Outcome.success("sent");
        } catch (InterruptedException e) {
            return Outcome.failure("interrupted");
        }
    }

    @Test
    void anAlertThatRepeatsTheLastOnItsSubjectIsOnlyCounted() {
        try (AlertQueue queue = queue(10, LONG, LONG)) {
            queue.tell(alarm("paul", "paul is down"));
            queue.tell(alarm("paul", "paul is down"));
            queue.tell(alarm("ringo", "ringo is down"));
            queue.tell(alarm("paul", "paul is healthy again"));
            queue.tell(alarm("paul", "paul is down"));
            Awaitility.await().until(() -> sent.size() >= 4);
        }
        assertEquals(4, sent.size(), sent::toString);
        assertTrue(sent.getFirst().startsWith("paul is down"), sent::toString);
        assertEquals("paul is down", sent.getLast(), "the newest truth must not be folded away");
    }

    @Test
    void afterAWhileItIsToldAgainWithTheCount() {
        try (AlertQueue queue = queue(10, LONG, Duration.ofSeconds(3))) {
            queue.tell(alarm("paul", "paul is down"));
            Awaitility.await().until(() -> sent.size() == 1);
            queue.tell(alarm("paul", "paul is down"));
            Awaitility.await().until(() -> {
                queue.tell(alarm("paul", "paul is down"));
                return sent.size() == 2;
            });
        }
        assertTrue(sent.get(1).matches("paul is down \\(again, \\d+ more times?\\)"), sent::toString);
    }

    @Test
    void aPluginThatHangsIsCutOffAndTheFailureIsLoggedOnce() {
        CountDownLatch never = new CountDownLatch(1);
        plugin = message -> message.startsWith("first") ? await(never) : Outcome.success("sent");
        try (AlertQueue queue = queue(10, SOON, LONG)) {
            queue.tell(alarm("a", "first"));
            queue.tell(alarm("b", "second"));
            Awaitility.await().until(() -> sent.size() == 1);
        }
        assertEquals(List.of("second (1 earlier alert was not delivered: see the log of HandyRep)"), sent);
        assertEquals(
                List.of("nobody was told of STATUS \"first\": push_alert_method did not end within 2 s"), errors());
    }

    @Test
    void aPluginThatCannotBeEndedIsNotCalledASecondTimeBesideItself() {
        CountDownLatch open = new CountDownLatch(1);
        List<String> begun = new CopyOnWriteArrayList<>();
        plugin = message -> {
            begun.add(message);
            while (open.getCount() > 0) {
                await(open);
            }
            return Outcome.success("sent");
        };
        try (AlertQueue queue = queue(10, SOON, LONG)) {
            queue.tell(alarm("a", "first"));
            queue.tell(alarm("b", "second"));
            Awaitility.await().until(() -> errors().size() == 2);
            assertEquals(List.of("first"), begun);
            assertTrue(errors().get(1).contains("still hangs"), errors()::toString);
            open.countDown();
        }
    }

    @Test
    void whatThePluginThrowsOrRefusesEndsNothing() {
        plugin = message -> {
            if (message.equals("thrown")) {
                throw new IllegalStateException("oops");
            }
            return message.startsWith("refused") ? Outcome.failure("550 no") : Outcome.success("sent");
        };
        try (AlertQueue queue = queue(10, LONG, LONG)) {
            queue.tell(alarm("a", "thrown"));
            queue.tell(alarm("b", "refused"));
            queue.tell(alarm("c", "good"));
            Awaitility.await().until(() -> sent.size() == 1);
        }
        assertEquals(List.of("good (2 earlier alerts were not delivered: see the log of HandyRep)"), sent);
        assertEquals(2, errors().size(), errors()::toString);
        assertTrue(errors().get(1).endsWith("\"refused\": 550 no"), errors()::toString);
    }

    @Test
    void closingSendsWhatWaitsAndNamesWhatItCouldNot() {
        try (AlertQueue queue = queue(10, LONG, LONG)) {
            queue.tell(alarm("a", "last words"));
        }
        assertEquals(List.of("last words"), sent);

        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        plugin = message -> {
            began.countDown();
            return await(never);
        };
        try (AlertQueue queue = queue(10, LONG, LONG)) {
            queue.tell(alarm("a", "one"));
            Awaitility.await().until(() -> began.getCount() == 0);
            queue.tell(alarm("b", "two"));
        }
        Awaitility.await().until(() -> errors().size() == 2);
        assertTrue(errors().stream().allMatch(e -> e.endsWith("HandyRep was closed")), errors()::toString);
    }
}
