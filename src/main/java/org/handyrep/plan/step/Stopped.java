package org.handyrep.plan.step;

import java.time.Duration;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Still;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Reads back that a server that was stopped takes no writes.
final class Stopped {

    private Stopped() {}

    /// One that was stopped and came up as a replica takes no writes either.
    static Optional<Still> asReplica(World world, String server) {
        return world.lookAtSilent(server) instanceof ServerState.Replica
                ? Optional.of(new Still.Holds(server + " runs as a replica now: it takes no writes"))
                : Optional.empty();
    }

    /// That no postmaster of it runs on its host.
    ///
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
