package org.handyrep.plan;

import java.util.Optional;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.SaveEvidence;
import org.handyrep.plugin.cloning.CloneLook;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.TargetProof;

/// The database that a clone overwrites, where it may have what nobody else has: it was a primary, or never came to the timeline of the primary. It is looked at as for
/// a rejoin, and what only it has is saved before.
public final class Overwritten {

    private final String name;
    private final String upstream;
    private final Optional<RejoinLook> look;

    private Overwritten(String name, String upstream, Optional<RejoinLook> look) {
        this.name = name;
        this.upstream = upstream;
        this.look = look;
    }

    /// Empty where what is there is a copy like others, or nothing.
    static Optional<Overwritten> of(Situation situation) {
        return mayHaveMore(situation)
                ? situation.cloneLook().map(CloneLook::job).map(job -> new Overwritten(job.target(), job.upstream(), situation.rejoinLook()))
                : Optional.empty();
    }

    /// By its control file alone.
    public static boolean mayHaveMore(Situation situation) {
        Optional<ControlData> there = situation.cloneLook().flatMap(CloneLook::target).flatMap(HostSeen::control);
        int timeline = situation.snapshot().configuredPrimary().flatMap(o -> ClonePlanner.facts(o.state())).map(Facts::timeline).orElse(0);
        return there.filter(control -> TargetProof.wasPrimary(control) || control.timeline() < timeline).isPresent();
    }

    /// @param written the primary's position
    void check(Checks checks, ServerState.Primary primary) {
        if (look.isEmpty() || look.get().data().isEmpty()) {
            warn(checks, "what " + name + " wrote as a primary and nobody received is lost with it; its WAL cannot be read"
                    + look.map(l -> ": " + l.why()).orElse(""));
            return;
        }
        RejoinLook seen = look.get();
        boolean told = seen.data().get().branch().known() && seen.primary().history();
        boolean ahead = seen.fork().isEmpty() && seen.left().map(wal -> wal.commitsAfter(primary.written()) > 0).orElse(true);
        if (seen.isDiverged()) {
            warn(checks, name + " and " + upstream + " part at " + seen.fork().orElseThrow() + ": " + (saves().isPresent()
                    ? RejoinPlanner.lost(seen) + " only " + name + " has, and loses; it is saved before in " + seen.evidence()
                    : "what " + name + " wrote after that cannot be read, and is lost"));
        } else if (!told || ahead) {
            warn(checks, "where the histories of " + name + " and " + upstream + " part cannot be told: what " + name
                    + " wrote as a primary and nobody received is lost with it; save_evidence keeps its WAL");
        } else {
            checks.ok(ClonePlanner.OLD_PRIMARY, name + " has nothing that " + upstream + " does not have");
        }
    }

    private static void warn(Checks checks, String what) {
        checks.warn(ClonePlanner.OLD_PRIMARY, what);
    }

    private Optional<Deed.SaveEvidence> saves() {
        return look.flatMap(RejoinLook::worthSaving);
    }

    Optional<Step> step(Situation situation) {
        return saves().map(save -> new SaveEvidence(save, situation.previewOf(save)));
    }

    /// In figures; empty where they are not known.
    Optional<String> loss() {
        return saves().map(save -> RejoinPlanner.lost(look.orElseThrow()) + " on " + name + " after " + save.fork() + "; saved before in " + save.folder());
    }
}
