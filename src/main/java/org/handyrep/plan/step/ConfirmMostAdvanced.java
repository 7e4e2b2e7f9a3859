package org.handyrep.plan.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Compares positions that stand still: promoting one that is behind would lose what another still has.
public record ConfirmMostAdvanced(String server, List<String> others, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Make sure that no replica is ahead of " + server;
    }

    @Override
    public Outcome confirm(World world) {
        List<String> all = new ArrayList<>(others);
        all.add(server);
        Map<String, ServerState> seen = world.lookAtAll(all);
        if (!(seen.get(server) instanceof ServerState.Replica candidate)) {
            return Outcome.failure(server + " is no replica any more");
        }
        Lsn position = candidate.position();
        for (String other : others) {
            ServerState state = Objects.requireNonNull(seen.get(other));
            if (!(state instanceof ServerState.Replica r)) {
                return Outcome.failure(other + " " + States.describe(state) + ", it was a replica, and what it has is not known any more: make a new plan");
            }
            if (r.position().isAfter(position)) {
                return Outcome.failure(other + " has WAL up to " + r.position() + ", "
                        + r.position().minus(position) + " bytes more than " + server + ": make a new plan");
            }
        }
        return Outcome.success(server + " has WAL up to " + position + ", nobody has more");
    }
}
