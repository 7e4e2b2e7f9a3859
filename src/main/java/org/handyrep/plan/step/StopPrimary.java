package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.Still;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;

/// Stops the primary of a switchover. Stopped means: no postmaster on the host and a control file that says "shut down".
public record StopPrimary(String server, String systemIdentifier, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Stop PostgreSQL on " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Service(server, RunMode.STOP));
    }

    /// Who is in charge was asked before anybody had to wait, and is asked again before the promotion.
    @Override
    public Optional<String> obstacle(World world) {
        Supplier<Optional<String>> whose = world.ahead(world::disowned);
        Optional<String> changed = changed(world);
        return whose.get().or(() -> changed);
    }

    private Optional<String> changed(World world) {
        return switch (world.look(server)) {
            case ServerState.Primary p
                    when p.facts().systemIdentifier().equals(systemIdentifier) -> Optional.empty();
            case ServerState.Primary p ->
                Optional.of(server + " belongs to another cluster now (system identifier "
                        + p.facts().systemIdentifier() + ")");
            case ServerState other -> Optional.of(server + " " + States.describe(other) + ", it was a primary");
        };
    }

    @Override
    public Outcome confirm(World world) {
        return Wait.until(
                world,
                Duration.ofSeconds(5),
                Duration.ofMillis(10),
                () -> stopped(world),
                () -> server + " is not proved to be stopped");
    }

    private Optional<Outcome> stopped(World world) {
        return world.lookAtHost(server) instanceof HostState.Answers host
                        && !host.running()
                        && host.controlState().equals(ControlData.SHUT_DOWN)
                ? Optional.of(Outcome.success(
                        server + " is stopped: no postmaster, and its control file says \"" + host.controlState() + "\""))
                : Optional.empty();
    }

    @Override
    public Still still(World world) {
        return Stopped.asReplica(world, server).orElseGet(() -> Still.of(readBack(world)));
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.Service(server, RunMode.START));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Start " + server + " again as primary");
    }

    /// A stop that was too slow may have its effect only after the start, which found the server running.
    @Override
    public Outcome confirmUndone(World world) {
        Optional<Deed> again = undo();
        boolean[] tried = {false};
        return Wait.until(
                world,
                Duration.ofSeconds(60),
                Duration.ofMillis(100),
                () -> {
                    if (world.look(server) instanceof ServerState.Primary) {
                        return Optional.of(Outcome.success(server + " is the primary again"));
                    }
                    if (!tried[0] && world.disowned().isEmpty() && world.lookAtHost(server) instanceof HostState.Answers host && !host.running()) {
                        tried[0] = true;
                        again.ifPresent(world::perform);
                    }
                    return Optional.empty();
                },
                () -> server + " does not take sessions as primary again");
    }
}
