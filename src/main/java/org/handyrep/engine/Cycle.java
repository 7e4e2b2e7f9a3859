package org.handyrep.engine;

import java.util.List;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.plugin.Outcome;

/// What one cycle of the observer brought.
///
/// @param inCharge what `master_check_method` said; a failure means that nothing may be decided or written on the ground of this cycle
/// @param troubles what went wrong with the looking itself (a plugin that threw, a look that did not end), one sentence each
public record Cycle(ClusterSnapshot snapshot, Outcome inCharge, List<String> troubles) {
    public Cycle {
        troubles = List.copyOf(troubles);
    }
}
