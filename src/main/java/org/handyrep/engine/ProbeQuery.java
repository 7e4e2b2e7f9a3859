package org.handyrep.engine;

import java.util.ArrayList;
import java.util.List;
import org.handyrep.plan.Votes;

/// The one statement that asks a PostgreSQL server of a given version everything a decision needs, in one round trip.
///
/// Each row is a kind and up to seven texts, `kind, a … g`: `fact` (name, value), `setting` (name, value), `stream` and `slot`.
/// What the console's user may not see is NULL or missing, never an error. No password crosses the wire: of `primary_conninfo` only host and port are asked.
final class ProbeQuery {

    /// Run-time parameters that decisions need.
    static final List<String> SETTINGS = List.of(
            "archive_mode",
            "data_checksums",
            "data_directory",
            "full_page_writes",
            "hot_standby",
            "max_connections",
            "max_locks_per_transaction",
            "max_prepared_transactions",
            "max_replication_slots",
            "max_slot_wal_keep_size",
            "max_wal_senders",
            "max_worker_processes",
            "primary_slot_name",
            "recovery_min_apply_delay",
            "server_version",
            "synchronous_commit",
            "synchronous_standby_names",
            "wal_level",
            "wal_log_hints",
            "wal_receiver_timeout",
            "wal_retrieve_retry_interval",
            "wal_segment_size");

    /// Host of a conninfo string, keyword or URI form.
    private static final String HOST = "coalesce(substring(%1$s from '\\mhost\\s*=\\s*''([^'']*)'''),"
            + " substring(%1$s from '\\mhost\\s*=\\s*([^'' ]+)'), substring(%1$s from '\\mhostaddr\\s*=\\s*''?([^'' ]+)'),"
            + " substring(%1$s from '^postgres(?:ql)?://(?:[^@/]*@)?([^/:?,]+)'))";

    private static final String PORT = "coalesce(substring(%1$s from '\\mport\\s*=\\s*''?([0-9]+)'),"
            + " substring(%1$s from '^postgres(?:ql)?://(?:[^@/]*@)?[^/:?,]+:([0-9]+)'))";

    private final int version;
    private final List<String> facts = new ArrayList<>();

    private ProbeQuery(int version) {
        this.version = version;
    }

    /// @param version `server_version_num`
    static String full(int version) {
        return new ProbeQuery(version).everything();
    }

    /// Only what moves, and which cluster it is: positions, timeline and receiver. And whom commits wait for, which plans change.
    static String quick(int version) {
        ProbeQuery query = new ProbeQuery(version);
        query.positions();
        query.receiver();
        query.cluster();
        query.fact("synchronous_standby_names", "current_setting('synchronous_standby_names')");
        return query.factRows();
    }

    private String everything() {
        positions();
        receiver();
        cluster();
        identity();
        activity();
        return String.join("\nUNION ALL\n", List.of(factRows(), settings(), streams(), slots()));
    }

    private boolean from(int first) {
        return version >= first;
    }

    private String name(String before10, String since10) {
        return from(100000) ? since10 : before10;
    }

    private void fact(String name, String expression) {
        facts.add("('" + name + "', (" + expression + ")::text)");
    }

    private String factRows() {
        return "SELECT 'fact'::text AS kind, k AS a, v AS b, NULL::text AS c, NULL::text AS d, NULL::text AS e,"
                + " NULL::text AS f, NULL::text AS g FROM (VALUES\n  " + String.join(",\n  ", facts) + ") x(k, v)";
    }

    private void positions() {
        String current = name("pg_current_xlog_location()", "pg_current_wal_lsn()");
        String file = name("pg_xlogfile_name", "pg_walfile_name");
        fact("recovery", "pg_is_in_recovery()");
        fact("written", "CASE WHEN NOT pg_is_in_recovery() THEN " + current + " END");
        fact(
                "timeline_hex",
                "CASE WHEN NOT pg_is_in_recovery() THEN substr(" + file + "(" + current + "), 1, 8) END");
        fact("received", name("pg_last_xlog_receive_location()", "pg_last_wal_receive_lsn()"));
        fact("replayed", name("pg_last_xlog_replay_location()", "pg_last_wal_replay_lsn()"));
        if (from(90600)) {
            fact("control_timeline", CONTROL_TIMELINE);
        }
    }

    private static final String CONTROL_TIMELINE =
            "SELECT greatest(c.timeline_id, r.min_recovery_end_timeline) FROM pg_control_checkpoint() c, pg_control_recovery() r";

    private void receiver() {
        if (!from(90600)) {
            return;
        }
        fact("receiver_pid", "SELECT pid FROM pg_stat_wal_receiver");
        fact("receiver_status", "SELECT status FROM pg_stat_wal_receiver");
        fact("receiver_timeline", "SELECT received_tli FROM pg_stat_wal_receiver");
        fact(
                "receiver_age",
                "SELECT extract(epoch FROM clock_timestamp() - last_msg_receipt_time) FROM pg_stat_wal_receiver");
        fact("receiver_slot", "SELECT slot_name FROM pg_stat_wal_receiver");
        if (from(110000)) {
            fact("receiver_host", "SELECT sender_host FROM pg_stat_wal_receiver");
            fact("receiver_port", "SELECT sender_port FROM pg_stat_wal_receiver");
        } else {
            fact("receiver_host", "SELECT " + HOST.formatted("conninfo") + " FROM pg_stat_wal_receiver");
            fact("receiver_port", "SELECT " + PORT.formatted("conninfo") + " FROM pg_stat_wal_receiver");
        }
    }

    private void cluster() {
        if (from(90600)) {
            fact("system_identifier", "SELECT system_identifier FROM pg_control_system()");
        }
    }

    private void identity() {
        fact("version_number", "current_setting('server_version_num')");
        fact("started", "extract(epoch FROM pg_postmaster_start_time())");
        if (from(90600)) {
            fact(
                    "may_read",
                    from(110000)
                            ? "has_function_privilege('pg_read_file(text,bigint,bigint,boolean)', 'execute')"
                            : "current_setting('is_superuser') = 'on'");
        }
        fact("synchronous_standby_names sourcefile", "SELECT sourcefile FROM pg_settings WHERE name = 'synchronous_standby_names'");
        if (from(90400)) {
            fact("next_xid", "CASE WHEN NOT pg_is_in_recovery() THEN txid_snapshot_xmax(txid_current_snapshot()) END");
        }
        String paused = name("pg_is_xlog_replay_paused()", "pg_is_wal_replay_paused()");
        fact("paused", "CASE WHEN pg_is_in_recovery() THEN " + paused + " END");
        fact(
                "replay_delay",
                "CASE WHEN pg_is_in_recovery() THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END");
        if (from(120000)) {
            String conninfo = "SELECT %s FROM pg_settings WHERE name = 'primary_conninfo'";
            fact("upstream_host", conninfo.formatted(HOST.formatted("setting")));
            fact("upstream_port", conninfo.formatted(PORT.formatted("setting")));
        }
    }

    private void activity() {
        if (from(90600)) {
            fact(
                    "locked_by",
                    "SELECT coalesce(a.application_name, 'handyrep/' || a.usename || ' op=-')" + LockSql.holding(Votes.keyInSql()) + " LIMIT 1");
        }
        fact(
                "waiting",
                from(90600) ? "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'" : "0");
        String client = from(100000)
                ? "backend_type = 'client backend'"
                : "pid NOT IN (SELECT pid FROM pg_stat_replication)";
        String others = " FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name NOT LIKE 'handyrep%' AND " + client;
        fact("clients", "SELECT count(*)" + others);
        fact("client_addresses", "SELECT coalesce(string_agg(DISTINCT coalesce(host(client_addr), 'socket'), ' '), '')" + others);
    }

    /// The history file of a timeline. Only for a user who has the right: see the fact `may_read`.
    static String history(int version, int timeline) {
        return "SELECT pg_read_file('%s/%08X.history', 0, 100000, true) AS history"
                .formatted(version >= 100000 ? "pg_wal" : "pg_xlog", timeline);
    }

    private String settings() {
        return "SELECT 'setting', name, setting" + ", NULL::text".repeat(5) + " FROM pg_settings WHERE name IN ('"
                + String.join("', '", SETTINGS) + "')";
    }

    private String streams() {
        return "SELECT 'stream', application_name, host(client_addr), state, sync_state, "
                + name("sent_location, replay_location", "sent_lsn, replay_lsn").replace(",", "::text,") + "::text, "
                + (from(100000) ? "extract(epoch FROM replay_lag)::text" : "NULL") + " FROM pg_stat_replication";
    }

    private String slots() {
        if (!from(90400)) {
            return "SELECT 'none'::text" + ", NULL::text".repeat(7) + " WHERE false";
        }
        return "SELECT 'slot', slot_name::text, (slot_type = 'physical')::text, active::text, restart_lsn::text, "
                + (from(130000) ? "wal_status" : "NULL") + ", NULL, NULL FROM pg_replication_slots";
    }
}
