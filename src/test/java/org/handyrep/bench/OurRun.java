package org.handyrep.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plugin.Outcome;

/// One run of one of our plans by the engine.
///
/// @param begun of the monotonic clock
record OurRun(ClusterEngine engine, long begun, String id) {

    static OurRun begin(ClusterEngine engine, Plan plan) {
        long now = System.nanoTime();
        Outcome begun = engine.begin(Lab.ANNA, plan);
        assertTrue(begun.succeeded(), begun.details());
        return new OurRun(engine, now, String.valueOf(begun.extra().get("operation")));
    }

    /// Waits for its end, which must be a good one.
    Operation end() {
        Awaitility.await("the end of the operation")
                .atMost(Duration.ofMinutes(2))
                .until(() -> engine.view().operation().filter(o -> o.id().equals(id)).filter(o -> !o.isUnfinished()
                                || o.state() == Operation.State.INTERRUPTED)
                        .isPresent());
        Operation operation = engine.view().operation().orElseThrow();
        assertTrue(operation.state() == Operation.State.SUCCEEDED, operation.summary() + "\n" + operation.steps());
        return operation;
    }
}
