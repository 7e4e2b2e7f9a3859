package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Lsn;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.jspecify.annotations.Nullable;

/// A non-exclusive backup in one session, which is held from its start to its stop, with a slot that keeps the WAL of that time. When the session ends, so do the
/// backup and, from PostgreSQL 10, the slot: nothing is left behind, whatever happens to the console.
final class Backup implements AutoCloseable {

    /// The checkpoint at its start writes all that is dirty, and before PostgreSQL 15 its end may wait for the archive.
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofMillis(100);
    /// For a server that is told to end a session.
    private static final Duration LEAVING = Duration.ofSeconds(5);
    /// A console that lost power is forgotten in minutes rather than hours, with its backup and the WAL that it keeps.
    private static final String KEEP_ALIVE = "SELECT set_config('tcp_keepalives_idle', '60', false) AS idle,"
            + " set_config('tcp_keepalives_interval', '10', false) AS interval, set_config('tcp_keepalives_count', '6', false) AS count";
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(20);
    private static final SqlResult CANCELLED = new SqlResult.Failed(new ConnectionProblem(ConnectionProblem.Kind.OTHER, "", "cancelled"));
    private static final Pattern BEGIN = Pattern.compile("START WAL LOCATION: (\\S+) \\(file ([0-9A-F]{24})\\)");

    /// @param label the text of backup_label
    /// @param first and `last`: the names of the first and the last WAL file that the copy needs, without their timelines
    record Stopped(String label, String first, String last) {}

    private final Supplier<Sql> sessions;
    private final Watch watch;
    private final Sql sql;
    private final int version;
    private final String slot;
    private volatile String lost = "";
    private volatile boolean closed;
    private volatile boolean waiting;
    private String pid = "";
    private boolean slotToDrop;

    private Backup(Supplier<Sql> sessions, Watch watch, int version, String slot) {
        this.sessions = sessions;
        this.watch = watch;
        this.sql = sessions.get();
        this.version = version;
        this.slot = slot;
    }

    sealed interface Begun {
        record Open(Backup backup) implements Begun {}

        record Refused(String why) implements Begun {}
    }

    /// @param sessions each of which it closes
    /// @param watch may want it to end while it begins or stops
    static Begun begin(Supplier<Sql> sessions, CloneJob job, Watch watch) {
        Backup backup = new Backup(sessions, watch, job.version(), job.slot("copy"));
        Outcome begun = backup.begin("handyrep clone of " + job.target());
        if (begun.succeeded()) {
            Thread.ofVirtual().name("backup of " + job.source()).start(backup::stayAlive);
            return new Begun.Open(backup);
        }
        backup.close();
        return new Begun.Refused(begun.details());
    }

    private Outcome begin(String label) {
        if (version >= 140000) {
            ask(SHORT, "SET idle_session_timeout = 0");
        }
        ask(SHORT, KEEP_ALIVE);
        Optional<String> held = reserve();
        if (held.isPresent()) {
            return Outcome.failure("no backup could be begun: " + held.get());
        }
        String start = version >= 150000 ? "SELECT pg_backup_start(?, true)::text AS at" : "SELECT pg_start_backup(?, true, false)::text AS at";
        SqlResult self = ask(SHORT, "SELECT pg_backend_pid()::text AS pid");
        if (self instanceof SqlResult.Rows rows) {
            pid = rows.only().string("pid");
            self = await(start, label);
        }
        return self instanceof SqlResult.Failed failed ? Outcome.failure("no backup could be begun: " + failed.problem().message()) : Outcome.success("begun");
    }

    /// @return why there is no slot; empty when there is
    private Optional<String> reserve() {
        if (version >= 100000) {
            return new SessionSlot(slot, version / 10000).take(statement -> ask(SHORT, statement));
        }
        ask(SHORT, "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ? AND NOT active", slot);
        SqlResult held = ask(SHORT, "SELECT pg_create_physical_replication_slot(?, true)", slot);
        slotToDrop = held instanceof SqlResult.Rows;
        return held instanceof SqlResult.Failed failed ? Optional.of(failed.problem().message()) : Optional.empty();
    }

    /// Runs what may take long. When the clone is cancelled meanwhile, the server is told to end the session; a server that does not listen is left.
    private SqlResult await(String statement, @Nullable Object... parameters) {
        CompletableFuture<SqlResult> answer = new CompletableFuture<>();
        waiting = true;
        Thread.ofVirtual().name("backup " + slot).start(() -> {
            try {
                answer.complete(ask(LONG, statement, parameters));
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            while (!watch.cancelled()) {
                try {
                    return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // It is looked again whether it was cancelled.
                }
            }
            return leave(answer);
        } catch (InterruptedException e) {
            SqlResult left = leave(answer);
            Thread.currentThread().interrupt();
            return left;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a statement ended unexpectedly", e.getCause());
        } finally {
            waiting = false;
        }
    }

    private SqlResult leave(CompletableFuture<SqlResult> answer) {
        try (Sql other = sessions.get()) {
            var unused = other.run(LEAVING, "SELECT pg_terminate_backend(?::int)", pid);
        }
        return answer.handle((done, failed) -> CANCELLED).completeOnTimeout(CANCELLED, LEAVING.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private SqlResult ask(Duration limit, String statement, @Nullable Object... parameters) {
        return sql.run(limit, statement, parameters);
    }

    /// A session that broke is opened again by whoever asks next, and that one holds no backup.
    private void stayAlive() {
        while (!closed && lost.isEmpty()) {
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                return;
            }
            if (!closed && !waiting) {
                SqlResult self = ask(SHORT, "SELECT pg_backend_pid()::text AS pid");
                boolean same = self instanceof SqlResult.Rows rows && rows.only().string("pid").equals(pid);
                lost = same || closed || waiting ? "" : "the session that holds the backup was lost";
            }
        }
    }

    /// Why the copy is worth nothing any more; empty while it is.
    String lost() {
        return lost;
    }

    /// Empty with the reason in [#lost()] when it cannot be ended in order.
    Optional<Stopped> stop() {
        String stop;
        if (version >= 150000) {
            stop = "SELECT lsn::text AS lsn, labelfile FROM pg_backup_stop(false)";
        } else if (version >= 100000) {
            stop = "SELECT lsn::text AS lsn, labelfile FROM pg_stop_backup(false, false)";
        } else {
            stop = "SELECT lsn::text AS lsn, labelfile FROM pg_stop_backup(false)";
        }
        SqlResult segments = ask(SHORT, "SELECT setting::bigint * CASE unit WHEN '8kB' THEN 8192 ELSE 1 END AS bytes FROM pg_settings WHERE name = 'wal_segment_size'");
        SqlResult stopped = segments instanceof SqlResult.Rows ? await(stop) : segments;
        if (!(stopped instanceof SqlResult.Rows rows) || !(segments instanceof SqlResult.Rows size)) {
            lost = stopped instanceof SqlResult.Failed failed ? "the backup could not be ended: " + failed.problem().message() : "the backup was lost";
            return Optional.empty();
        }
        Row row = rows.only();
        String label = row.string("labelfile");
        Matcher begin = BEGIN.matcher(label);
        if (!begin.find()) {
            lost = "the label of the backup says nothing about its WAL";
            return Optional.empty();
        }
        long end = Lsn.parse(row.string("lsn")).value();
        return Optional.of(new Stopped(label, begin.group(2).substring(8), CopiedWal.file(Math.max(0, end - 1), size.only().number("bytes").orElse(1L << 24))));
    }

    @Override
    public void close() {
        closed = true;
        if (slotToDrop) {
            ask(SHORT, "SELECT pg_drop_replication_slot(?)", slot);
        }
        sql.close();
    }
}
