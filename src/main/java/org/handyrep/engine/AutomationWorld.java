package org.handyrep.engine;

import java.util.Optional;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.plan.check.Attention;
import org.handyrep.plan.check.Circumstances;
import org.handyrep.plugin.Outcome;

/// What [Automation] needs of the engine around it.
interface AutomationWorld {

    /// All that is to be decided on, read now.
    Circumstances circumstances(ClusterView seen, Attention attention);

    /// Begins to look what other consoles did lately, while something else is done.
    ///
    /// @return waits until it is known, and never long
    default Runnable lookAtOthers() {
        return () -> {};
    }

    Request failover();

    Request restart();

    /// Plans on what that cycle saw.
    Decision plan(ClusterView seen, Request request);

    Outcome begin(Plan plan);

    /// Ends an operation that has to give way, such as a clone.
    ///
    /// @return what has to end first; empty when nothing has
    default Optional<String> makeWay() {
        return Optional.empty();
    }

    Optional<IfLost> ifLost(ClusterView seen, Circumstances now);

    /// Monotonic.
    long nanos();
}
