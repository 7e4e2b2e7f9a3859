package org.handyrep.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.SlotDanger;
import org.junit.jupiter.api.Test;

class SlotDangerTest {

    private static final long GIGABYTE = 1L << 30;

    private static SlotDanger of(boolean active, long kept, Optional<Long> free, String limit, String status) {
        Facts facts = new Facts("7000", 170000, "17.0", "/data", 1, Instant.EPOCH, limit.isEmpty() ? Map.of() : Map.of("max_slot_wal_keep_size", limit));
        Lsn end = new Lsn(100 * GIGABYTE);
        Slot slot = new Slot("s", true, active, Optional.of(new Lsn(end.value() - kept)), Optional.of(status));
        return SlotDanger.of(slot, facts, end, free);
    }

    @Test
    void whatKeepsAsMuchAsIsFreeFillsTheDiskWhoeverUsesIt() {
        assertEquals(SlotDanger.FILLS_DISK, of(false, 5 * GIGABYTE, Optional.of(4 * GIGABYTE), "-1", "extended"));
        assertEquals(SlotDanger.FILLS_DISK, of(true, 5 * GIGABYTE, Optional.of(4 * GIGABYTE), "", "extended"));
        assertEquals(SlotDanger.NONE, of(true, 3 * GIGABYTE, Optional.of(4 * GIGABYTE), "-1", "extended"));
        assertEquals(SlotDanger.FORGOTTEN, of(false, 3 * GIGABYTE, Optional.of(4 * GIGABYTE), "-1", "extended"));
        assertEquals(SlotDanger.FORGOTTEN, of(false, 3 * GIGABYTE, Optional.empty(), "-1", "extended"));
        assertEquals(SlotDanger.NONE, of(false, 32 << 20, Optional.of(1L << 20), "-1", "reserved"));
    }

    @Test
    void aLimitThatIsReachedBeforeTheDiskIsFullEndsTheSlotInstead() {
        assertEquals(SlotDanger.NONE, of(true, 5 * GIGABYTE, Optional.of(4 * GIGABYTE), "8192", "extended"));
        assertEquals(SlotDanger.FILLS_DISK, of(true, 5 * GIGABYTE, Optional.of(4 * GIGABYTE), "10240", "extended"));
        assertEquals(SlotDanger.LOST, of(true, 5 * GIGABYTE, Optional.of(90 * GIGABYTE), "1024", "unreserved"));
        assertEquals(SlotDanger.LOST, of(false, 0, Optional.empty(), "1024", "lost"));
    }
}
