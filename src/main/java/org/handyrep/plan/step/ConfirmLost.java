package org.handyrep.plan.step;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Looks once more whether the primary is lost: any answer, to the console or to a replica's WAL receiver, is a veto.
///
/// @param replicas who may have heard it
/// @param seen when this console had a session with it last; empty when it never had
public record ConfirmLost(String server, List<String> replicas, Optional<Instant> seen, List<String> preview) implements Step {

    /// A primary that writes is heard many times a second. More than the second that a look waits for one that is lost would be a veto by what it said before.
    private static final long FRESH_MILLIS = 1_000;

    @Override
    public String title() {
        return "Make sure that " + server + " is lost";
    }

    @Override
    public Outcome confirm(World world) {
        List<String> all = new ArrayList<>(replicas);
        all.add(server);
        Map<String, ServerState> now = world.lookAtAll(all, server);
        return switch (Objects.requireNonNull(now.get(server))) {
            case ServerState.Primary p ->
                Outcome.failure(server + " answers again and takes sessions at " + p.written() + ": this is no failover");
            case ServerState.Rejecting r ->
                Outcome.failure(server + " lives: it answers \"" + r.problem().message() + "\". Stop it first, if another is to take over");
            case ServerState.Replica r -> Outcome.success(server + " is in recovery, it is no primary any more");
            case ServerState.Unreachable u -> heardByNobody(world, now, u.problem().message());
            case ServerState.NotPolled n -> Outcome.failure(server + " could not be asked: " + n.why());
        };
    }

    private Outcome heardByNobody(World world, Map<String, ServerState> now, String silence) {
        for (Map.Entry<String, ServerState> replica : now.entrySet()) {
            if (replica.getValue() instanceof ServerState.Replica r && heardJustNow(world, r)) {
                return Outcome.failure(replica.getKey() + " hears " + server
                        + ": the fault is between this console and " + server + ", not on it");
            }
        }
        return Outcome.success(server + " does not answer (" + silence + ") and no replica hears it");
    }

    /// One that receives from another replica hears that.
    private boolean heardJustNow(World world, ServerState.Replica replica) {
        return replica.receiver()
                .filter(receiver -> receiver.isStreaming() && !Streaming.isFromOneOf(world, replicas, receiver))
                .flatMap(receiver -> receiver.messageAge())
                .map(age -> age.toMillis() < FRESH_MILLIS)
                .orElse(false);
    }
}
