package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.Still;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Fences a primary that hangs: its processes are there and answer nobody, so only killing them proves that they never commit again.
public record KillHung(String server, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Kill the hanging PostgreSQL on " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Kill(server));
    }

    @Override
    public Optional<String> obstacle(World world) {
        ServerState state = world.lookAtSilent(server);
        return state instanceof ServerState.Unreachable
                ? world.disowned()
                : Optional.of(server + " " + States.describe(state) + ": it does not hang");
    }

    @Override
    public Outcome confirm(World world) {
        return Stopped.until(world, server, server + " is fenced (process): no postmaster is running on its host",
                "the postmaster of " + server + " is still there after 10 s");
    }

    @Override
    public Still still(World world) {
        return Stopped.asReplica(world, server).orElseGet(() -> Still.of(readBack(world)));
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.Service(server, org.handyrep.plugin.RunMode.START));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Start " + server + " again as primary");
    }
}
