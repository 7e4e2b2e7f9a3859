package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;

/// How fast a replica replays. Only a replica that has more to replay shows that; any other waits for its primary.
final class ReplayRate {

    /// A slow moment counts for less than what it could do before.
    private static final double FADES = 0.8;

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private ReplayRate() {}

    /// @return bytes per second; empty when it was never seen at work
    static OptionalDouble of(ServerState seen, Instant at, Optional<Observation> before) {
        if (before.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble known = before.get().replayRate();
        Duration time = Duration.between(before.get().seenAt(), at);
        if (!(seen instanceof ServerState.Replica now)
                || !(before.get().state() instanceof ServerState.Replica then)
                || !hasMore(now)
                || !hasMore(then)
                || !now.facts().startedAt().equals(then.facts().startedAt())
                || time.compareTo(SHORTEST) < 0) {
            return known;
        }
        double rate = Math.max(0, now.replayed().minus(then.replayed())) / (time.toNanos() / 1e9);
        return OptionalDouble.of(known.isPresent() ? Math.max(rate, known.getAsDouble() * FADES) : rate);
    }

    private static boolean hasMore(ServerState.Replica replica) {
        return replica.position().isAfter(replica.replayed());
    }
}
