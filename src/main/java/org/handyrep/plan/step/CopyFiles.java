package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plugin.cloning.CloneJob;

/// Copies the database. Takes as long as it takes, says how far it is, and ends when it is cancelled; what has arrived is removed with [ClearTarget].
public record CopyFiles(CloneJob job, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Copy " + job.source() + " to " + job.target();
    }

    @Override
    public String server() {
        return job.target();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.CopyFiles(job));
    }
}
