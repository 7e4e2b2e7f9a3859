package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Starts the new replica. It may have to replay for long before it takes sessions.
public record StartClone(String server, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Start PostgreSQL on " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.StartClone(server));
    }

    @Override
    public Outcome confirm(World world) {
        return world.lookAtHost(server) instanceof HostState.Answers host && host.running()
                ? Outcome.success(server + " runs")
                : Outcome.failure(server + " does not run");
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.StopClone(server));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Stop PostgreSQL on " + server);
    }

    @Override
    public Outcome confirmUndone(World world) {
        return Stopped.until(world, server, server + " is stopped", server + " is not proved to be stopped");
    }
}
