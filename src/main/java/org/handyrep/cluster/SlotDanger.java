package org.handyrep.cluster;

import java.util.Optional;

/// What a replication slot may do to its server: WAL that it keeps fills the disk, and a full disk stops PostgreSQL.
public enum SlotDanger {
    NONE,
    /// Nobody uses it, and it keeps much.
    FORGOTTEN,
    /// What it keeps is as much as what is free: the disk may be full before anybody comes to use it.
    FILLS_DISK,
    /// The server has given it up, or is about to (`max_slot_wal_keep_size`, PostgreSQL 13 and later): its replica cannot go on.
    LOST;

    private static final long GIGABYTE = 1L << 30;
    private static final long SMALL = 64L << 20;

    /// @param facts of the server that has it
    /// @param end written or replayed there
    /// @param free bytes for WAL on its disk; empty when that is not known
    public static SlotDanger of(Slot slot, Facts facts, Lsn end, Optional<Long> free) {
        String status = slot.walStatus().orElse("");
        if (status.equals("lost") || status.equals("unreserved")) {
            return LOST;
        }
        long kept = kept(slot, end);
        boolean fills = free.isPresent() && kept > SMALL && kept >= free.get() && !isLimited(facts, kept, free.get());
        if (fills) {
            return FILLS_DISK;
        }
        return !slot.active() && kept > GIGABYTE ? FORGOTTEN : NONE;
    }

    /// Bytes of WAL that it keeps from being removed.
    public static long kept(Slot slot, Lsn end) {
        return slot.restartLsn().map(start -> Math.max(0, end.minus(start))).orElse(0L);
    }

    /// Free bytes for WAL on a server's disk, as the last look at its host saw it.
    public static Optional<Long> free(Observation server) {
        return server.disk().map(Disk::wal);
    }

    /// Whether the server gives the slot up before the disk is full.
    private static boolean isLimited(Facts facts, long kept, long free) {
        long limit = facts.number("max_slot_wal_keep_size", -1);
        return limit >= 0 && limit * 1024 * 1024 < kept + free;
    }
}
