package org.handyrep.plan.step;

import java.time.Duration;
import java.util.Optional;
import java.util.List;
import java.util.Map;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Brings a frozen replica up to the most advanced one, from which it receives what it does not have: then promoting it loses nothing that anybody has, and
/// nobody is ahead of it.
public record FastForward(String server, String source, int major, List<String> preview) implements Step {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public String title() {
        return "Bring " + server + " up to " + source + (major >= 13 ? "" : " (restart)");
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.FastForward(server, source, major));
    }

    @Override
    public Optional<String> obstacle(World world) {
        for (Map.Entry<String, ServerState> seen : world.lookAtAll(List.of(server, source)).entrySet()) {
            if (!(seen.getValue() instanceof ServerState.Replica)) {
                return Optional.of(seen.getKey() + " " + States.describe(seen.getValue()) + ", it was a replica");
            }
        }
        return world.disowned();
    }

    @Override
    public Outcome confirm(World world) {
        return Wait.until(
                world,
                LIMIT,
                Duration.ofMillis(20),
                () -> caughtUp(world.lookAtAll(List.of(server, source))),
                () -> server + " did not get up to " + source + " within " + LIMIT.toSeconds() + " s: it "
                        + States.describe(world.look(server)) + ". Choose " + source);
    }

    private Optional<Outcome> caughtUp(Map<String, ServerState> seen) {
        if (!(seen.get(server) instanceof ServerState.Replica own) || !(seen.get(source) instanceof ServerState.Replica ahead)) {
            return Optional.empty();
        }
        Lsn target = ahead.position();
        return target.isAfter(own.position())
                ? Optional.empty()
                : Optional.of(Outcome.success(server + " has WAL up to " + own.position() + ", as " + source + " has"));
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.EndFastForward(server, major));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Let " + server + " receive nothing from " + source + " any more");
    }
}
