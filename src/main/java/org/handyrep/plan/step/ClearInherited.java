package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// A promoted server keeps settings of its life as a replica; a slot name that stays makes later clones of it never stream.
///
/// @param syncNames whom its commits must wait for still when that is done; empty when the plan set nobody
public record ClearInherited(String server, int major, Optional<String> syncNames, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Clear the replica settings that " + server + " kept";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.ClearInherited(server, major));
    }

    @Override
    public Outcome confirm(World world) {
        return syncNames.map(names -> SetSyncNames.isSet(world, server, names)).orElse(Outcome.success(""));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
