package org.handyrep.engine;

/// The statements about the lock of an operation: a session-level advisory lock, which survives the death of the primary and the promotion of the server it is on, is
/// never replicated, and ends with its session.
final class LockSql {

    /// A console that lost power is forgotten in some seconds rather than hours, and one that copies for hours keeps its lock. What a version does not know is left out.
    static final String KEEP_ALIVE = "SELECT count(set_config(s.name, v.value, false)) AS set FROM pg_catalog.pg_settings s JOIN (VALUES"
            + " ('tcp_keepalives_idle', '5'), ('tcp_keepalives_interval', '2'), ('tcp_keepalives_count', '3'),"
            + " ('tcp_user_timeout', '11000'), ('client_connection_check_interval', '2000'), ('idle_session_timeout', '0')) AS v (name, value) ON v.name = s.name";

    private static final String IS_LOCK = "locktype = 'advisory' AND granted AND objsubid = 1"
            + " AND ((classid::int8 << 32) | objid::int8) = ";

    private LockSql() {}

    /// @return one parameter, the `application_name`; `taken`
    static String take(long key) {
        return "SELECT set_config('application_name', ?, false) AS name, pg_try_advisory_lock(" + literal(key) + ") AS taken";
    }

    static String free(long key) {
        return "SELECT pg_advisory_unlock(" + literal(key) + ") AS freed, set_config('application_name', 'handyrep', false) AS name";
    }

    /// `held` by the session itself.
    static String isHeld(long key) {
        return "SELECT " + mine(key) + " AS held";
    }

    /// `answer`: `not held` when nothing was asked.
    static String promote(long key) {
        return "SELECT CASE WHEN " + mine(key) + " THEN pg_promote(false)::text ELSE 'not held' END AS answer";
    }

    private static String mine(long key) {
        return "EXISTS (SELECT 1 FROM pg_catalog.pg_locks WHERE pid = pg_backend_pid() AND " + IS_LOCK + literal(key) + ")";
    }

    /// `name` and `who` of another session that holds it in the same database.
    static String holder(long key) {
        return "SELECT a.application_name AS name, coalesce(a.usename::text, '') || coalesce(' from ' || host(a.client_addr), '') AS who"
                + holding(literal(key));
    }

    /// @param key in SQL
    static String holding(String key) {
        return " FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE l." + IS_LOCK + key
                + " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())";
    }

    private static String literal(long key) {
        return "'" + key + "'::int8";
    }
}
