package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;

/// The old primary streams with its own configuration: what was kept of that is not needed any more.
public record DiscardKept(RejoinJob job, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Remove what was kept on " + job.server();
    }

    @Override
    public String server() {
        return job.server();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.DiscardKept(job));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return Rejoining.apart(world, job.server(), job.upstream());
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
