package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Fence;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Fence by the connection proxies: every one of them ends its sessions with the lost primary and lets nobody reach it. It counts only where no client goes past them.
public record CutOffPrimary(String primary, List<String> proxies, List<String> preview) implements Step {

    public CutOffPrimary {
        proxies = List.copyOf(proxies);
    }

    @Override
    public String title() {
        return "Cut " + primary + " off at " + server();
    }

    @Override
    public String server() {
        return String.join(", ", proxies);
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.CutOff(proxies, primary));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return world.disowned();
    }

    /// The deed itself reads back that no proxy has a session with it.
    @Override
    public Outcome confirm(World world) {
        return Outcome.success(primary + " is fenced (" + Fence.PROXIES.word() + "): " + server()
                + " ended every session with it and let nobody through, and no client was seen to go past");
    }

    @Override
    public Outcome readBack(World world) {
        return Outcome.failure("whether " + server() + " still cut " + primary + " off is not known");
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.LetThrough(proxies, Optional.empty()));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Let clients through again at " + server());
    }
}
