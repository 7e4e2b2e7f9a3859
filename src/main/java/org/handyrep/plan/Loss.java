package org.handyrep.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.handyrep.cluster.Lsn;

/// What a failover loses, as far as it can be known.
///
/// @param bytes of WAL that are lost at least; empty when nothing is known
/// @param probably no more bytes than this, by how fast the primary wrote; empty when that is not known
/// @param commits lost; empty when they could not be counted
/// @param certain what is said here is all: it was read from the primary's disk, or synchronous replication guarantees it
public record Loss(OptionalLong bytes, OptionalLong probably, OptionalLong commits, boolean certain, String sentence) {

    /// Of a failover after which the new primary has all WAL up to a position.
    ///
    /// @param salvaged whether what only the primary's disk holds is fetched before
    public static Loss of(Situation situation, String candidate, Lsn position, boolean salvaged) {
        Optional<Situation.LeftWal> left = situation.left();
        if (left.isPresent()) {
            return read(left.get(), candidate, position, salvaged);
        }
        Optional<SyncQuorum> quorum = SyncQuorum.ofLastSeen(situation);
        boolean waited = quorum.isPresent() && quorum.get().obstacle().isEmpty();
        if (waited && situation.outdated("").isEmpty()) {
            return new Loss(OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(0), true,
                    "no commit that a client waited for: " + quorum.get().sentence());
        }
        return situation.lastPrimary()
                .map(seen -> estimated(situation, seen, candidate, position, waited ? "; then its commits still waited for " + String.join(", ", quorum.get().frozen()) : ""))
                .orElseGet(() -> new Loss(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), false,
                        "not known: this console never saw the primary's position"));
    }

    private static Loss read(Situation.LeftWal left, String candidate, Lsn position, boolean salvaged) {
        long bytes = Math.max(0, left.end().minus(position));
        long commits = left.commitsAfter(position);
        if (bytes == 0) {
            return exact(0, 0, "nothing: " + candidate + " has all that is on the disk of " + left.server() + ", up to " + left.end());
        }
        String what = count(commits) + " (" + bytes + " bytes of WAL up to " + left.end() + ")";
        return salvaged
                ? exact(0, 0, "nothing: " + what + " that only the disk of " + left.server() + " has "
                        + (commits == 1 ? "is" : "are") + " fetched from it before")
                : exact(bytes, commits, what + ", counted on the disk of " + left.server());
    }

    private static Loss exact(long bytes, long commits, String sentence) {
        return new Loss(OptionalLong.of(bytes), OptionalLong.of(bytes), OptionalLong.of(commits), true, sentence);
    }

    private static String count(long commits) {
        return commits == 1 ? "1 commit" : commits + " commits";
    }

    private static Loss estimated(Situation situation, Situation.LastSeen seen, String candidate, Lsn position, String waited) {
        long bytes = Math.max(0, seen.written().minus(position));
        long seconds = Math.max(
                0, Duration.between(seen.at(), situation.snapshot().takenAt()).toSeconds());
        long probably = bytes + Math.round(seen.bytesPerSecond() * seconds);
        String most = seen.bytesPerSecond() > 0
                ? ", probably no more than " + probably + " bytes (it wrote " + Math.round(seen.bytesPerSecond()) + " bytes/s)"
                : "";
        OptionalLong about = seen.commitsIn(probably);
        String commits = probably > 0 && about.isPresent() ? ", about " + count(about.getAsLong()) + " (estimated)" : "";
        String sentence = bytes == 0
                ? candidate + " has all that " + seen.server() + " had written when it was last seen, " + seconds
                        + " s ago; what came after that and was not streamed is lost" + most + commits
                : "at least " + bytes + " bytes of WAL" + most + commits + ": " + seen.server() + " was at " + seen.written() + " "
                        + seconds + " s ago, " + candidate + " has WAL up to " + position;
        return new Loss(OptionalLong.of(bytes), OptionalLong.of(probably), OptionalLong.empty(), false, sentence + waited);
    }
}
