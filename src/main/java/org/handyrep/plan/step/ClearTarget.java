package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.TargetProof;

/// Empties the directories of the target. The command proves on the host, once more, that they are what was seen.
///
/// @param aside what is there is kept until the replica streams
/// @param filled whether there is something
public record ClearTarget(CloneJob job, TargetProof.Expect expect, boolean aside, boolean filled, List<String> preview) implements Step {

    @Override
    public String title() {
        return (!filled ? "Make ready " : aside ? "Set aside what is in " : "Remove what is in ") + job.directory() + " on " + job.target();
    }

    @Override
    public String server() {
        return job.target();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.ClearTarget(job, expect, aside));
    }

    @Override
    public Optional<String> obstacle(World world) {
        Optional<String> other = world.disowned().or(world::notInCharge);
        if (other.isPresent()) {
            return other;
        }
        return switch (world.look(job.target())) {
            case ServerState.Primary p -> running(p);
            case ServerState.Replica r -> running(r);
            case ServerState.Rejecting r -> running(r);
            case ServerState.Unreachable u -> host(world);
            case ServerState.NotPolled n -> host(world);
        };
    }

    private Optional<String> running(ServerState state) {
        return Optional.of(job.target() + " " + States.describe(state) + ": a server that runs is not emptied");
    }

    private Optional<String> host(World world) {
        return world.lookAtHost(job.target()) instanceof HostState.Answers host && host.running()
                ? Optional.of("PostgreSQL runs on " + job.target() + " (" + host.process() + ")")
                : Optional.empty();
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.RestoreTarget(job));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of(filled && aside ? "Put back what was in " + job.directory() : "Remove the part of the copy that has arrived");
    }
}
