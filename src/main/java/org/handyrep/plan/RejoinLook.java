package org.handyrep.plan;

import java.util.Optional;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;

/// All that is looked at before an old primary is rejoined.
///
/// @param state of it by SQL, also when it is disabled
/// @param data its data directory; empty when that could not be looked at
/// @param why the reason when `data` is empty
/// @param fork where its history and the primary's part; empty where one goes on from the other, or when that is not known
/// @param left what only its disk has: the WAL after the fork; without a fork, from its last checkpoint on. Empty when that cannot be read
/// @param reaches whether its WAL goes back to before the fork
/// @param primary what the primary says
/// @param evidence the folder on the console's machine where what would be lost is saved
public record RejoinLook(
        ServerState state,
        Optional<OldData> data,
        String why,
        Optional<Lsn> fork,
        Optional<Situation.LeftWal> left,
        boolean reaches,
        Source primary,
        String evidence,
        RejoinJob job) {

    /// @param keeps whether it has the WAL still from which the old primary would go on
    /// @param rights why the user that `pg_rewind` logs in as may not read its files; empty when it may
    /// @param fullPages `full_page_writes`
    /// @param problem why it could not be asked; empty when it could
    /// @param history whether it tells on which timelines it was before
    public record Source(boolean keeps, String rights, boolean fullPages, String problem, boolean history) {}

    public long bytesLost() {
        return fork.flatMap(at -> left.map(wal -> Math.max(0, wal.end().minus(at)))).orElse(0L);
    }

    public long commitsLost() {
        return fork.flatMap(at -> left.map(wal -> wal.commitsAfter(at))).orElse(0L);
    }

    /// What is to be saved before it is gone; empty when it has nothing of its own, or that cannot be read.
    Optional<Deed.SaveEvidence> worthSaving() {
        return isDiverged()
                ? data.flatMap(d -> left.map(wal -> new Deed.SaveEvidence(
                        job.server(), evidence, job.major(), d.timeline(), d.history(), d.segment(), fork.orElseThrow(), wal.end())))
                : Optional.empty();
    }

    /// Whether it has WAL that the primary's history does not have.
    public boolean isDiverged() {
        return fork.isPresent() && (left.isEmpty() || bytesLost() > 0);
    }
}
