package org.handyrep.plan;

import java.time.Duration;
import java.util.Optional;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Status;

/// One replica in the table "which server takes over?".
///
/// @param position the greater of received and replayed
/// @param bytesBehind behind the most advanced replica, or behind the primary while it lives
/// @param timeline 0 when unknown
/// @param obstacle why it cannot take over; empty when it can
/// @param byPerson why only a person may choose it; empty when it may be chosen without one
public record Candidate(
        String server,
        Status status,
        int priority,
        Optional<Lsn> position,
        Optional<Long> bytesBehind,
        Optional<Duration> replaysIn,
        int timeline,
        boolean sync,
        Optional<String> obstacle,
        Optional<String> byPerson) {

    public Candidate(
            String server,
            Status status,
            int priority,
            Optional<Lsn> position,
            Optional<Long> bytesBehind,
            Optional<Duration> replaysIn,
            int timeline,
            boolean sync,
            Optional<String> obstacle) {
        this(server, status, priority, position, bytesBehind, replaysIn, timeline, sync, obstacle, Optional.empty());
    }

    /// Why it is not taken without a person; empty when it may be.
    public Optional<String> objection() {
        return obstacle.or(() -> byPerson);
    }
}
