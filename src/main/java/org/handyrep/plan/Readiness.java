package org.handyrep.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.handyrep.cluster.Disk;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;

/// What does not make a replica unfit to be promoted, but needs a person who says that it shall be: little space on its disk, much to replay.
final class Readiness {

    private static final long MEGABYTE = 1024 * 1024;

    private Readiness() {}

    /// Why only a person may choose it; empty when nothing is known against it.
    static Optional<String> objection(Rules rules, Observation seen) {
        List<String> all = new ArrayList<>();
        disk(rules, seen).ifPresent(all::add);
        replay(rules, seen).ifPresent(all::add);
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", and ", all));
    }

    static Optional<String> disk(Rules rules, Observation seen) {
        Optional<Disk> disk = seen.disk();
        return disk.filter(d -> d.least() < rules.minimumFreeDisk())
                .map(d -> "has " + d.words() + ", minimum_free_disk is "
                        + rules.minimumFreeDisk() / MEGABYTE + " MB");
    }

    private static Optional<String> replay(Rules rules, Observation seen) {
        if (!(seen.state() instanceof ServerState.Replica replica) || seen.replayRate().isEmpty()) {
            return Optional.empty();
        }
        long backlog = replica.position().minus(replica.replayed());
        double rate = seen.replayRate().getAsDouble();
        Optional<Duration> time = time(replica, seen.replayRate());
        String limit = ", maximum_replay_time is " + rules.maximumReplay().toSeconds() + " s";
        if (backlog > 0 && time.isEmpty()) {
            return Optional.of("has " + backlog + " bytes to replay and has replayed nothing of late" + limit);
        }
        return time.filter(t -> t.compareTo(rules.maximumReplay()) > 0)
                .map(t -> "has " + backlog + " bytes to replay, which takes about " + t.toSeconds() + " s (estimated: it replayed "
                        + String.format(Locale.ROOT, "%.0f", rate) + " bytes/s of late)" + limit);
    }

    /// Until it has replayed all that it has, as estimated; empty when that is not known, or will never be.
    static Optional<Duration> time(ServerState.Replica replica, OptionalDouble rate) {
        long backlog = replica.position().minus(replica.replayed());
        if (backlog <= 0) {
            return Optional.of(Duration.ZERO);
        }
        return rate.isPresent() && rate.getAsDouble() >= 1
                ? Optional.of(Duration.ofMillis(Math.round(backlog * 1000.0 / rate.getAsDouble())))
                : Optional.empty();
    }
}
