package org.handyrep.plan;

import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Check.Level;
import org.handyrep.plan.Request.Rejoin.How;
import org.handyrep.plugin.cloning.Progress;

/// The pre-checks of a rejoin: whose data it is, what would be lost, and whether `pg_rewind` can do it (its manual; failover.md 4.9).
final class RejoinChecks {

    /// The name of the check that says where the histories part.
    static final String FORK = "fork";

    private final Checks checks = new Checks();
    private final RejoinLook look;
    private final OldData data;
    private final String name;
    private final String primary;

    RejoinChecks(RejoinLook look, OldData data) {
        this.look = look;
        this.data = data;
        this.name = look.job().server();
        this.primary = look.job().upstream();
    }

    /// @return the checks of a rejoin that way
    Checks of(Situation situation, ServerState.Primary master, How how) {
        Facts facts = master.facts();
        identity(facts);
        Followers.control(situation, checks, name, "start it");
        if (data.isRewound() && !look.isDiverged()) {
            checks.ok(FORK, "pg_rewind brought " + name + " to " + primary + " already");
            return checks;
        }
        if (data.begun().equals("rewinding") || data.begun().equals("failed")) {
            checks.stop("pg_rewind", (data.begun().equals("failed")
                            ? "pg_rewind failed on " + name + " before: its data directory is not usable until it is cloned again (how=reclone)"
                            : "pg_rewind runs on " + name + ", or was ended in the middle: wait for it, or clone " + name + " again (how=reclone)")
                    + ". If " + name + " was made anew by other means since, remove " + look.job().beside() + " on its host");
            return checks;
        }
        fork(master.written());
        if (!look.primary().problem().isEmpty()) {
            checks.stop("primary", primary + " cannot be asked: " + look.primary().problem());
        } else {
            checks.expect(look.primary().keeps(), "WAL of " + primary, "goes back to before the fork", Level.STOP,
                    primary + " has no more the WAL from which " + name + " would go on: only a clone brings it back");
        }
        if (look.isDiverged() && how != How.FOLLOW) {
            rewind();
        } else if (look.isDiverged()) {
            checks.stop("diverged", name + " has WAL that " + primary + " does not have: it cannot just follow");
        }
        return checks;
    }

    private void identity(Facts facts) {
        String own = data.control().systemIdentifier();
        checks.expect(own.equals(facts.systemIdentifier()), "identity", "both belong to system identifier " + own, Level.STOP,
                name + " belongs to another cluster: its system identifier is " + own + ", that of " + primary + " "
                        + facts.systemIdentifier());
        checks.expect(data.major() == facts.majorVersion(), "version", "both are PostgreSQL " + facts.majorVersion(), Level.STOP,
                name + " is PostgreSQL " + data.major() + ", " + primary + " " + facts.majorVersion());
        checks.ok("data directory", look.job().directory() + ": " + data.control().state() + ", timeline " + data.timeline()
                + (data.running().isEmpty() ? "" : "; PostgreSQL runs there (" + data.running() + ") and is stopped first"));
    }

    private void fork(Lsn written) {
        if (!data.branch().known() || !look.primary().history()) {
            checks.stop(FORK, "where the histories of " + name + " and " + primary + " part cannot be told: "
                    + (data.branch().known() ? primary : name) + " does not tell its history");
        } else if (look.fork().isEmpty()) {
            boolean ahead = look.left().map(wal -> wal.commitsAfter(written) > 0).orElse(false);
            checks.expect(!ahead, FORK, name + " is on the history of " + primary, Level.STOP, name + " has commits on timeline "
                    + data.timeline() + " that " + primary + " does not have, and no fork is known: look at both");
        } else if (look.left().isEmpty()) {
            checks.stop(FORK, name + " and " + primary + " part at " + look.fork().get() + "; what " + name
                    + " wrote after that cannot be read");
        } else if (look.isDiverged()) {
            checks.warn(FORK, name + " and " + primary + " part at " + look.fork().get() + ": " + RejoinPlanner.lost(look)
                    + " only " + name + " has, and loses");
        } else {
            checks.ok(FORK, primary + " left the timeline of " + name + " at " + look.fork().get() + ", and " + name
                    + " has nothing after that");
        }
    }

    private void rewind() {
        OldData.Rewind rewind = data.rewind();
        checks.expect(!rewind.version().isEmpty(), "pg_rewind", rewind.version(), Level.STOP,
                "there is no pg_rewind beside the server program on the host of " + name + ": install it, or say where it is with rewind_path");
        boolean fits = rewind.version().matches(".*\\b" + look.job().major() + "\\b.*");
        if (!rewind.version().isEmpty()) {
            checks.expect(fits, "version of pg_rewind", "the same as the server's", Level.STOP,
                    rewind.version() + " cannot rewind PostgreSQL " + look.job().major());
        }
        checks.expect(rewind.tracked().orElse(false), "changed pages", "are all in the WAL (data checksums or wal_log_hints)", Level.STOP,
                rewind.tracked().isPresent()
                        ? name + " had neither data checksums nor wal_log_hints when it ran: which pages it changed cannot be told"
                        : "whether " + name + " had data checksums or wal_log_hints cannot be read: there is no pg_controldata");
        checks.expect(rewind.fullPages().orElse(true) && look.primary().fullPages(), "full_page_writes", "on", Level.STOP,
                "full_page_writes is off on " + (look.primary().fullPages() ? name : primary));
        checks.expect(look.reaches(), "WAL of " + name, "goes back to before the fork", Level.STOP,
                name + " has no more the WAL from before the fork, by which pg_rewind finds what changed");
        checks.expect(look.primary().rights().isEmpty(), "rights", "pg_rewind may read the files of " + primary, Level.STOP,
                look.primary().rights());
        if (!data.control().isShutDown() && data.running().isEmpty()) {
            checks.ok("crash", name + " was not shut down: it recovers first, in single-user mode");
        }
    }

    /// @return why it cannot be looked at; empty when it can
    static Optional<String> host(HostState host) {
        return switch (host) {
            case HostState.Silent silent -> Optional.of("its host does not answer over SSH: " + silent.why());
            case HostState.Unclear unclear -> Optional.of("its data directory cannot be looked at: " + unclear.why());
            case HostState.Answers answers -> Optional.empty();
            case HostState.NotChecked none -> Optional.empty();
        };
    }

    /// `12.3 kB of WAL with 3 commits`.
    static String amount(long bytes, long commits) {
        return Progress.size(bytes) + " of WAL with " + commits + (commits == 1 ? " commit" : " commits");
    }
}
