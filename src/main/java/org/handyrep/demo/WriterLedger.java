package org.handyrep.demo;

import java.time.Duration;
import java.util.BitSet;

/// What the writer knows: which rows were acknowledged, which of them are in the current primary, and how long nothing was acknowledged.
///
/// Times are of the monotonic clock. For several threads.
final class WriterLedger {

    private static final int RATE_WINDOW = 64;

    private final BitSet acknowledged = new BitSet();
    private final BitSet missing = new BitSet();
    private final long[] lastAcks = new long[RATE_WINDOW];
    private int ackCount;
    private long firstUncheckedRow;
    private long lastAck;
    private Duration longestGap = Duration.ZERO;

    WriterLedger(long now) {
        lastAck = now;
    }

    synchronized void acknowledged(int row, long now) {
        acknowledged.set(row);
        Duration gap = Duration.ofNanos(now - lastAck);
        // Before the first row there is no service that could have a gap.
        if (ackCount > 0 && gap.compareTo(longestGap) > 0) {
            longestGap = gap;
        }
        lastAck = now;
        lastAcks[ackCount++ % RATE_WINDOW] = now;
    }

    /// The oldest row that the next look at the same primary must cover.
    synchronized int firstUnchecked() {
        return Math.toIntExact(firstUncheckedRow);
    }

    /// Compares with what a primary has.
    ///
    /// @param from the first row the look covered
    /// @param limit the first row it did not cover; rows acknowledged since the look are not judged
    /// @param present the rows it has
    /// @param acknowledgedBefore the rows acknowledged when the look began
    synchronized void checked(int from, int limit, BitSet present, BitSet acknowledgedBefore) {
        BitSet gone = (BitSet) acknowledgedBefore.clone();
        gone.clear(0, from);
        gone.clear(limit, Math.max(limit, gone.length()));
        gone.andNot(present);
        missing.clear(from, limit);
        missing.or(gone);
        firstUncheckedRow = limit;
    }

    synchronized BitSet acknowledgedRows() {
        return (BitSet) acknowledged.clone();
    }

    synchronized DemoControls.WriterView view(long now, String connectedTo) {
        return new DemoControls.WriterView(
                rate(now),
                Duration.ofNanos(Math.max(0, now - lastAck)),
                longestGap,
                acknowledged.cardinality(),
                missing.cardinality(),
                connectedTo);
    }

    private double rate(long now) {
        int known = Math.min(ackCount, RATE_WINDOW);
        if (known < 2) {
            return 0;
        }
        long oldest = lastAcks[(ackCount - known) % RATE_WINDOW];
        return known * 1e9 / Math.max(1, now - oldest);
    }
}
