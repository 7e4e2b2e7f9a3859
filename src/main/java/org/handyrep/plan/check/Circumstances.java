package org.handyrep.plan.check;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.plugin.Outcome;

/// All that `failover_check` decides on.
///
/// @param damage why it is not known whether somebody paused it; empty when it is known
/// @param inCharge what `master_check_method` said
/// @param doubt why the configured roles cannot be relied on
/// @param running which operation runs, or ended while this was seen, as a sentence
/// @param unfinished which operation was interrupted, or is at work on another console, as a sentence
/// @param past failovers and restarts of the primary, newest first
/// @param acknowledged when somebody last took note of what had happened
/// @param lostSince the last sign of life of the primary; empty while it is in session
/// @param zone of the times in sentences
public record Circumstances(
        Wanted wanted,
        ClusterSnapshot snapshot,
        Diagnosis diagnosis,
        Optional<String> damage,
        Optional<Paused> pause,
        Outcome inCharge,
        Optional<String> doubt,
        Optional<String> running,
        Optional<String> unfinished,
        Attention attention,
        List<Past> past,
        Optional<Instant> acknowledged,
        Optional<Instant> lostSince,
        Instant now,
        ZoneId zone) {

    public Circumstances {
        past = List.copyOf(past);
    }

    Finding verdict() {
        return diagnosis.verdict();
    }

    String primary() {
        return snapshot.configuredPrimary().map(Observation::name).orElse("the primary");
    }

    /// The configured primary is in session and takes writes.
    boolean isAlive() {
        return snapshot.configuredPrimary().map(o -> o.state() instanceof ServerState.Primary).orElse(false);
    }

    Optional<HostState.Answers> host() {
        return snapshot.configuredPrimary()
                .flatMap(o -> o.host() instanceof HostState.Answers a ? Optional.of(a) : Optional.empty());
    }

    /// Others than the configured primary that take writes.
    List<String> rivals() {
        return snapshot.writable().stream().map(Observation::name).filter(n -> !n.equals(primary())).toList();
    }

    /// PostgreSQL servers that were seen not to take writes: replicas in session, and the primary whose host says that it does not run.
    long seenHarmless() {
        long down = host().filter(h -> !h.running()).isPresent() ? 1 : 0;
        return down + snapshot.replicas().stream().filter(o -> o.state() instanceof ServerState.Replica).count();
    }

    long servers() {
        return snapshot.servers().stream().filter(o -> o.server().enabled() && (o.server().isMaster() || o.server().isReplica())).count();
    }

    /// Newest first, without what was acknowledged.
    List<Past> unacknowledged() {
        return past.stream().filter(p -> acknowledged.map(at -> p.endedAt().isAfter(at)).orElse(true)).toList();
    }

    /// Of this outage, newest first.
    List<Past> inThisOutage() {
        return past.stream().filter(p -> lostSince.map(at -> p.endedAt().isAfter(at)).orElse(false)).toList();
    }
}
