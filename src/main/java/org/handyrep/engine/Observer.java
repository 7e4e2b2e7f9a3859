package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.jspecify.annotations.Nullable;

/// Looks at the cluster for ever, one cycle after the other, and hands on what it saw. It decides nothing.
///
/// It never ends before it is closed: whatever is thrown is caught and logged, and the next cycle runs.
public final class Observer implements AutoCloseable {

    /// How long an operation may keep it from looking.
    private static final long STILL = Duration.ofSeconds(5).toNanos();
    private static final long BETWEEN = Duration.ofMillis(20).toNanos();

    private final CycleRun run;
    private final Supplier<Timing> timing;
    private final BooleanSupplier hurried;
    private final Consumer<Cycle> out;
    private final CycleLog log;

    private final ReentrantLock cycle = new ReentrantLock();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition wake = state.newCondition();
    private boolean verifyAsked = true;
    private boolean pollAsked;
    private boolean closed;
    private @Nullable Thread thread;
    private volatile @Nullable Instant lastFullCycle;
    private long silentSince = Long.MAX_VALUE;

    /// @param servers the servers as configured now; asked once for each cycle
    /// @param timing asked once for each cycle, so that a changed configuration counts at once
    /// @param hurried whether an operation runs for which clients wait: it looks for itself, and gets the hosts for itself for a moment
    /// @param out called on the observer's threads, one cycle at a time, in order
    public Observer(
            String clusterName,
            Supplier<List<Server>> servers,
            Probes probes,
            Methods methods,
            Supplier<Timing> timing,
            BooleanSupplier hurried,
            Consumer<Cycle> out,
            CycleLog log) {
        this.run = new CycleRun(clusterName, servers, probes, methods, log);
        this.timing = timing;
        this.hurried = hurried;
        this.out = out;
        this.log = log;
    }

    public void start() {
        state.lock();
        try {
            if (thread == null && !closed) {
                thread = Thread.ofPlatform().daemon().name("observer").start(this::loop);
            }
        } finally {
            state.unlock();
        }
    }

    /// Asks for a verify at once. Returns at once.
    public void pollNow() {
        state.lock();
        try {
            verifyAsked = true;
            wake.signalAll();
        } finally {
            state.unlock();
        }
    }

    /// Asks for a poll at once, because a session with the primary ended. Returns at once.
    void hurry() {
        state.lock();
        try {
            pollAsked = true;
            wake.signalAll();
        } finally {
            state.unlock();
        }
    }

    /// Runs one cycle on this thread, after the one under way, and hands it on. Blocks for some seconds at most.
    public Cycle look(boolean verify) {
        return look(timing.get(), verify);
    }

    /// As [#look(boolean)] with more patience, for what a person or a plan waits for.
    public Cycle lookPatiently(boolean verify) {
        return look(timing.get().patient(), verify);
    }

    private Cycle look(Timing spent, boolean verify) {
        cycle.lock();
        try {
            Cycle done = run.once(spent, verify);
            lastFullCycle = done.snapshot().takenAt();
            out.accept(done);
            return done;
        } finally {
            cycle.unlock();
        }
    }

    /// End of the last cycle that reached its end.
    public Optional<Instant> lastFullCycle() {
        return Optional.ofNullable(lastFullCycle);
    }

    private void loop() {
        while (true) {
            long start = System.nanoTime();
            boolean urgent = false;
            try {
                ClusterSnapshot seen = look(takeVerify()).snapshot();
                urgent = primaryIsSilent(seen);
                silentSince = !urgent ? Long.MAX_VALUE : silentSince == Long.MAX_VALUE ? seen.nanos() : silentSince;
            } catch (Throwable thrown) {
                report(thrown);
            }
            if (!pause(start, urgent)) {
                return;
            }
        }
    }

    private void report(Throwable thrown) {
        try {
            log.write("OBSERVER", "", true, "a cycle ended early and the next will run: " + thrown);
        } catch (RuntimeException alsoThrown) {
            thrown.addSuppressed(alsoThrown);
        }
    }

    private static boolean primaryIsSilent(ClusterSnapshot snapshot) {
        return snapshot.configuredPrimary()
                .map(o -> o.state() instanceof ServerState.Unreachable)
                .orElse(false);
    }

    private boolean takeVerify() {
        state.lock();
        try {
            boolean asked = verifyAsked;
            verifyAsked = false;
            pollAsked = false;
            return asked;
        } finally {
            state.unlock();
        }
    }

    /// Waits until the next cycle is due or asked for.
    ///
    /// @return false when the observer was closed
    private boolean pause(long start, boolean urgent) {
        state.lock();
        try {
            long wait = interval(urgent) - (System.nanoTime() - start);
            while (!closed && !verifyAsked && !pollAsked && wait > 0) {
                wait = wake.awaitNanos(wait);
            }
            long still = STILL;
            while (!closed && still > 0 && hurried.getAsBoolean()) {
                still -= BETWEEN - wake.awaitNanos(BETWEEN);
            }
            return !closed;
        } catch (InterruptedException e) {
            return !closed;
        } finally {
            state.unlock();
        }
    }

    private long interval(boolean urgent) {
        try {
            Timing now = timing.get();
            boolean forLong = urgent && System.nanoTime() - silentSince > Timing.URGENCY.toNanos();
            return (!urgent ? now.pollInterval() : forLong ? now.calm().urgentInterval() : now.urgentInterval()).toNanos();
        } catch (RuntimeException e) {
            return 5_000_000_000L;
        }
    }

    @Override
    public void close() {
        state.lock();
        try {
            closed = true;
            wake.signalAll();
            if (thread != null) {
                thread.interrupt();
            }
        } finally {
            state.unlock();
        }
    }
}
