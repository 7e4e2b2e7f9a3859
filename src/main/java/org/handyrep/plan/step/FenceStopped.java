package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Fence;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Fence by proof: the host answers, no postmaster runs on it, and any start of it is as a replica. One command looks and marks, and marks nothing that runs.
public record FenceStopped(String server, int major, List<String> preview) implements Marking {

    /// What fences it.
    public static Deed deed(String server, int major) {
        return new Deed.MarkAsReplica(server, "", major);
    }

    @Override
    public String title() {
        return "Make sure that " + server + " is stopped, and mark it as a replica";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(deed(server, major));
    }

    /// A stopped server that is marked, and no journal tells of it, is rejoined like any other.
    @Override
    public boolean mayPrecedeCopies() {
        return true;
    }

    /// A postmaster of another data directory at its port would be another server under its name.
    @Override
    public Outcome confirm(World world) {
        ServerState state = world.lookAtSilent(server);
        return state instanceof ServerState.Unreachable
                ? Outcome.success(server + " is fenced (" + Fence.PROCESS.word()
                        + "): its host answers, no postmaster is running, its port gives no session, and it is marked as a replica")
                : Outcome.failure("no postmaster works in the data directory of " + server + ", but it "
                        + States.describe(state) + ": it is not fenced");
    }

    @Override
    public Optional<String> withoutIt() {
        return Optional.of(server + " is not fenced, and nobody is promoted");
    }
}
