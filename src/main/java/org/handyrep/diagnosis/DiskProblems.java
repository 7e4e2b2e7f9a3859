package org.handyrep.diagnosis;

import java.util.List;
import org.handyrep.cluster.Disk;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerStatus;

/// Disks that run full, as the last look at each host saw them.
final class DiskProblems {

    private DiskProblems() {}

    static void find(Observation o, Limits limits, List<Finding> found, Statuses statuses) {
        Disk disk = o.disk().orElse(null);
        if (disk == null || (!disk.isFull() && disk.least() >= limits.lowDisk())) {
            return;
        }
        Finding finding = disk.isFull()
                ? new Finding("DiskFull", Severity.CRITICAL, o.name(),
                        o.name() + " has " + disk.words() + ": PostgreSQL stops when it needs more. Make room there, but remove nothing from pg_wal by hand.",
                        List.of(), false)
                : new Finding("DiskLow", Severity.WARNING, o.name(), o.name() + " has only " + disk.words() + ": make room there, or make it larger, before it is full.", List.of(), false);
        found.add(finding);
        statuses.worsen(o.name(), ServerStatus.WARNING, finding.sentence());
    }

    /// What a full disk adds to a verdict about the primary; nothing while it has room.
    static String ofPrimary(Situation s) {
        return s.primary().flatMap(Observation::disk).filter(Disk::isFull).map(disk -> "; its disk is full (" + disk.words() + ")").orElse("");
    }
}
