package org.handyrep.plugin;

import java.util.HashMap;
import java.util.Map;
import org.handyrep.cluster.Server;

/// What PostgreSQL itself says about its archiving.
record ArchiverWatch(Tools tools) {

    private static final String ARCHIVER =
            "SELECT last_failed_wal, to_char(last_failed_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS failed,"
                    + " coalesce(last_failed_time > last_archived_time, last_failed_time IS NOT NULL) AS failing,"
                    + " coalesce(last_archived_wal, '') AS archived FROM pg_catalog.pg_stat_archiver";

    private static final String SETTINGS = "SELECT name, setting FROM pg_catalog.pg_settings"
            + " WHERE name IN ('archive_mode', 'archive_command', 'archive_library')";

    /// A failure when the last attempt to archive failed.
    Outcome of(Server primary) {
        String name = primary.name();
        try (Sql sql = tools.sql(primary, Login.HANDYREP)) {
            return switch (sql.run(ARCHIVER)) {
                case SqlResult.Rows rows when rows.only().isTrue("failing") ->
                    Outcome.failure(name + ": PostgreSQL could not archive " + rows.only().string("last_failed_wal") + " at "
                            + rows.only().string("failed") + " UTC and keeps trying; its log says why");
                case SqlResult.Rows rows ->
                    Outcome.success(
                            rows.only().string("archived").isEmpty()
                                    ? name + ": nothing was archived yet"
                                    : name + ": the last WAL archived is " + rows.only().string("archived"));
                // before 9.4
                case SqlResult.Failed failed when failed.problem().message().contains("does not exist") ->
                    Outcome.success(name + ": this PostgreSQL does not say how archiving goes");
                case SqlResult.Failed failed ->
                    Outcome.failure(name + ": could not ask how archiving goes: " + failed.problem().message());
            };
        }
    }

    /// `; but …` where the configuration of PostgreSQL does not call the script, else empty.
    String warning(Server server, String script) {
        Map<String, String> settings = new HashMap<>();
        try (Sql sql = tools.sql(server, Login.HANDYREP)) {
            switch (sql.run(SETTINGS)) {
                case SqlResult.Rows rows -> rows.rows().forEach(row -> settings.put(row.string("name"), row.string("setting")));
                case SqlResult.Failed failed -> {
                    return "; but its settings could not be read: " + failed.problem().message();
                }
            }
        }
        if (settings.getOrDefault("archive_mode", "off").equals("off")) {
            return "; but archive_mode is off: nothing is archived until it is on and PostgreSQL was restarted";
        }
        if (!settings.getOrDefault("archive_library", "").isEmpty()) {
            return "; but archive_library is set, so PostgreSQL does not call the script";
        }
        String command = settings.getOrDefault("archive_command", "");
        return command.contains(script) || command.contains(script.replace("%", "%%"))
                ? ""
                : "; but archive_command does not call it. Set it, and reload: "
                        + RecoveryLines.line("archive_command", RecoveryLines.word(script, "") + " \"%p\" \"%f\"");
    }
}
