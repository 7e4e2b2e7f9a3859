package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Saves what only the old primary has, before it is gone.
public record SaveEvidence(Deed.SaveEvidence evidence, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Save what only " + evidence.server() + " has";
    }

    @Override
    public String server() {
        return evidence.server();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(evidence);
    }
}
