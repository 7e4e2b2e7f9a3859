package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// The replica streams: its WAL need not be kept any more.
public record ReleaseWal(String server, String slot, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Drop the slot " + slot + " on " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.ReleaseWal(server, slot));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
