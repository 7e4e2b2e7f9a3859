package org.handyrep.plan;

import java.util.Optional;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.SalvageWal;

/// Whether WAL that only the disk of the lost primary holds is fetched before the promotion.
///
/// @param wanted the disk holds more than the replicas
/// @param obstacle why that cannot be fetched; empty when it can
/// @param timeline on which it was written
/// @param segment bytes of a WAL segment
public record Salvage(boolean wanted, Optional<String> obstacle, int timeline, int segment) {

    private static final int BLOCK = 8192;

    /// `restore_command` can be changed by reload since this version.
    private static final int RELOADABLE = 14;

    static Salvage of(
            Situation situation, Observation old, Fences fences, ServerState.Replica replica, Lsn position, boolean asked) {
        boolean wanted = situation.left().filter(left -> left.end().isAfter(position)).isPresent();
        return new Salvage(
                wanted, obstacle(situation, old, fences, replica, asked), replica.facts().timeline(), segmentOf(replica));
    }

    private static Optional<String> obstacle(
            Situation situation, Observation old, Fences fences, ServerState.Replica replica, boolean asked) {
        if (!asked) {
            return Optional.of("you go on without it");
        }
        if (!situation.rules().salvage()) {
            return Optional.of("salvage_wal is off");
        }
        if (!fences.chosen().equals(Optional.of(Fence.PROCESS))) {
            return Optional.of("it is not proved on its host that " + old.name() + " is dead");
        }
        return replica.facts().majorVersion() < RELOADABLE
                ? Optional.of("before PostgreSQL " + RELOADABLE + " a replica reads fetched WAL only after a restart")
                : Optional.empty();
    }

    /// Bytes of a WAL segment; PostgreSQL before 11 told it in blocks.
    public static int segmentOf(ServerState.Replica replica) {
        int told = replica.facts().number("wal_segment_size", 16 * 1024 * 1024);
        return told < 1024 * 1024 ? told * BLOCK : told;
    }

    boolean planned() {
        return wanted && obstacle.isEmpty();
    }

    /// @param without what is lost without it
    /// @param essential whether that is more than may be
    Optional<Step> step(Situation situation, String from, Observation to, Loss without, boolean essential) {
        if (!planned()) {
            return Optional.empty();
        }
        Deed deed = new Deed.Salvage(from, to.name(), timeline, segment);
        return Optional.of(new SalvageWal(
                to.name(), from, timeline, segment, essential, without.sentence(), situation.previewOf(deed)));
    }

    Optional<Check> check(String from, boolean essential) {
        if (!wanted) {
            return Optional.empty();
        }
        return Optional.of(obstacle.isEmpty()
                ? new Check("salvage", Check.Level.OK, "what only the disk of " + from + " has is fetched from it; if that fails, "
                        + (essential ? "nobody is promoted, because more than maximum_loss would be lost" : "the failover goes on without it"))
                : new Check("salvage", Check.Level.WARNING, "the disk of " + from + " has more than the replicas, but it is not fetched: "
                        + obstacle.get()));
    }
}
