package org.handyrep.plan.step;

import java.util.List;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Fence by a person's word: the host cannot be reached, and the operator typed its name to say that it is switched off.
public record DeclaredOff(String server, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Take the operator's word that " + server + " is switched off";
    }

    @Override
    public Outcome confirm(World world) {
        if (world.lookAtSilentHost(server) instanceof HostState.Answers) {
            return Outcome.failure("the host of " + server + " answers again: make a new plan, it can be fenced by proof");
        }
        ServerState state = world.lookAtSilent(server);
        return state instanceof ServerState.Unreachable
                ? Outcome.success("the operator declares that " + server + " is switched off; it answers nobody")
                : Outcome.failure(server + " " + States.describe(state) + ": it is not switched off");
    }
}
