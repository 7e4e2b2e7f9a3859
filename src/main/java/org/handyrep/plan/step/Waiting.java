package org.handyrep.plan.step;

import java.util.ArrayList;
import java.util.List;
import org.handyrep.cluster.ProxyState;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Reads back whether the clients of connection proxies wait.
final class Waiting {

    private Waiting() {}

    /// A proxy whose console does not answer any more has no clients that could wait there.
    static Outcome at(World world, List<String> proxies, boolean wanted) {
        List<String> others = new ArrayList<>();
        for (String proxy : proxies) {
            ProxyState seen = world.lookAtProxy(proxy);
            boolean paused = seen.console().map(ProxyState.Console::paused).orElse(false);
            if (paused != wanted) {
                others.add(proxy);
            }
        }
        String names = String.join(", ", others);
        if (others.isEmpty()) {
            return Outcome.success("the clients of " + String.join(", ", proxies) + (wanted ? " wait" : " go on"));
        }
        return Outcome.failure(wanted
                ? "the clients of " + names + " do not wait"
                : "the clients of " + names + " still wait: RESUME on its console lets them go on");
    }
}
