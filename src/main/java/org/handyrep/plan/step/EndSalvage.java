package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Removes what [SalvageWal] left: the folder with the fetched WAL, and the `restore_command` that reads it.
public record EndSalvage(String server, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Remove the fetched WAL from " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.EndSalvage(server));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
