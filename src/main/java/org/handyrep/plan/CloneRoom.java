package org.handyrep.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.PlaceSeen;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.plugin.cloning.TargetProof;
import org.handyrep.plugin.cloning.TargetProof.Contents;

/// The pre-check whether a clone fits on each file system that it is written to: tablespaces and WAL may have their own.
final class CloneRoom {

    /// What a database may grow while it is copied, and the WAL of that time.
    private static final double GROWTH = 0.05;

    /// What goes to one file system.
    private static final class Need {
        private final List<String> paths = new ArrayList<>();
        private long bytes;
        private long free;
        private long used;
        private boolean unmeasured;

        private void add(PlaceSeen place, long more) {
            paths.add(place.path());
            bytes += more;
            free = Math.max(free, place.space().free());
            used += place.space().used();
            unmeasured |= !place.isEmpty() && place.space().used() == 0;
        }

        private String words() {
            return Progress.size(free) + " are free for about " + Progress.size(bytes);
        }
    }

    private CloneRoom() {}

    /// @param size bytes of the whole source
    /// @return whether there is room to keep what is there until the replica streams
    static boolean isThere(Checks checks, HostSeen target, CloneJob job, long size, TargetProof.Fit fit) {
        Map<String, Need> needs = needs(target, job, size);
        boolean old = fit.contents() == Contents.REPLICA || fit.contents() == Contents.OLD_PRIMARY;
        boolean kept = needs.values().stream().allMatch(need -> need.free >= need.bytes);
        for (Need need : needs.values()) {
            String where = needs.size() == 1 ? "" : String.join(", ", need.paths) + ": ";
            String have = where + need.words();
            if (need.free >= need.bytes) {
                checks.ok("disk", have + (old && kept ? "; what is there is kept until the replica streams" : ""));
            } else if (need.free + need.used >= need.bytes) {
                checks.warn("disk", have + ": what is there has to be removed first, and cannot be put back");
            } else if (need.unmeasured && old) {
                checks.warn("disk", have + ": what is there has to be removed first, and cannot be put back; how much that is could not be measured in time");
            } else {
                checks.stop("disk", have + (need.used > 0 ? ", too little even when what is there is removed" : ""));
            }
        }
        return kept;
    }

    private static Map<String, Need> needs(HostSeen target, CloneJob job, long size) {
        long growth = (long) (size * GROWTH);
        long spaces = job.tablespaces().stream().mapToLong(CloneJob.Tablespace::size).sum();
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put(job.directory(), size - spaces);
        bytes.merge(job.wal().orElse(job.directory()), growth, Long::sum);
        job.tablespaces().forEach(space -> bytes.put(space.to(), space.size()));
        Map<String, Need> needs = new LinkedHashMap<>();
        for (PlaceSeen place : target.places()) {
            needs.computeIfAbsent(place.space().device(), device -> new Need()).add(place, bytes.getOrDefault(place.path(), 0L));
        }
        return needs;
    }
}
