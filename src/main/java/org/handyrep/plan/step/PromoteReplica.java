package org.handyrep.plan.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// The point of no return. After it was asked for, no other server is ever promoted by the same plan.
///
/// @param oldPrimary empty for the bare `promote` function
/// @param others replicas that answered when it was planned; one that was promoted meanwhile is a primary beside which there must be no second
/// @param oldTimeline the timeline before; the promoted server must be beyond it
/// @param patience how long it may take to come out of recovery
public record PromoteReplica(
        String server, String oldPrimary, List<String> others, String systemIdentifier, int oldTimeline, int major, Duration patience, List<String> preview)
        implements Step {

    /// Looks, 5 ms apart.
    private static final int BETWEEN_HINTS = 4;

    public PromoteReplica {
        // A journal of before has none.
        others = Objects.requireNonNullElse(others, List.of());
    }

    @Override
    public String title() {
        return "Promote " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Promote(server, major));
    }

    @Override
    public boolean isPointOfNoReturn() {
        return true;
    }

    /// Whether this console may still act is asked last thing, because what was true when the operation began may have ended.
    @Override
    public Optional<String> obstacle(World world) {
        Supplier<Optional<String>> whose = world.ahead(world::notOurs);
        List<String> all = new ArrayList<>(others);
        all.add(server);
        if (!oldPrimary.isEmpty()) {
            all.add(oldPrimary);
        }
        Map<String, ServerState> seen = world.lookAtAll(all, oldPrimary);
        return whose.get().or(() -> second(seen)).or(() -> changed(Objects.requireNonNull(seen.get(server))));
    }

    private Optional<String> second(Map<String, ServerState> seen) {
        return Stream.concat(
                        Stream.of(oldPrimary).filter(old -> seen.get(old) instanceof ServerState.Rejecting),
                        seen.keySet().stream().filter(name -> !name.equals(server) && seen.get(name) instanceof ServerState.Primary))
                .findFirst()
                .map(name -> name + " " + States.describe(Objects.requireNonNull(seen.get(name))) + ": two primaries must never be");
    }

    private Optional<String> changed(ServerState state) {
        return switch (state) {
            case ServerState.Replica r
                    when !r.facts().systemIdentifier().equals(systemIdentifier) ->
                Optional.of(server + " belongs to another cluster now (system identifier "
                        + r.facts().systemIdentifier() + ")");
            case ServerState.Replica r -> Optional.empty();
            case ServerState other -> Optional.of(server + " " + States.describe(other) + ", it was a replica");
        };
    }

    @Override
    public Outcome confirm(World world) {
        int[] looks = {0};
        return Wait.until(
                world,
                patience,
                Duration.ofMillis(5),
                () -> promotedOrHastened(world, looks),
                () -> server + " has not come out of recovery after " + patience.toSeconds() + " s; it may still do so. Nobody else is promoted");
    }

    /// Hastens nothing: another primary may have come up since it was begun.
    @Override
    public Outcome readBack(World world) {
        ServerState state = world.look(server);
        return promoted(state).orElseGet(() -> Outcome.failure(
                server + " " + States.describe(state) + obstacle(world).map(why -> "; " + why).orElse("")));
    }

    private Optional<Outcome> promotedOrHastened(World world, int[] looks) {
        ServerState state = world.look(server);
        if (state instanceof ServerState.Replica && ++looks[0] % BETWEEN_HINTS == 0) {
            world.hastenPromotion(server);
        }
        return promoted(state);
    }

    private Optional<Outcome> promoted(ServerState state) {
        return state instanceof ServerState.Primary p && p.facts().timeline() > oldTimeline
                ? Optional.of(Outcome.success(server + " is the primary on timeline "
                        + p.facts().timeline() + ", writing from " + p.written()))
                : Optional.empty();
    }
}
