package org.handyrep.engine;

import java.util.ArrayList;
import java.util.List;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ServerState;

/// The snapshots that a diagnosis needs: the newest, and while the primary is silent also how it was before, and how long and how often it was looked at since.
final class Recent {

    private static final int REMEMBERED = 10;

    /// More than `fail_retries` can ask for.
    private static final int SILENT = 150;

    private final List<ClusterSnapshot> snapshots = new ArrayList<>();

    void add(ClusterSnapshot snapshot) {
        snapshots.add(snapshot);
        int silent = 0;
        while (silent < snapshots.size() && isSilent(snapshots.get(snapshots.size() - 1 - silent))) {
            silent++;
        }
        int before = snapshots.size() - silent;
        if (silent > SILENT) {
            snapshots.remove(before + 1);
        }
        int forgotten = Math.min(snapshots.size(), before) - (silent == 0 ? REMEMBERED : REMEMBERED / 2);
        if (forgotten > 0) {
            snapshots.subList(0, forgotten).clear();
        }
    }

    /// Newest last.
    List<ClusterSnapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    private static boolean isSilent(ClusterSnapshot snapshot) {
        return snapshot.configuredPrimary()
                .map(o -> o.state() instanceof ServerState.Unreachable)
                .orElse(false);
    }
}
