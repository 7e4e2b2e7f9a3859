package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Makes the clients wait at the connection proxies, so that a switchover costs them a moment and no error. All wait, or none.
///
/// @param millis how long the last transactions may take to end
public record HoldClients(List<String> proxies, long millis, List<String> preview) implements Step {

    public HoldClients {
        proxies = List.copyOf(proxies);
    }

    @Override
    public String title() {
        return "Let the clients wait at " + String.join(", ", proxies);
    }

    @Override
    public String server() {
        return String.join(", ", proxies);
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Hold(proxies, millis));
    }

    /// What forbids to act is better known before anybody waits.
    @Override
    public Optional<String> obstacle(World world) {
        return world.notOurs();
    }

    /// The deed itself reads back that all wait; another look would only keep them waiting longer.
    @Override
    public Outcome confirm(World world) {
        return Outcome.success("the clients of " + server() + " wait");
    }

    @Override
    public Outcome readBack(World world) {
        return Waiting.at(world, proxies, true);
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.Release(proxies));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Let the clients go on at " + server());
    }

    @Override
    public Outcome confirmUndone(World world) {
        return Waiting.at(world, proxies, false);
    }
}
