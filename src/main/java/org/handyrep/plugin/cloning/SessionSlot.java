package org.handyrep.plugin.cloning;

import java.util.Optional;
import java.util.function.Function;
import org.handyrep.plugin.SqlResult;

/// A physical slot that keeps WAL from the moment in which it was taken and, from PostgreSQL 10, no longer than the session that took it. A server may need long to
/// see that a session of that name is gone: whoever takes it ends that first.
///
/// @param name lower-case letters, digits and underscores
public record SessionSlot(String name, int major) {

    private static final int ATTEMPTS = 50;

    public SessionSlot {
        if (!name.matches("[a-z0-9_]{1,63}")) {
            throw new IllegalArgumentException("not the name of a slot: " + name);
        }
    }

    /// What [#state(Function)] saw.
    public enum State {
        HELD,
        GONE,
        /// The answer did not come.
        UNKNOWN
    }

    public String create() {
        return "SELECT pg_create_physical_replication_slot('" + name + (major >= 10 ? "', true, true)" : "', true)")
                + " WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = '" + name + "')";
    }

    /// Ends another session that holds it.
    public String end() {
        return "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '" + name + "' AND temporary AND active_pid <> pg_backend_pid()";
    }

    /// One that holds no WAL any more is of no use.
    private String drop() {
        return "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '" + name
                + "' AND restart_lsn IS NULL AND (NOT active OR active_pid = pg_backend_pid())";
    }

    private String question() {
        return "SELECT restart_lsn IS NOT NULL" + (major >= 10 ? " AND (NOT temporary OR active_pid = pg_backend_pid())" : "")
                + " AS held FROM pg_replication_slots WHERE slot_name = '" + name + "'";
    }

    public State state(Function<String, SqlResult> session) {
        return session.apply(question()) instanceof SqlResult.Rows rows
                ? isHeld(rows) ? State.HELD : State.GONE
                : State.UNKNOWN;
    }

    /// Does nothing where this session has it.
    ///
    /// @param session runs a statement, always in the same session
    /// @return why it could not be taken; empty when it is
    public Optional<String> take(Function<String, SqlResult> session) {
        SqlResult last = session.apply(create());
        for (int attempt = 0; attempt < ATTEMPTS && last instanceof SqlResult.Rows; attempt++) {
            last = session.apply(question());
            if (last instanceof SqlResult.Rows rows && isHeld(rows)) {
                return Optional.empty();
            }
            last = last instanceof SqlResult.Rows && major >= 10 ? session.apply(end()) : last;
            last = last instanceof SqlResult.Rows ? session.apply(drop()) : last;
            last = last instanceof SqlResult.Rows && attempt > 0 ? session.apply("SELECT pg_sleep(0.2)") : last;
            last = last instanceof SqlResult.Rows ? session.apply(create()) : last;
        }
        return Optional.of(last instanceof SqlResult.Failed failed ? failed.problem().message() : "the slot " + name + " is still held by another session");
    }

    private static boolean isHeld(SqlResult.Rows rows) {
        return rows.rows().stream().anyMatch(row -> row.isTrue("held"));
    }
}
