package org.handyrep.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.plugin.cloning.SessionSlot;
import org.handyrep.plugin.cloning.Watch;

/// Looks after the slot that keeps WAL while something long runs. It is lost with its session, when the console sleeps or is cut off; then it is taken again at once,
/// so that as little WAL as possible is missing, and who watches is told. Close it before anybody else lets the slot go.
final class SlotCare implements Watch, AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Watch watch;
    private final String upstream;
    private final SessionSlot slot;
    private final Function<String, SqlResult> session;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread looks;
    private volatile String lost = "";
    private volatile String unknown = "";

    private SlotCare(Watch watch, String upstream, SessionSlot slot, Function<String, SqlResult> session) {
        this.watch = watch;
        this.upstream = upstream;
        this.slot = slot;
        this.session = session;
        this.looks = Thread.ofVirtual().name("slot " + slot.name()).unstarted(this::look);
    }

    /// @param session runs a statement in the session that has the slot
    static SlotCare begin(Watch watch, String upstream, SessionSlot slot, Function<String, SqlResult> session) {
        SlotCare care = new SlotCare(watch, upstream, slot, session);
        care.looks.start();
        return care;
    }

    private void look() {
        try {
            while (!closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                switch (slot.state(session)) {
                    case HELD -> unknown = "";
                    case GONE -> takeAgain();
                    case UNKNOWN -> unknown = upstream + " does not answer, and may have lost the slot that keeps WAL";
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeAgain() {
        unknown = "";
        lost = upstream + " lost the slot that keeps WAL";
        Optional<String> why = slot.take(session);
        lost += why.map(words -> ", and it cannot be taken again: " + words).orElse("; it is taken again");
    }

    private String note() {
        return unknown.isEmpty() ? lost : unknown;
    }

    /// What it says of how it went has what was lost, too.
    Outcome told(Outcome outcome) {
        return outcome.succeeded() && !note().isEmpty() ? Outcome.success(outcome.details() + " (" + note() + ")") : outcome;
    }

    @Override
    public void tell(Progress p) {
        String note = note();
        watch.tell(note.isEmpty() ? p : new Progress(p.phase() + " (" + note + ")", p.done(), p.total(), p.bytesPerSecond(), p.quiet()));
    }

    @Override
    public boolean cancelled() {
        return watch.cancelled();
    }

    /// A statement that runs is waited for: to give it up would cost the session, and the slot with it.
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                looks.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
