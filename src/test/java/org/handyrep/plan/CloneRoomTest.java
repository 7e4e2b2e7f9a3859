package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.plan.Check.Level;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.PlaceSeen;
import org.handyrep.plugin.cloning.TargetProof.Contents;
import org.handyrep.plugin.cloning.TargetProof.Expect;
import org.handyrep.plugin.cloning.TargetProof.Fit;
import org.junit.jupiter.api.Test;

/// A source of 100 GB, 60 of them in a tablespace.
class CloneRoomTest {

    private static final long GB = 1_000_000_000;

    private final Checks checks = new Checks();

    private static PlaceSeen place(String path, String device, long free, long used) {
        return new PlaceSeen(path, true, "", path, true, "1:2", List.of("x"), List.of(), PlaceSeen.Left.NOTHING, new PlaceSeen.Space(device, free * GB, used * GB), false);
    }

    private boolean keeps(Optional<String> wal, PlaceSeen... places) {
        HostSeen target = new HostSeen("postgres", "/h", "boot", List.of(places), "15", Optional.empty(), "01", "", Optional.empty(), Map.of());
        CloneJob job = new CloneJob(
                "george", "john", "john", 150000, "/data", "/other", wal, List.of(new CloneJob.Tablespace("16384", "/fast", "/fast", 60 * GB)), 0, "t");
        return CloneRoom.isThere(checks, target, job, 100 * GB, new Fit(Contents.REPLICA, new Expect("01", List.of())));
    }

    private String said() {
        return String.join("\n", checks.list().stream().map(c -> c.level() + " " + c.saw()).toList());
    }

    @Test
    void oneFileSystemTakesItAll() {
        assertTrue(keeps(Optional.empty(), place("/data", "1", 110, 40), place("/fast", "1", 110, 60)));
        assertEquals("OK 110.0 GB are free for about 105.0 GB; what is there is kept until the replica streams", said());
    }

    @Test
    void eachFileSystemIsHeldAgainstWhatGoesThere() {
        assertFalse(keeps(Optional.empty(), place("/data", "1", 400, 40), place("/fast", "2", 20, 10)));
        assertEquals(
                """
                OK /data: 400.0 GB are free for about 45.0 GB
                STOP /fast: 20.0 GB are free for about 60.0 GB, too little even when what is there is removed""",
                said());
    }

    /// Many files on a slow disk are not counted in time.
    @Test
    void whatCouldNotBeMeasuredIsNotTakenForNothing() {
        assertFalse(keeps(Optional.empty(), place("/data", "1", 20, 0), place("/fast", "2", 70, 10)));
        assertEquals(
                """
                WARNING /data: 20.0 GB are free for about 45.0 GB: what is there has to be removed first, and cannot be put back; how much that is could not be measured in time
                OK /fast: 70.0 GB are free for about 60.0 GB""",
                said());
    }

    @Test
    void whatIsThereMayHaveToGo() {
        assertFalse(keeps(Optional.of("/wal"), place("/data", "1", 50, 40), place("/wal", "3", 8, 1), place("/fast", "2", 20, 60)));
        assertEquals(
                """
                OK /data: 50.0 GB are free for about 40.0 GB
                OK /wal: 8.0 GB are free for about 5.0 GB
                WARNING /fast: 20.0 GB are free for about 60.0 GB: what is there has to be removed first, and cannot be put back""",
                said());
        assertEquals(Level.WARNING, checks.list().getLast().level());
    }
}
