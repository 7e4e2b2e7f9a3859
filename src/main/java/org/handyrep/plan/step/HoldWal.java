package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Keeps the WAL that the new replica will ask its upstream for.
public record HoldWal(String server, String slot, int major, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Keep WAL on " + server + " for the new replica";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.HoldWal(server, slot, major));
    }

    /// The slot is a temporary one, so that none is left behind by a console that is killed.
    @Override
    public boolean isOfSession() {
        return true;
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.ReleaseWal(server, slot));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Drop the slot " + slot + " on " + server);
    }
}
