package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ControlData;
import org.handyrep.plan.Deed;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Makes the data directory of an old primary what the primary's was at the fork, and brings it what changed since. When it fails, the directory is of no use any more.
///
/// @param systemIdentifier of the cluster
public record RewindServer(RejoinJob job, String systemIdentifier, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Rewind " + job.server() + " to " + job.upstream();
    }

    @Override
    public String server() {
        return job.server();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Rewind(job));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return world.disowned()
                .or(() -> Rejoining.running(world, job.server()))
                .or(() -> Rejoining.source(world, job.upstream()))
                .or(() -> other(world));
    }

    private Optional<String> other(World world) {
        String found = world.controlData(job.server()).map(ControlData::systemIdentifier).orElse("");
        return found.equals(systemIdentifier)
                ? Optional.empty()
                : Optional.of(found.isEmpty()
                        ? "which cluster the data directory of " + job.server() + " belongs to cannot be told"
                        : job.server() + " belongs to another cluster now (system identifier " + found + ")");
    }

    /// Only the deed knows how `pg_rewind` ended, and it may not be done now.
    @Override
    public Outcome readBack(World world) {
        return Outcome.failure(obstacle(world).orElse("") + ". How pg_rewind ended on " + job.server() + " is looked at when that is over");
    }

    @Override
    public boolean isPointOfNoReturn() {
        return true;
    }
}
