package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Gives a frozen replica its own settings back when it is not to follow the new primary.
public record ThawReplica(String server, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Thaw " + server + ": restore its settings";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Thaw(server));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
