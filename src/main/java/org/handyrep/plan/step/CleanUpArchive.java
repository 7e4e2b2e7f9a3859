package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Removes old WAL from the archive. The plugin keeps what a replica or a slot still needs.
public record CleanUpArchive(List<String> preview) implements Step {

    @Override
    public String title() {
        return "Remove old WAL from the archive";
    }

    @Override
    public String server() {
        return "";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.CleanUpArchive());
    }
}
