package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.CopiedWal;
import org.handyrep.plugin.cloning.SessionSlot;

/// Whether the upstream of a clone still has the WAL that follows what was copied. A slot alone does not say so: one that was lost and taken again keeps only what
/// was written since.
///
/// @param archived the new replica reads an archive, too
record KeptWal(DeedParts make, CloneJob job, boolean archived) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    DeedPart part() {
        String slot = "SELECT restart_lsn::text AS begin FROM pg_replication_slots WHERE slot_name = '" + job.slot("clone") + "'";
        String files = "SELECT min(substr(name, 9)) AS first FROM " + (job.major() >= 10 ? "pg_ls_waldir() AS f" : "pg_ls_dir('pg_xlog') AS f (name)")
                + " WHERE name ~ '^[0-9A-F]{24}$'";
        return new DeedPart(
                List.of(job.target() + ": find the newest WAL file of the copy",
                        job.upstream() + ": " + slot,
                        job.upstream() + ": " + files + ", if the slot begins after that"),
                () -> check(slot, files));
    }

    private Outcome check(String slot, String files) {
        Server upstream = make.server(job.upstream());
        CommandResult looked = make.tools().shell(make.server(job.target())).run(CopiedWal.question(job));
        Optional<CopiedWal> copied = CopiedWal.of(looked);
        if (copied.isEmpty()) {
            return Outcome.failure(job.target() + ": it is not known with which WAL file the copy ends: " + looked.describe());
        }
        Optional<String> lost = new SessionSlot(job.slot("clone"), job.major()).take(statement -> make.sessions().run(upstream, PATIENCE, statement));
        if (lost.isPresent()) {
            return Outcome.failure(upstream.name() + ": " + lost.get());
        }
        String needed = copied.get().next(job.source().equals(job.upstream()));
        return switch (make.sessions().run(upstream, PATIENCE, slot)) {
            case SqlResult.Rows rows when begins(rows, copied.get().size()).filter(begin -> begin.compareTo(needed) <= 0).isPresent() ->
                Outcome.success(upstream.name() + " kept the WAL");
            case SqlResult.Rows rows -> there(upstream, needed, copied.get(), make.sessions().run(upstream, PATIENCE, files));
            case SqlResult.Failed failed -> Outcome.failure(upstream.name() + ": " + failed.problem().message());
        };
    }

    private static Optional<String> begins(SqlResult.Rows rows, long size) {
        return rows.rows().stream().flatMap(row -> row.text("begin").stream()).map(lsn -> CopiedWal.file(Lsn.parse(lsn).value(), size)).findFirst();
    }

    private Outcome there(Server upstream, String needed, CopiedWal copied, SqlResult files) {
        if (!(files instanceof SqlResult.Rows rows)) {
            String why = files instanceof SqlResult.Failed failed ? failed.problem().message() : "";
            return Outcome.failure(upstream.name() + " lost the slot while it was copied, and does not say which WAL it has still: " + why);
        }
        String first = rows.only().string("first");
        if (!first.isEmpty() && first.compareTo(needed) <= 0) {
            return Outcome.success(upstream.name() + " lost the slot meanwhile, but still has the WAL");
        }
        String missing = upstream.name() + " lost the slot meanwhile, and its WAL from file " + needed + " to before file " + first
                + " is gone (names without their timelines; the copy ends with " + copied.last() + ")";
        return archived
                ? Outcome.success(missing + ": " + job.target() + " must find it in the archive")
                : Outcome.failure(missing + ". Without it " + job.target() + " could never stream: clone it again, with a larger "
                        + (job.major() >= 13 ? "wal_keep_size" : "wal_keep_segments") + " on " + upstream.name()
                        + " if the connection of this console may be lost again");
    }
}
