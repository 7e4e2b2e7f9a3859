package org.handyrep.plan.step;

import java.util.List;
import java.util.Map;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Fence;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Fence by synchronous replication: the replicas whose confirmation the lost primary needs are frozen, so it can acknowledge no commit.
///
/// @param frozen those replicas
/// @param why whose confirmation it needs, one sentence
public record ConfirmSynchronousFence(String server, List<String> frozen, String why, List<String> preview) implements Step {

    public ConfirmSynchronousFence {
        frozen = List.copyOf(frozen);
    }

    @Override
    public String title() {
        return "Make sure that " + server + " can acknowledge no commit";
    }

    @Override
    public Outcome confirm(World world) {
        for (Map.Entry<String, ServerState> seen : world.lookAtAll(frozen).entrySet()) {
            if (!(seen.getValue() instanceof ServerState.Replica r)) {
                return Outcome.failure(seen.getKey() + " " + States.describe(seen.getValue()) + ": it may still confirm commits of " + server);
            }
            // One that is brought up to another frozen replica receives from that.
            if (r.receiver().filter(receiver -> !Streaming.isFromOneOf(world, frozen, receiver)).isPresent()) {
                return Outcome.failure(seen.getKey() + " still receives WAL and may confirm commits of " + server);
            }
        }
        return Outcome.success(server + " is fenced (" + Fence.SYNCHRONOUS.word() + "): " + why);
    }
}
