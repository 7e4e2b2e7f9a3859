package org.handyrep.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ReplicationLag;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Outcome;

/// How far replicas are behind: what the plugin said in this cycle, else what the positions of this cycle say.
final class Lags {

    private static final double MEGABYTE = 1024.0 * 1024.0;

    private Lags() {}

    /// The extra keys of a `replication_status_method`.
    static Optional<ReplicationLag> of(Outcome outcome) {
        Object lag = outcome.extra().get("lag");
        if (!outcome.succeeded() || !(lag instanceof Number megabytes)) {
            return Optional.empty();
        }
        long bytes = outcome.extra().get("lag_bytes") instanceof Number b
                ? b.longValue()
                : Math.round(megabytes.doubleValue() * MEGABYTE);
        boolean replicating = !Boolean.FALSE.equals(outcome.extra().get("replicating"));
        return Optional.of(new ReplicationLag(replicating, bytes, megabytes.doubleValue(), Optional.empty()));
    }

    static Observation fill(Observation o, Collection<Observation> all) {
        if (o.lag().isPresent() || !(o.state() instanceof ServerState.Replica replica)) {
            return o;
        }
        Optional<ServerState.Primary> primary = all.stream()
                .filter(p -> p.server().isMaster() && p.server().enabled())
                .flatMap(p -> p.state() instanceof ServerState.Primary s ? java.util.stream.Stream.of(s) : java.util.stream.Stream.empty())
                .findFirst();
        Optional<ReplicationLag> lag = primary.map(p -> between(p, replica));
        return o.withLag(lag);
    }

    private static ReplicationLag between(ServerState.Primary primary, ServerState.Replica replica) {
        long bytes = Math.max(0, primary.written().minus(replica.replayed()));
        Optional<Duration> time = bytes == 0 ? Optional.of(Duration.ZERO) : replica.replayDelay();
        return new ReplicationLag(replica.isStreaming(), bytes, bytes / MEGABYTE, time);
    }
}
