package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// A promoted server keeps settings of its life as a replica; a slot name that stays makes later clones of it never stream.
public record ClearInherited(String server, int major, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Clear the replica settings that " + server + " kept";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.ClearInherited(server, major));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
