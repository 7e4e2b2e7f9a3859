package org.handyrep.cluster;

/// Free space on the file systems of a server, for PostgreSQL's user.
///
/// @param data bytes, where its data directory is
/// @param wal bytes, where its WAL is; the same where that is on the same file system
public record Disk(long data, long wal) {

    public long least() {
        return Math.min(data, wal);
    }
}
