package org.handyrep.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.handyrep.cluster.Lsn;

/// Reads records of a write-ahead log as `pg_waldump` does, without a PostgreSQL program: how far it goes, and where its commits are.
///
/// The format (`xlogrecord.h`, `xlog_internal.h`) is the same since PostgreSQL 9.5, in the byte order of the machine that wrote it; only little-endian is read. A
/// record counts when it is whole: its pages bear their addresses, its checksum is right, and it names the record before it.
final class WalReader {

    static final int PAGE = 8192;

    private static final int SHORT_HEADER = 24;
    private static final int LONG_HEADER = 40;
    private static final int IS_LONG = 0x0002;
    private static final int IS_CONTINUED = 0x0001;
    private static final int RECORD_HEADER = 24;
    private static final int CRC_AT = 20;
    private static final int LONGEST = 1 << 30;

    private final int segment;
    private final List<Lsn> commits = new ArrayList<>();
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long base;
    private long position;
    private long previous = -1;
    private boolean more;

    /// @param start the end of a record; the first byte that is added is the first of its page
    /// @param segment bytes of a segment
    WalReader(Lsn start, int segment) {
        this.position = start.value();
        this.base = start.value() - start.value() % PAGE;
        this.segment = segment;
    }

    /// Reads on. What has been read is not kept.
    ///
    /// @return whether the bytes ended before the log did
    boolean add(byte[] next) {
        int unread = (int) Math.max(0, base + bytes.limit() - (position - position % PAGE));
        byte[] all = new byte[unread + next.length];
        bytes.get(bytes.limit() - unread, all, 0, unread);
        System.arraycopy(next, 0, all, unread, next.length);
        base += bytes.limit() - unread;
        bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        more = false;
        while (next()) {
            // Each call reads one record.
        }
        return more;
    }

    /// Of the last whole record.
    Lsn end() {
        return new Lsn(position);
    }

    /// Where the records of commits end.
    List<Lsn> commits() {
        return List.copyOf(commits);
    }

    private boolean next() {
        long at = position;
        if (at % PAGE == 0) {
            int header = header(at, -1);
            if (header == 0) {
                return false;
            }
            at += header;
        } else if (header(at - at % PAGE, 0) == 0) {
            return false;
        }
        if (!has(at, 4)) {
            return false;
        }
        int length = bytes.getInt(offset(at));
        if (length < RECORD_HEADER || length > LONGEST) {
            return false;
        }
        byte[] record = new byte[length];
        long end = collect(at, record);
        if (end == 0 || !isWhole(record)) {
            return false;
        }
        previous = at;
        position = aligned(end);
        note(record);
        return true;
    }

    /// @return the end of the record, 0 when it is not all there
    private long collect(long start, byte[] record) {
        long at = start;
        int read = 0;
        while (true) {
            int here = (int) Math.min(record.length - read, PAGE - at % PAGE);
            if (!has(at, here)) {
                return 0;
            }
            bytes.get(offset(at), record, read, here);
            read += here;
            at += here;
            if (read == record.length) {
                return at;
            }
            int header = header(at, record.length - read);
            if (header == 0) {
                return 0;
            }
            at += header;
        }
    }

    private boolean isWhole(byte[] record) {
        ByteBuffer header = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        if (previous >= 0 && header.getLong(8) != previous) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(record, RECORD_HEADER, record.length - RECORD_HEADER);
        crc.update(record, 0, CRC_AT);
        return (int) crc.getValue() == header.getInt(CRC_AT);
    }

    private void note(byte[] record) {
        int info = record[16] & 0xFF;
        int manager = record[17] & 0xFF;
        boolean commit = manager == 1 && ((info & 0x70) == 0x00 || (info & 0x70) == 0x30);
        boolean endsSegment = manager == 0 && (info & 0xF0) == 0x40;
        if (commit) {
            commits.add(new Lsn(position));
        }
        if (endsSegment && position % segment != 0) {
            position += segment - position % segment;
        }
    }

    /// The length of a page's header; 0 when it is not the header of that page.
    ///
    /// @param continued bytes of a record that go on there, -1 for none, 0 for not known
    private int header(long page, int continued) {
        if (!has(page, LONG_HEADER)) {
            return 0;
        }
        int at = offset(page);
        int info = bytes.getShort(at + 2) & 0xFFFF;
        boolean isThis = (bytes.getShort(at) & 0xFE00) == 0xD000 && bytes.getLong(at + 8) == page;
        boolean goesOn = (info & IS_CONTINUED) != 0;
        boolean fits = continued == 0 || (continued < 0 ? !goesOn : goesOn && bytes.getInt(at + 16) == continued);
        if (!isThis || !fits) {
            return 0;
        }
        return (info & IS_LONG) != 0 ? LONG_HEADER : SHORT_HEADER;
    }

    private boolean has(long at, int length) {
        boolean there = at + length <= base + bytes.limit();
        more |= !there;
        return there;
    }

    private int offset(long at) {
        return (int) (at - base);
    }

    private static long aligned(long at) {
        return (at + 7) & ~7L;
    }
}
