package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ControlData;
import org.handyrep.plan.Deed;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// A server that crashed has to replay its WAL before it can be compared. In single-user mode nobody can connect to it, and it ends by itself.
public record RecoverCrashed(RejoinJob job, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Let " + job.server() + " recover from its crash, in single-user mode";
    }

    @Override
    public String server() {
        return job.server();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.RecoverCrashed(job));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return Rejoining.running(world, job.server());
    }

    @Override
    public Outcome confirm(World world) {
        return world.controlData(job.server()).filter(ControlData::isShutDown).isPresent()
                ? Outcome.success(job.server() + " has recovered and is shut down")
                : Outcome.failure("the control file of " + job.server() + " does not say that it is shut down");
    }
}
