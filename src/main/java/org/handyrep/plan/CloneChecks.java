package org.handyrep.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Check.Level;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.CloneLook;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.plugin.cloning.SourceSeen;
import org.handyrep.plugin.cloning.TargetProof;
import org.handyrep.plugin.cloning.TargetProof.Contents;

/// The pre-checks of a clone: first what will be wiped, then whether it can succeed.
final class CloneChecks {

    private static final int SENDERS = 3;
    private static final int SLOTS = 2;

    private CloneChecks() {}

    /// @return the proof; empty when a check says stop
    static Optional<TargetProof.Fit> target(Checks checks, Server target, CloneLook look, Facts source, boolean reclone) {
        if (look.target().isEmpty()) {
            checks.stop("target", "the host of " + target.name() + " could not be looked at: " + look.why());
            return Optional.empty();
        }
        HostSeen seen = look.target().get();
        return switch (TargetProof.of(target, look.state(), seen, look.source(), look.job(), source.systemIdentifier(), reclone)) {
            case TargetProof.Unfit unfit -> {
                checks.stop("target", unfit.reason());
                yield Optional.empty();
            }
            case TargetProof.Fit fit -> {
                contents(checks, target.name(), seen, fit.contents());
                yield Optional.of(fit);
            }
        };
    }

    private static void contents(Checks checks, String name, HostSeen seen, Contents contents) {
        String path = seen.data().path();
        String what = path + " on the host of " + name;
        String size = seen.size() > 0 ? Progress.size(seen.size()) + ", " : "";
        switch (contents) {
            case EMPTY -> checks.ok("target", what + " is empty" + (seen.data().exists() ? "" : ", it will be made"));
            case HALF_DONE -> {
                checks.ok("target", what + " holds a clone that did not end: it is removed");
                if (seen.data().left().database()) {
                    checks.warn("set aside", what + " has in " + CloneJob.OLD + " the database that was there before that clone: it is given up");
                }
            }
            case REPLICA -> checks.warn("target", what + " is overwritten: a replica of this cluster, " + size + identity(seen));
            case OLD_PRIMARY -> checks.warn("target", what + " is overwritten: a former primary of this cluster, " + size + identity(seen));
        }
        if (contents != Contents.HALF_DONE && seen.data().isMarked()) {
            checks.warn("unconfirmed clone", what + " bears the mark of a clone whose end was not confirmed"
                    + (seen.data().left().database() ? "; what that set aside in " + CloneJob.OLD + " goes, too" : ""));
        }
        if (!seen.running().isEmpty()) {
            checks.warn("running", "PostgreSQL runs in " + path + " (" + seen.running() + ") and is stopped first");
        }
    }

    private static String identity(HostSeen seen) {
        return seen.control().map(c -> "system identifier " + c.systemIdentifier() + ", " + c.state() + " on timeline " + c.timeline()).orElse("");
    }

    /// @return whether there is room to keep what is there until the replica streams
    static boolean others(Checks checks, CloneLook look, String source, Facts facts, Facts upstream, Optional<TargetProof.Fit> fit) {
        SourceSeen server = look.server();
        checks.expect(
                server.problem().isEmpty(), "source", source + " is PostgreSQL " + facts.version() + ", " + Progress.size(server.size()),
                Level.STOP, source + " cannot be asked: " + server.problem());
        checks.expect(
                facts.systemIdentifier().equals(upstream.systemIdentifier()) && facts.majorVersion() == upstream.majorVersion(),
                "cluster", source + " and the primary belong together", Level.STOP, source + " belongs to another cluster, or to another version, than the primary");
        checks.expect(look.method().succeeded(), "clone method", look.method().details(), Level.STOP, look.method().details());
        look.logins().forEach(login -> checks.addAll(List.of(ReplicationCheck.of("replication to " + login.to(), login))));
        if (look.sourceHostNeeded()) {
            checks.expect(look.source().isPresent(), "source host", "it answers over SSH", Level.STOP, "the host of " + source + " does not answer over SSH");
        } else if (look.source().isEmpty()) {
            checks.warn("source host", "it does not answer over SSH: that the target is another machine rests on their names alone");
        }
        if (server.problem().isEmpty()) {
            checks.expect(
                    server.freeSenders() >= SENDERS, "WAL senders", server.freeSenders() + " are free on " + source, Level.WARNING,
                    "only " + server.freeSenders() + " are free on " + source + ", " + SENDERS + " may be needed: raise max_wal_senders");
            checks.expect(
                    server.freeSlots() >= SLOTS, "replication slots", server.freeSlots() + " are free on " + source, Level.STOP,
                    "only " + server.freeSlots() + " are free on " + source + ", " + SLOTS + " are needed: raise max_replication_slots");
        }
        return look.target().isPresent() && fit.isPresent() && CloneRoom.isThere(checks, look.target().get(), look.job(), server.size(), fit.get());
    }
}
