package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Creates the slots of the other replicas on the new primary at once, so that it keeps WAL for those that come to follow it later.
public record CreateSlots(String server, List<String> slots, int major, List<String> preview) implements Step {

    public CreateSlots {
        slots = List.copyOf(slots);
    }

    @Override
    public String title() {
        return "Create the slots " + String.join(", ", slots) + " on " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.CreateSlots(server, slots, major));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
