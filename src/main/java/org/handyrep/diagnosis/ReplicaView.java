package org.handyrep.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ReplicationLag;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;

/// One server configured as replica, beside the primary it should follow.
///
/// @param state what it said; empty when it is no replica in session
/// @param primary the configured primary's state while it is in session and writable
/// @param primaryName empty when none is configured
/// @param before the same server in the snapshot before
/// @param followsAnother it streams from another configured replica, so it knows nothing of the primary
/// @param streamedBefore it streamed when the primary was last seen alive
record ReplicaView(
        Observation observation,
        Optional<ServerState.Replica> state,
        Optional<ServerState.Primary> primary,
        String primaryName,
        Optional<Observation> before,
        boolean followsAnother,
        boolean streamedBefore) {

    /// Parameters that may not be lower on a replica than on its primary: replay stops otherwise.
    static final List<String> PARAMETERS = List.of(
            "max_connections",
            "max_worker_processes",
            "max_wal_senders",
            "max_prepared_transactions",
            "max_locks_per_transaction");

    static final String HIDDEN = "hidden";

    String name() {
        return observation.name();
    }

    boolean isStreaming() {
        return state.map(ServerState.Replica::isStreaming).orElse(false);
    }

    Optional<Receiver> receiver() {
        return state.flatMap(ServerState.Replica::receiver);
    }

    Optional<Duration> messageAge() {
        return receiver().filter(Receiver::isStreaming).flatMap(Receiver::messageAge);
    }

    /// Whether the server cannot tell if it streams: before 9.6, or the console's user lacks pg_monitor.
    boolean cannotTell() {
        return state.map(s -> s.facts().versionNumber() < 90600
                        || s.receiver().map(r -> r.status().equals(HIDDEN)).orElse(false))
                .orElse(false);
    }

    /// What it receives moved since the snapshot before.
    boolean moved() {
        return state.isPresent()
                && before.map(Observation::state)
                        .map(b -> b instanceof ServerState.Replica r
                                && state.get().position().isAfter(r.position()))
                        .orElse(false);
    }

    /// In session, its primary too, and no WAL comes from there.
    boolean isDetached() {
        if (state.isEmpty() || primary.isEmpty() || isStreaming()) {
            return false;
        }
        boolean hasAll = state.get().position().compareTo(primary.get().written()) >= 0;
        return !(cannotTell() && (hasAll || moved()));
    }

    Optional<Double> megabytesBehind() {
        return observation.lag().map(ReplicationLag::megabytes).or(() -> primary.flatMap(p -> state.map(s ->
                Math.max(0, p.written().minus(s.replayed())) / (1024.0 * 1024.0))));
    }

    /// Why its history is not the primary's, empty when it is or cannot be known.
    Optional<String> fork() {
        if (state.isEmpty() || primary.isEmpty()) {
            return Optional.empty();
        }
        int mine = state.get().facts().timeline();
        int theirs = primary.get().facts().timeline();
        Lsn position = state.get().position();
        if (mine == 0 || theirs == 0) {
            return Optional.empty();
        }
        if (mine > theirs) {
            return Optional.of("it is on timeline " + mine + ", which " + primaryName + " (timeline " + theirs + ") does not know");
        }
        if (mine == theirs) {
            Optional<Lsn> mineBegan = state.get().facts().leftTimeline(mine - 1);
            Optional<Lsn> theirsBegan = primary.get().facts().leftTimeline(mine - 1);
            return mineBegan.isPresent() && theirsBegan.isPresent() && !mineBegan.equals(theirsBegan)
                    ? Optional.of("its timeline " + mine + " began at " + mineBegan.get() + ", that of " + primaryName + " at "
                            + theirsBegan.get())
                    : Optional.empty();
        }
        return primary.get()
                .facts()
                .leftTimeline(mine)
                .filter(position::isAfter)
                .map(left -> "it holds WAL up to " + position + " of timeline " + mine + ", which " + primaryName + " left at " + left);
    }

    /// `max_connections 50 < 100`, one for each parameter that is too small.
    List<String> smallParameters() {
        List<String> small = new ArrayList<>();
        if (state.isPresent() && primary.isPresent()) {
            for (String parameter : PARAMETERS) {
                int here = state.get().facts().number(parameter, -1);
                int there = primary.get().facts().number(parameter, -1);
                if (here >= 0 && there > here) {
                    small.add(parameter + " " + here + " < " + there);
                }
            }
        }
        return small;
    }

    /// What the look from this replica's host at the silent primary brought.
    Optional<Sighting> sighting(List<Sighting> sightings) {
        return sightings.stream().filter(s -> s.from().equals(name())).findFirst();
    }
}
