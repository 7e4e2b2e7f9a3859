package org.handyrep.engine;

import java.time.Duration;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;

/// Asks a primary to commit something, waiting for its own disk only: with a missing synchronous replica any other commit hangs for ever.
final class WriteCheck {

    /// A transactional message costs one flushed WAL record and leaves nothing behind.
    private static final String MESSAGE = "PERFORM pg_logical_emit_message(true, 'handyrep', 'write probe');";

    private static final String TABLE = "CREATE TEMPORARY TABLE handyrep_write_probe ON COMMIT DROP AS SELECT now() AS at;";

    private WriteCheck() {}

    static WriteProbe run(Sql sql, Duration deadline, Facts facts) {
        String act = facts.versionNumber() >= 90600 ? MESSAGE : TABLE;
        String statement =
                """
                DO $handyrep$ BEGIN
                PERFORM set_config('synchronous_commit', 'local', true);
                IF current_setting('transaction_read_only') = 'on' THEN
                RAISE EXCEPTION 'transactions are read-only here' USING ERRCODE = '25006';
                END IF;
                %s
                END $handyrep$"""
                        .formatted(act);
        long start = System.nanoTime();
        return switch (sql.run(deadline, statement)) {
            case SqlResult.Rows rows -> new WriteProbe.Committed(Duration.ofNanos(System.nanoTime() - start));
            case SqlResult.Failed failed -> new WriteProbe.Refused(failed.problem().message());
        };
    }
}
