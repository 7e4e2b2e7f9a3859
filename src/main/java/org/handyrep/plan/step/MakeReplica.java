package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plugin.cloning.CloneJob;

/// Moves the copy to its place and gives it the settings of a replica. What it inherited from the life of the server that was copied is removed: a slot name
/// that stays would keep it from ever streaming.
public record MakeReplica(CloneJob job, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Make the copy on " + job.target() + " a replica of " + job.upstream();
    }

    @Override
    public String server() {
        return job.target();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.MakeReplica(job));
    }
}
