package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Starts the new replica. It may have to replay for long before it takes sessions.
public record StartRejoined(RejoinJob job, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Start PostgreSQL on " + job.server();
    }

    @Override
    public String server() {
        return job.server();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.StartRejoined(job));
    }

    @Override
    public Outcome confirm(World world) {
        return world.lookAtHost(job.server()) instanceof HostState.Answers host && host.running()
                ? Outcome.success(job.server() + " runs")
                : Outcome.failure(job.server() + " does not run");
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.StopClone(job.server()));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Stop PostgreSQL on " + job.server());
    }

    @Override
    public Outcome confirmUndone(World world) {
        return Stopped.until(world, job.server(), job.server() + " is stopped", job.server() + " is not proved to be stopped");
    }
}
