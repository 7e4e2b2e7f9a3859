package cloning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Setting;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.ClonePlugin;
import org.handyrep.plugin.cloning.Copying;
import org.handyrep.plugin.cloning.Meter;
import org.handyrep.plugin.cloning.Watch;

/// `clone_basebackup`: `pg_basebackup` on the target's host, with WAL streamed beside and a slot for the duration.
public class CloneBasebackup extends ClonePlugin {

    private static final Pattern KILOBYTES = Pattern.compile("\\s*(\\d+)/(\\d+) kB.*");
    private static final String WAITING = "waiting for a checkpoint on ";
    private static final String SYNCING = "syncing data to disk";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(List.of(Setting.optional(
                "basebackup_path", "full path of pg_basebackup on the replica; a server's own entry may have it too", "pg_basebackup")));
        all.addAll(common("pg_basebackup"));
        return all;
    }

    @Override
    public List<String> shown(CloneJob job, Server target, Server source) {
        List<String> lines = new ArrayList<>();
        if (job.major() < 10) {
            lines.add(job.source() + ": create the slot " + job.slot("copy") + ", dropped at the end");
        }
        lines.add(job.target() + ": " + tools().shell(target).preview(command(job, target, source)));
        return lines;
    }

    /// A name for the session, by which its progress is found, and whatever the operator wants of the connection; never a password.
    private Command command(CloneJob job, Server target, Server source) {
        List<String> words = new ArrayList<>(List.of(setting(target, "basebackup_path").orElse("pg_basebackup"), "-D", job.incoming()));
        words.addAll(List.of("-h", source.hostname(), "-p", String.valueOf(source.port()), "-U", user(), "-w"));
        words.addAll(List.of("-d", "application_name=" + job.slot("copy") + target.setting("replication_options").map(o -> " " + o).orElse("")));
        words.addAll(List.of("-X", "stream", "-c", "fast", "-P", "-v", "-l", "handyrep clone of " + job.target()));
        job.wal().ifPresent(wal -> words.add((job.major() >= 10 ? "--waldir=" : "--xlogdir=") + wal + "/" + CloneJob.NEW));
        job.tablespaces().forEach(t -> words.add("-T" + escaped(t.from()) + "=" + escaped(t.to() + "/" + CloneJob.NEW)));
        if (job.major() < 10) {
            words.addAll(List.of("-S", job.slot("copy")));
        }
        if (rate(job.maxRate()) > 0) {
            words.add("--max-rate=" + Math.clamp(rate(job.maxRate()), 32, 1_048_576));
        }
        words.addAll(extra());
        return leashed(job.incoming(), words, "PGPASSWORD", tools().password("replication_pass"));
    }

    private String user() {
        return tools().option("handyrep", "replication_user").orElse("postgres");
    }

    private static String escaped(String path) {
        return path.replace("\\", "\\\\").replace("=", "\\=");
    }

    @Override
    public Outcome copy(CloneJob job, Server target, Server source, Watch watch) {
        Meter meter = new Meter(WAITING + source.name(), 0, System::nanoTime);
        watch.tell(meter.progress());
        Outcome slot = job.major() < 10 ? slot(job, source, "pg_create_physical_replication_slot(?)", "NOT EXISTS") : Outcome.success("");
        if (!slot.succeeded()) {
            return slot;
        }
        AtomicBoolean closed = new AtomicBoolean();
        Thread looking = Thread.ofVirtual().name("progress of " + job.target()).start(() -> look(job, source, meter, closed));
        try {
            return new Copying(watch, meter, idle(), () -> "")
                    .run("pg_basebackup on " + target.name(), tools().shell(target), command(job, target, source), line -> tell(line, job, meter), status -> status == 0);
        } finally {
            closed.set(true);
            looking.interrupt();
            if (job.major() < 10) {
                log(slot(job, source, "pg_drop_replication_slot(?)", "EXISTS").details());
            }
        }
    }

    private Outcome slot(CloneJob job, Server source, String act, String when) {
        try (Sql sql = backupSession(source)) {
            String statement = "SELECT " + act + " WHERE " + when + " (SELECT 1 FROM pg_replication_slots WHERE slot_name = ?)";
            return switch (sql.run(LIMIT, statement, job.slot("copy"), job.slot("copy"))) {
                case SqlResult.Rows rows -> Outcome.success(source.name() + ": " + act.replace("?", job.slot("copy")));
                case SqlResult.Failed failed -> Outcome.failure(source.name() + ": slot " + job.slot("copy") + ": " + failed.problem().message());
            };
        }
    }

    /// The tool's own word: the server may have no view for it, or not answer this console while it sends to the target. At its end it says nothing for as long as
    /// the disk takes.
    private static void tell(String line, CloneJob job, Meter meter) {
        Matcher m = KILOBYTES.matcher(line);
        if (m.matches()) {
            if (job.major() < 13 || meter.progress().phase().startsWith(WAITING)) {
                meter.name("copying files");
            }
            meter.set(Long.parseLong(m.group(1)) * 1024, Long.parseLong(m.group(2)) * 1024);
        } else if (line.contains(SYNCING)) {
            meter.unseen(SYNCING);
        }
    }

    private void look(CloneJob job, Server source, Meter meter, AtomicBoolean closed) {
        if (job.major() < 13) {
            return;
        }
        try (Sql sql = backupSession(source)) {
            while (!closed.get()) {
                SqlResult seen = sql.run(LIMIT,
                        "SELECT phase, backup_streamed AS done, coalesce(backup_total, 0) AS total FROM pg_stat_progress_basebackup"
                                + " JOIN pg_stat_activity USING (pid) WHERE application_name = ?", job.slot("copy"));
                if (seen instanceof SqlResult.Rows rows && !rows.rows().isEmpty()) {
                    Row row = rows.rows().getFirst();
                    meter.name(row.string("phase"));
                    meter.set(row.number("done").orElse(0L), row.number("total").orElse(0L));
                }
                Thread.sleep(Duration.ofMillis(500));
            }
        } catch (InterruptedException e) {
            // The copy has ended, and nobody asks any more.
        }
    }

    @Override
    public boolean replicatesFromSource() {
        return true;
    }

    @Override
    public Outcome test(Server server) {
        Optional<String> missing = missing(server, setting(server, "basebackup_path").orElse("pg_basebackup"), "--version");
        return missing.map(Outcome::failure).orElseGet(() -> Outcome.success(server.name() + " has pg_basebackup"));
    }
}
