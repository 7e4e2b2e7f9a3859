package org.handyrep.plan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.cluster.ProxyState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Fence;
import org.handyrep.plan.Step;
import org.handyrep.plan.Still;
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

    /// Nobody is promoted yet: whoever gets a session that may write has it with the primary that was cut off, or with one that nobody knows of.
    @Override
    public Still still(World world) {
        List<Supplier<ProxyState>> looks = proxies.stream().map(proxy -> world.ahead(() -> world.lookAtProxy(proxy))).toList();
        List<String> open = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            if (looks.get(i).get().routes().stream().anyMatch(ProxyState.Route::writable)) {
                open.add(proxies.get(i));
            }
        }
        return open.isEmpty()
                ? new Still.Untold()
                : new Still.Broken(String.join(", ", open) + (open.size() == 1 ? " lets" : " let") + " clients write again: " + primary
                        + " may have taken what no replica has. Make a new plan");
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
