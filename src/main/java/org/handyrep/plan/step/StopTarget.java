package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;

/// Stops a replica that is cloned over or rejoined. Stopped means: no postmaster on its host.
///
/// @param returns whether it is started again when that is taken back
public record StopTarget(String server, boolean returns, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Stop PostgreSQL on " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Service(server, RunMode.STOP));
    }

    @Override
    public Optional<String> obstacle(World world) {
        if (world.look(server) instanceof ServerState.Primary primary) {
            return Optional.of(server + " " + States.describe(primary) + ": a primary is not stopped for this");
        }
        return world.lookAtHost(server) instanceof HostState.Answers host && !host.running()
                ? Optional.of(server + " does not run any more: look again")
                : Optional.empty();
    }

    @Override
    public Outcome confirm(World world) {
        return Stopped.until(world, server, server + " is stopped: no postmaster is running", server + " is not proved to be stopped");
    }

    @Override
    public Optional<Deed> undo() {
        return returns ? Optional.of(new Deed.Service(server, RunMode.START)) : Optional.empty();
    }

    @Override
    public Optional<String> undoTitle() {
        return returns ? Optional.of("Start " + server + " again") : Optional.empty();
    }

    @Override
    public Outcome confirmUndone(World world) {
        return world.lookAtHost(server) instanceof HostState.Answers host && host.running()
                ? Outcome.success(server + " runs again")
                : Outcome.failure(server + " does not run");
    }
}
