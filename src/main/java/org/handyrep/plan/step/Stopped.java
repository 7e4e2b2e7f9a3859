package org.handyrep.plan.step;

import java.time.Duration;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Reads back, on its host, that no postmaster of a server runs any more.
final class Stopped {

    private Stopped() {}

    /// @param done the sentence when none runs
    /// @param otherwise the failure's sentence after 10 s
    static Outcome until(World world, String server, String done, String otherwise) {
        return Wait.until(
                world,
                Duration.ofSeconds(10),
                Duration.ofMillis(10),
                () -> world.lookAtHost(server) instanceof HostState.Answers host && !host.running()
                        ? Optional.of(Outcome.success(done))
                        : Optional.empty(),
                () -> otherwise);
    }
}
