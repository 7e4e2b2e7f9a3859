package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/// Counts bytes and says how fast they come, over the last seconds. Used by several threads.
public final class Meter {

    private static final long WINDOW = Duration.ofSeconds(10).toNanos();

    private record Mark(long at, long done) {}

    private final LongSupplier nanos;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private String phase;
    private long done;
    private long total;
    private long movedAt;
    private boolean unseen;

    /// @param total estimated bytes, 0 for unknown
    public Meter(String phase, long total, LongSupplier nanos) {
        this.phase = phase;
        this.total = total;
        this.nanos = nanos;
        this.movedAt = nanos.getAsLong();
        marks.add(new Mark(movedAt, 0));
    }

    public synchronized void phase(String next) {
        phase = next;
        unseen = false;
        movedAt = nanos.getAsLong();
    }

    /// A phase in which nothing can be seen to move, so that standing still means nothing. It ends with [#phase(String)] only.
    public synchronized void unseen(String next) {
        phase(next);
        unseen = true;
    }

    /// The same as [#phase(String)], where it is said again and again.
    public synchronized void name(String now) {
        if (!unseen && !now.equals(phase)) {
            phase(now);
        }
    }

    public synchronized void add(long bytes) {
        set(done + bytes, total);
    }

    /// What the tool itself says. Never goes back.
    public synchronized void set(long bytes, long estimate) {
        long now = nanos.getAsLong();
        if (bytes > done) {
            done = bytes;
            movedAt = now;
        }
        total = estimate;
        if (now - marks.getLast().at() > WINDOW / 20) {
            marks.addLast(new Mark(now, done));
            while (marks.size() > 2 && now - marks.getFirst().at() > WINDOW) {
                marks.removeFirst();
            }
        }
    }

    public synchronized Progress progress() {
        long now = nanos.getAsLong();
        Mark first = marks.getFirst();
        double seconds = (now - first.at()) / 1e9;
        return new Progress(phase, done, Math.max(total, done), seconds <= 0 ? 0 : (done - first.done()) / seconds, unseen ? Duration.ZERO : Duration.ofNanos(now - movedAt));
    }
}
