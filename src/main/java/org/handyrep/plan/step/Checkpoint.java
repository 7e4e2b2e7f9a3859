package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// A checkpoint makes what comes after it short; without the right to do one the plan goes on.
public record Checkpoint(String server, String why, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Checkpoint on " + server + ", " + why;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Checkpoint(server));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
