package org.handyrep.ui.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Check;
import org.handyrep.plan.Plan;

/// Variations of a plan.
final class SamplePlans {

    private SamplePlans() {}

    static Plan withTypedName(Plan p, String name) {
        Plan.Impact i = p.impact();
        return new Plan(
                p.function(),
                p.title(),
                p.reason(),
                p.checks(),
                p.steps(),
                new Plan.Impact(i.confirmLabel(), Optional.of(name), i.downtime(), i.loss(), i.undo(), i.afterwards()));
    }

    static Plan withCheck(Plan p, Check check) {
        return new Plan(p.function(), p.title(), p.reason(), List.of(check), p.steps(), p.impact());
    }
}
