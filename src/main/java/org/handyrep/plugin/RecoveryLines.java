package org.handyrep.plugin;

import java.util.Optional;

/// The lines of recovery.conf (PostgreSQL 11 and older) or postgresql.conf that read a directory of archived WAL.
final class RecoveryLines {

    private RecoveryLines() {}

    /// @param cleanup the path of pg_archivecleanup, where restored WAL is to be removed
    static String of(String directory, Optional<String> cleanup) {
        StringBuilder lines = new StringBuilder(line("restore_command", "cp -- " + word(directory + "/", "%f") + " \"%p\""));
        cleanup.ifPresent(program ->
                lines.append('\n').append(line("archive_cleanup_command", word(program, "") + " " + word(directory, "") + " %r")));
        return lines.toString();
    }

    static String line(String name, String command) {
        return name + " = '" + command.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /// One word for the shell that PostgreSQL starts, which replaces `%` before.
    ///
    /// @param placeholder of PostgreSQL's own, behind the text
    static String word(String text, String placeholder) {
        String doubled = text.replace("%", "%%");
        return doubled.matches("[^$`\"\\\\]*")
                ? "\"" + doubled + placeholder + "\""
                : "'" + doubled.replace("'", "'\\''") + placeholder + "'";
    }
}
