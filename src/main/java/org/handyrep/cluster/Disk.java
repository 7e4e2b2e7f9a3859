package org.handyrep.cluster;

/// Free space on the file systems of a server, for PostgreSQL's user.
///
/// @param data bytes, where its data directory is
/// @param wal bytes, where its WAL is; the same where that is on the same file system
public record Disk(long data, long wal) {

    /// One segment of WAL. When PostgreSQL cannot make the next one, it stops (manual, 26.3 and `wal_segment_size`).
    private static final long SEGMENT = 16L << 20;

    public long least() {
        return Math.min(data, wal);
    }

    public boolean isFull() {
        return least() < SEGMENT;
    }

    /// `3 MB free for its WAL`.
    public String words() {
        return (least() >> 20) + " MB free for its " + (wal < data ? "WAL" : "data");
    }
}
