package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Fence;
import org.handyrep.plan.Step;
import org.handyrep.plan.Still;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Fence by `fencing_method`: it switches the lost primary off, by power, hypervisor or cloud. Unless it says that it did, and nothing contradicts it, nobody is
/// promoted.
public record FenceByCommand(String server, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Switch " + server + " off by fencing_method";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Fence(server));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return world.disowned();
    }

    /// Its silence does not tell whether it was switched on again.
    @Override
    public Still still(World world) {
        ServerState state = world.lookAtSilent(server);
        return state instanceof ServerState.Unreachable
                ? new Still.Untold()
                : new Still.Broken(server + " " + States.describe(state) + ": it was switched on again");
    }

    @Override
    public Outcome confirm(World world) {
        Supplier<HostState> host = world.ahead(() -> world.lookAtSilentHost(server));
        ServerState state = world.lookAtSilent(server);
        if (!(state instanceof ServerState.Unreachable)) {
            return Outcome.failure("fencing_method said that " + server + " is off, but it " + States.describe(state));
        }
        return host.get() instanceof HostState.Answers answers && answers.running()
                ? Outcome.failure("fencing_method said that " + server + " is off, but PostgreSQL runs there: " + answers.process())
                : Outcome.success(server + " is fenced (" + Fence.COMMAND.word() + "): fencing_method switched it off");
    }
}
