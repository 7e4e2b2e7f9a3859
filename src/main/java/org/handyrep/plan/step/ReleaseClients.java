package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Lets the clients go on that [HoldClients] made wait. Essential: an operation that left them waiting has not ended.
public record ReleaseClients(List<String> proxies, List<String> preview) implements Step {

    public ReleaseClients {
        proxies = List.copyOf(proxies);
    }

    @Override
    public String title() {
        return "Let the clients go on at " + server();
    }

    @Override
    public String server() {
        return String.join(", ", proxies);
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Release(proxies));
    }

    @Override
    public boolean isUrgent() {
        return true;
    }

    @Override
    public Outcome confirm(World world) {
        return Waiting.at(world, proxies, false);
    }
}
