package org.handyrep.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.handyrep.cluster.Sighting;
import org.jspecify.annotations.Nullable;

/// Knocks at the port of a server of which no answer is expected, again and again while an operation runs. Steps that ask one after the other whether it is
/// still silent need not wait anew each time: their question was asked before, and had no answer up to now.
final class SilenceWatch implements AutoCloseable {

    /// As long as [CloseLook] waits for an answer to one knock.
    static final Duration ENOUGH = Duration.ofMillis(500);

    private static final Duration EVERY = Duration.ofMillis(100);
    /// For the answer to the newest knock, from a server that woke up just now.
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    /// So many knocks in vain are no lost packet.
    private static final int KNOCKS = 3;

    private final Supplier<Sighting> knock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread thread;
    private long silentSince;
    private long lastKnock;
    private int knocks;
    private @Nullable Answer newest;

    /// @param begun when it was asked
    private record Answer(Sighting sighting, long begun, long at) {}

    /// Knocks from now on.
    ///
    /// @param knock asks once, and waits for the answer; called on many threads at a time
    SilenceWatch(Supplier<Sighting> knock) {
        this.knock = knock;
        this.silentSince = System.nanoTime();
        this.thread = Thread.ofVirtual().name("knocking").start(this::loop);
    }

    private void loop() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                knock();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void knock() {
        long now = System.nanoTime();
        Thread.ofVirtual().name("knock").start(() -> answered(knock.get(), now));
        lock.lock();
        try {
            // A machine that slept has not listened.
            if (knocks > 0 && now - lastKnock > ENOUGH.toNanos()) {
                silentSince = now;
                knocks = 0;
            }
            lastKnock = now;
            knocks++;
        } finally {
            lock.unlock();
        }
    }

    private void answered(Sighting sighting, long begun) {
        boolean waited = System.nanoTime() - begun >= ENOUGH.toNanos();
        if (waited && sighting.kind() != Sighting.Kind.ANSWERS) {
            return;
        }
        lock.lock();
        try {
            newest = new Answer(sighting, begun, System.nanoTime());
            if (sighting.kind() == Sighting.Kind.ANSWERS) {
                silentSince = newest.at();
                knocks = 0;
            }
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until that is clear: `ENOUGH` after the first knock, or the last answer, at most.
    ///
    /// @return what came back by itself, such as a refusal, to a knock from now on, or an answer of less than `ENOUGH` ago; empty for silence up to now
    Optional<Sighting> await() {
        long from = System.nanoTime();
        knock();
        lock.lock();
        try {
            Optional<Sighting> heard = heardSince(from);
            for (long left = untilSilent(from); heard.isEmpty() && left > 0; left = untilSilent(from)) {
                var unused = news.awaitNanos(left);
                heard = heardSince(from);
            }
            return heard;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Sighting("", Sighting.Kind.UNKNOWN, "it was not waited for its silence"));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Sighting> heardSince(long from) {
        Answer last = newest;
        if (last == null) {
            return Optional.empty();
        }
        boolean answers = last.sighting().kind() == Sighting.Kind.ANSWERS;
        return (answers ? from - last.at() < ENOUGH.toNanos() : last.begun() >= from) ? Optional.of(last.sighting()) : Optional.empty();
    }

    private long untilSilent(long from) {
        long now = System.nanoTime();
        long missing = Math.max(ENOUGH.toNanos() - (now - silentSince), ROUND_TRIP.toNanos() - (now - from));
        boolean listens = knocks >= KNOCKS && now - lastKnock <= ENOUGH.toNanos();
        return listens ? missing : Math.max(missing, EVERY.toNanos());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
