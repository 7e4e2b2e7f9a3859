package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;

/// Makes the old primary a replica of the present one, with the configuration that it had.
public record SettleRejoined(RejoinJob job, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Make " + job.server() + " a replica of " + job.upstream() + ", with its own configuration";
    }

    @Override
    public String server() {
        return job.server();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.SettleRejoined(job));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return Rejoining.running(world, job.server());
    }
}
