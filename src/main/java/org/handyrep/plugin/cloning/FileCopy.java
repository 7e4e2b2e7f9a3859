package org.handyrep.plugin.cloning;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;

/// Copies the files of a running server under a backup that is held for it: data, then the control file, then the WAL of that time, so that the copy is whole by
/// itself. How files are moved is left to the plugin.
public abstract class FileCopy extends ClonePlugin {

    /// What of a data directory is another server's alone, or is made anew. Anchored at the data directory.
    protected static final List<String> LEFT_OUT = Stream.concat(
                    PlaceNames.OWN.stream().map(name -> "/" + name),
                    Stream.of(
                            "/pg_wal/*", "/pg_xlog/*", "/pg_replslot/*", "/pg_dynshmem/*", "/pg_notify/*", "/pg_serial/*", "/pg_snapshots/*", "/pg_stat_tmp/*",
                            "/pg_subtrans/*", "/pg_tblspc/*", "/postmaster.pid", "/postmaster.opts", "/backup_label", "/backup_label.old", "/tablespace_map",
                            "/tablespace_map.old", "/backup_manifest", "/recovery.conf", "/recovery.done", "/recovery.signal", "/standby.signal",
                            "/current_logfiles", "/postgresql.auto.conf.tmp", "/global/pg_control"))
            .toList();
    /// At any depth.
    protected static final List<String> LEFT_OUT_EVERYWHERE = List.of("pgsql_tmp*", "pg_internal.init*");

    private static final String FOLDERS =
            """
            cd "$1" || exit 3
            umask 077
            test ! -L "$2" || rm -f "$2"
            if test -n "$3"; then { test ! -d "$2" || rmdir "$2"; } && ln -s "$3/handyrep_new" "$2" || exit 4; else mkdir -p "$2"; fi
            mkdir -p "$2/archive_status" pg_tblspc pg_replslot
            """;

    private static final String ALL_THERE =
            """
            cd "$1" && ls | grep -q "^........$2\\$" || { echo "WAL file $2, where the backup begins, did not arrive" >&2; exit 4; }
            test -s "$3/global/pg_control" || { echo "the control file did not arrive" >&2; exit 5; }
            """;

    /// One way to move files from the source's directory into the target's.
    protected interface Mover {
        /// All of a data directory that is not left out.
        Outcome data(Copying copying);

        Outcome tablespace(Copying copying, CloneJob.Tablespace tablespace);

        Outcome control(Copying copying);

        /// @param first and `last`: names of WAL files without their timelines
        Outcome wal(Copying copying, String first, String last);
    }

    protected abstract Mover mover(CloneJob job, Server target, Server source);

    @Override
    public Outcome copy(CloneJob job, Server target, Server source, Watch watch) {
        Meter meter = new Meter("waiting for a checkpoint on " + source.name(), ask(source).size(), System::nanoTime);
        watch.tell(meter.progress());
        return switch (Backup.begin(() -> backupSession(source), job, watch)) {
            case Backup.Begun.Refused refused -> Outcome.failure(source.name() + ": " + refused.why());
            case Backup.Begun.Open open -> {
                try (Backup backup = open.backup()) {
                    yield copy(job, target, source, backup, new Copying(watch, meter, idle(), backup::lost));
                }
            }
        };
    }

    private Outcome copy(CloneJob job, Server target, Server source, Backup backup, Copying copying) {
        Mover mover = mover(job, target, source);
        copying.meter().phase("copying files");
        Outcome last = mover.data(copying);
        for (CloneJob.Tablespace tablespace : job.tablespaces()) {
            copying.meter().phase("copying tablespace " + tablespace.from());
            last = last.succeeded() ? mover.tablespace(copying, tablespace) : last;
        }
        last = last.succeeded() ? folders(job, target) : last;
        last = last.succeeded() ? mover.control(copying) : last;
        if (!last.succeeded()) {
            return last;
        }
        copying.meter().phase("ending the backup");
        Optional<Backup.Stopped> stopped = backup.stop();
        if (stopped.isEmpty()) {
            return Outcome.failure(source.name() + ": " + backup.lost());
        }
        copying.meter().phase("copying WAL");
        last = mover.wal(copying, stopped.get().first(), stopped.get().last());
        last = last.succeeded() ? label(job, target, stopped.get()) : last;
        return last.succeeded() ? flush(job, target) : last;
    }

    private Outcome folders(CloneJob job, Server target) {
        CommandResult made = runAsPostgres(
                target, Command.of("sh", "-c", FOLDERS, "handyrep-clone-folders", job.incoming(), job.walFolder(), job.wal().orElse("")));
        return made.ok() ? Outcome.success("made") : Outcome.failure(target.name() + ": " + made.describe());
    }

    private Outcome label(CloneJob job, Server target, Backup.Stopped stopped) {
        CommandResult there = runAsPostgres(
                target, Command.of("sh", "-c", ALL_THERE, "handyrep-clone-wal", job.incoming() + "/" + job.walFolder(), stopped.first(), job.incoming()));
        if (!there.ok()) {
            return Outcome.failure(target.name() + ": " + there.describe());
        }
        Outcome written = write(target, job.incoming() + "/backup_label", stopped.label());
        if (!written.succeeded() || job.tablespaces().isEmpty()) {
            return written;
        }
        StringBuilder map = new StringBuilder();
        job.tablespaces().forEach(t -> map.append(t.oid()).append(' ').append(t.to().replace("\\", "\\\\")).append('\n'));
        return write(target, job.incoming() + "/tablespace_map", map.toString());
    }

    private Outcome write(Server target, String path, String text) {
        return Acts.perform(tools(), new Act.Push(target, path, text, RunAs.POSTGRES, "0600"));
    }

    /// What all of them show around the moving itself.
    protected final List<String> around(CloneJob job, List<String> moving) {
        String begin = job.version() >= 150000 ? "pg_backup_start(…, fast => true)" : "pg_start_backup(…, true, false)";
        String end = job.version() >= 150000 ? "pg_backup_stop(false)" : job.version() >= 100000 ? "pg_stop_backup(false, false)" : "pg_stop_backup(false)";
        String slot = job.version() >= 100000 ? "temporary slot " : "slot ";
        java.util.ArrayList<String> lines = new java.util.ArrayList<>();
        String stale = job.version() >= 100000 ? ", after another session that holds it still was ended" : "";
        lines.add(job.source() + ": create the " + slot + job.slot("copy") + stale + "; SELECT " + begin + "; this session is held to the end");
        lines.addAll(moving);
        lines.add(job.source() + ": SELECT " + end + ", after the control file and before the WAL; the slot is dropped");
        lines.add(job.target() + ": write backup_label" + (job.tablespaces().isEmpty() ? "" : " and tablespace_map") + " to " + job.incoming() + ", sync");
        return lines;
    }
}
