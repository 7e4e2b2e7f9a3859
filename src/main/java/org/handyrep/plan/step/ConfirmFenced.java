package org.handyrep.plan.step;

import java.util.List;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Fence;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Fence by proof: the host answers and no postmaster runs on it.
public record ConfirmFenced(String server, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Make sure that no PostgreSQL runs on " + server;
    }

    @Override
    public Outcome confirm(World world) {
        return switch (world.lookAtHost(server)) {
            case HostState.Answers host when !host.running() -> fencedUnlessItAnswers(world, host);
            case HostState.Answers host -> Outcome.failure("PostgreSQL runs on " + server + ": it is not fenced");
            case HostState.Silent silent ->
                Outcome.failure("the host of " + server + " does not answer (" + silent.why()
                        + "): unreachable is not fenced");
            case HostState.Unclear unclear ->
                Outcome.failure("whether PostgreSQL runs on " + server + " cannot be told: " + unclear.why());
            case HostState.NotChecked n -> Outcome.failure("the host of " + server + " was not looked at");
        };
    }

    /// A postmaster of another data directory at its port would be another server under its name.
    private Outcome fencedUnlessItAnswers(World world, HostState.Answers host) {
        ServerState state = world.lookAtSilent(server);
        return state instanceof ServerState.Unreachable
                ? Outcome.success(server + " is fenced (" + Fence.PROCESS.word() + "): its host answers, no postmaster is running, its port gives no session"
                        + (host.controlState().isEmpty() ? "" : ", its control file says \"" + host.controlState() + "\""))
                : Outcome.failure("no postmaster works in the data directory of " + server + ", but it "
                        + States.describe(state) + ": it is not fenced");
    }
}
