package org.handyrep.plan.step;

import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.Still;
import org.handyrep.plan.World;

/// A step that leaves the mark of a replica in a stopped server, and can remove it.
interface Marking extends Step {

    /// Of PostgreSQL.
    int major();

    @Override
    default Optional<String> obstacle(World world) {
        return world.disowned();
    }

    /// The deed looks whether it runs, and marks it where somebody removed the mark.
    @Override
    default Still still(World world) {
        return Stopped.asReplica(world, server()).orElseGet(Still.Untold::new);
    }

    @Override
    default Optional<Deed> undo() {
        return Optional.of(new Deed.UnmarkAsReplica(server(), major()));
    }

    @Override
    default Optional<String> undoTitle() {
        return Optional.of("Remove the mark from " + server());
    }
}
