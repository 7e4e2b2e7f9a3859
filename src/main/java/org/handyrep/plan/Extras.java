package org.handyrep.plan;

import java.util.List;
import org.handyrep.plan.step.RunExtra;

/// `[extra_failover_commands]`, the last of a takeover.
final class Extras {

    private Extras() {}

    static List<Step> steps(Situation situation) {
        return situation.around().extras().stream()
                .<Step>map(extra -> new RunExtra(extra, situation.previewOf(extra)))
                .toList();
    }
}
