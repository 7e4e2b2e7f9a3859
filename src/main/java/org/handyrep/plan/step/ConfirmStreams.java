package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Step;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Waits until a new replica streams from its upstream on the same timeline. That may take hours while it replays; it fails when nothing goes on any more.
public record ConfirmStreams(String server, String upstream, List<String> preview) implements Step {

    private static final Duration STILL = Duration.ofSeconds(60);
    private static final Duration FOR_EVER = Duration.ofDays(30);

    @Override
    public String title() {
        return "Wait until " + server + " streams from " + upstream;
    }

    @Override
    public Outcome confirm(World world) {
        Stillness still = new Stillness(world.nanos());
        return Wait.until(world, FOR_EVER, Duration.ofMillis(250), () -> settled(world, still), () -> server + " does not stream");
    }

    private Optional<Outcome> settled(World world, Stillness still) {
        if (world.cancelled()) {
            return Optional.of(Outcome.failure("cancelled"));
        }
        Optional<Outcome> streams = Streaming.streams(world, server, upstream);
        if (streams.isPresent()) {
            return streams;
        }
        if (world.lookAtHost(server) instanceof HostState.Answers host && !host.running()) {
            return Optional.of(Outcome.failure(server + " ended again: its log says why"));
        }
        ServerState state = world.look(server);
        String sign = switch (state) {
            case ServerState.Primary p -> "primary";
            case ServerState.Replica r -> "at " + r.position() + r.receiver().map(x -> x.status() + x.timeline()).orElse("");
            case ServerState.Rejecting r -> "replays for " + world.nanos();
            case ServerState.Unreachable u -> "unreachable";
            case ServerState.NotPolled n -> "unknown";
        };
        return state instanceof ServerState.Primary || still.since(sign, world.nanos()) > STILL.toNanos()
                ? Optional.of(Outcome.failure(server + " does not stream from " + upstream + ": it " + States.describe(state)))
                : Optional.empty();
    }

    /// How long the same was seen.
    private static final class Stillness {
        private String sign = "";
        private long at;

        Stillness(long now) {
            at = now;
        }

        long since(String seen, long now) {
            if (!seen.equals(sign)) {
                sign = seen;
                at = now;
            }
            return now - at;
        }
    }
}
