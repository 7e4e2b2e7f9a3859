package org.handyrep.plan;

import java.util.Comparator;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Histories;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;

/// The one line of timelines that a lost primary wrote: a replica that left it is on a fork, not behind.
///
/// @param facts of the primary as it was last seen, else of the replica on the newest timeline; empty when no replica answers
/// @param primary whether they are the primary's
record Line(Optional<Facts> facts, boolean primary) {

    static Line of(Situation situation) {
        Optional<Facts> seen = situation.lastPrimary().flatMap(Situation.LastSeen::state).map(ServerState.Primary::facts);
        return seen.isPresent() ? new Line(seen, true) : new Line(newest(situation), false);
    }

    private static Optional<Facts> newest(Situation situation) {
        return situation.snapshot().replicas().stream()
                .filter(o -> o.state() instanceof ServerState.Replica)
                .map(o -> (ServerState.Replica) o.state())
                .max(Comparator.comparing((ServerState.Replica r) -> r.facts().timeline())
                        .thenComparing(ServerState.Replica::position))
                .map(ServerState.Replica::facts);
    }

    /// Why a replica does not belong to it.
    Optional<String> obstacle(ServerState.Replica replica) {
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        Facts own = replica.facts();
        Facts line = facts.get();
        if (!own.systemIdentifier().equals(line.systemIdentifier())) {
            return Optional.of("does not belong to one cluster with " + (primary ? "the lost primary" : "the others")
                    + ": their system identifiers differ (" + own.systemIdentifier() + ")");
        }
        if (own.timeline() > line.timeline()) {
            return Optional.of("is on timeline " + own.timeline() + ", the lost primary was on " + line.timeline()
                    + ": somebody promoted another server before");
        }
        if (own.timeline() < line.timeline() && line.leftTimeline(own.timeline()).isEmpty()) {
            return Optional.of("is on timeline " + own.timeline() + ", " + (primary ? "the lost primary was" : "others are")
                    + " on " + line.timeline());
        }
        Optional<Lsn> fork = Histories.fork(own, line);
        return fork.filter(replica.position()::isAfter)
                .map(at -> "is on a fork: its timeline left that of " + (primary ? "the lost primary" : "the others") + " at "
                        + at + ", and it has WAL up to " + replica.position());
    }
}
