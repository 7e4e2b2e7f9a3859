package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;

/// Looks whether `pg_rewind` can do it. Changes nothing on the old primary.
public record RehearseRewind(RejoinJob job, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Rehearse pg_rewind of " + job.server() + " to " + job.upstream();
    }

    @Override
    public String server() {
        return job.server();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.RehearseRewind(job));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return Rejoining.running(world, job.server()).or(() -> Rejoining.source(world, job.upstream()));
    }
}
