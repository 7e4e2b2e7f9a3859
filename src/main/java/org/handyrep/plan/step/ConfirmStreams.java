package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Step;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Waits until a new replica streams from its upstream on the same timeline. That may take hours while it replays; it fails when nothing goes on any more.
public record ConfirmStreams(String server, String upstream, List<String> preview) implements Step {

    private static final Duration STILL = Duration.ofSeconds(60);
    /// What can be seen of a server that recovers moves with each WAL file only, and not at all while it waits for long transactions of its upstream.
    private static final Duration RECOVERS_STILL = Duration.ofMinutes(10);
    private static final Duration FOR_EVER = Duration.ofDays(30);
    /// What PostgreSQL says where hot_standby is off, from version 14.
    private static final String FOR_GOOD = "is not accepting connections";

    @Override
    public String title() {
        return "Wait until " + server + " streams from " + upstream;
    }

    @Override
    public Outcome confirm(World world) {
        Stillness still = new Stillness(world);
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
            case ServerState.Rejecting r -> recovers(r) ? "recovers " + still.recovery() : r.problem().message();
            case ServerState.Unreachable u -> "unreachable";
            case ServerState.NotPolled n -> "unknown";
        };
        Duration limit = state instanceof ServerState.Rejecting r && recovers(r) ? RECOVERS_STILL : STILL;
        return state instanceof ServerState.Primary || still.since(sign) > limit.toNanos()
                ? Optional.of(Outcome.failure(server + " does not stream from " + upstream + ": it " + States.describe(state)))
                : Optional.empty();
    }

    private static boolean recovers(ServerState.Rejecting state) {
        return state.problem().kind() == ConnectionProblem.Kind.STARTING_UP && !state.problem().message().endsWith(FOR_GOOD);
    }

    /// How long the same was seen.
    private final class Stillness {
        private static final long BETWEEN_LOOKS = 5_000_000_000L;

        private final World world;
        private String sign = "";
        private long at;
        private String recovery = "";
        private Optional<Lsn> goal = Optional.empty();
        private long lookedAt;

        Stillness(World world) {
            this.world = world;
            this.at = world.nanos();
            this.lookedAt = at - BETWEEN_LOOKS;
        }

        long since(String seen) {
            long now = world.nanos();
            if (!seen.equals(sign)) {
                sign = seen;
                at = now;
            }
            return now - at;
        }

        /// What moves while it takes no sessions: on its host, and what its upstream sends it. Who has replayed what its upstream had at the begin has all that it
        /// needs for sessions, however much it replays further.
        String recovery() {
            if (world.nanos() - lookedAt >= BETWEEN_LOOKS) {
                lookedAt = world.nanos();
                recovery = world.look(upstream) instanceof ServerState.Primary p ? recovery(p) : world.recovery(server);
            }
            return recovery;
        }

        private String recovery(ServerState.Primary primary) {
            Lsn enough = goal.orElse(primary.written());
            goal = Optional.of(enough);
            List<Lsn> replayed = primary.streams().stream().filter(s -> s.applicationName().equals(server)).flatMap(s -> s.replayed().stream()).toList();
            return replayed.stream().anyMatch(at -> !enough.isAfter(at)) ? "all" : world.recovery(server) + replayed;
        }
    }
}
