package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plugin.cloning.CloneJob;

/// Removes what was there before and the mark of the clone, now that the replica streams.
public record DiscardOld(CloneJob job, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Remove what was set aside on " + job.target();
    }

    @Override
    public String server() {
        return job.target();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.DiscardOld(job));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
