package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunningPostgres;

/// Constant POSIX shell scripts for a data directory, which comes as an argument, never as part of the script. Each may be run twice.
final class NodeScripts {

    /// The folder in a data directory with WAL that was fetched from a dead primary.
    static final String SALVAGE = "handyrep_salvage";

    /// The server runs it in its data directory.
    static final String RESTORE_COMMAND = "cp \"" + SALVAGE + "/%f\" \"%p\"";

    private static final String END_SALVAGE =
            """
            cd "$1" || exit 3
            test -f PG_VERSION || exit 4
            rm -rf handyrep_salvage
            """;

    /// One look at all processes: a program for each would take a busy host longer than anybody waits.
    private static final String END_RECEIVER =
            """
            cd "$1" || exit 3
            postmaster=$(head -n 1 postmaster.pid) || exit 4
            for status in $(grep -l "^PPid:[[:space:]]*$postmaster$" /proc/[0-9]*/status 2>/dev/null); do
              process=${status%/status}
              tr '\\0' ' ' < "$process/cmdline" 2>/dev/null | grep -Eq 'wal ?receiver' && kill -TERM "${process#/proc/}"
            done
            exit 0
            """;

    /// Children first, while the postmaster is stopped and can start no new ones.
    private static final String KILL = RunningPostgres.SCRIPT
            + """
            cd -P "$1" || exit 3
            here=$PWD
            postmaster=$(head -n 1 postmaster.pid 2>/dev/null)
            case $postmaster in ''|*[!0-9]*) postmaster=;; esac
            if test -n "$postmaster" && test "$(readlink "/proc/$postmaster/cwd")" = "$here"; then
              kill -STOP "$postmaster"
            else
              postmaster=
            fi
            for pid in $(processes); do
              test "$pid" = "$postmaster" || kill -KILL "$pid"
            done
            test -z "$postmaster" || kill -KILL "$postmaster"
            """;

    /// Fails when a process of PostgreSQL works in the directory.
    static final String STOPPED =
            """
            cd "$1" || exit 3
            test -f PG_VERSION || exit 4
            """
                    + RunningPostgres.SCRIPT
                    + """
            found=$(running)
            test -z "$found" || { echo "PostgreSQL runs in $(pwd -P): $found" >&2; exit 5; }
            """;

    private static final String MARK =
            STOPPED
                    + """
            test -z "$2" || cat >> postgresql.auto.conf || exit 6
            : >> standby.signal && sync standby.signal postgresql.auto.conf
            """;

    /// What belongs to the former life of a server, or that of the one it was copied from: whom it followed, where it was to stop, what it read. The mark of a
    /// replica stays if it is there.
    private static final String CLEAN =
            STOPPED
                    + """
            umask 077
            case $(cat PG_VERSION) in 9.*|10|11) ;; *) rm -f recovery.conf;; esac
            rm -f recovery.signal recovery.done postgresql.auto.conf.handyrep-frozen recovery.conf.handyrep-frozen || exit 6
            touch postgresql.auto.conf
            sed -E '/^[[:space:]]*(primary_conninfo|primary_slot_name|recovery_[a-z_]+|restore_command|archive_cleanup_command|promote_trigger_file|wal_retrieve_retry_interval)[[:space:]]*=/Id' \\
              postgresql.auto.conf > postgresql.auto.conf.handyrep-new && cat >> postgresql.auto.conf.handyrep-new || exit 7
            mv -f postgresql.auto.conf.handyrep-new postgresql.auto.conf && sync postgresql.auto.conf
            """;

    /// Somebody may have started it as the replica that it is marked as: its next start would make a primary of it.
    private static final String UNMARK =
            """
            cd "$1" || exit 3
            """
                    + RunningPostgres.SCRIPT
                    + """
            test -n "$(running)" || rm -f "$2"
            """;

    private static final String IS_MARKED =
            """
            cd "$1" || exit 3
            test -f PG_VERSION || exit 4
            test -e standby.signal || test -e recovery.conf && echo marked || echo unmarked
            """;

    private NodeScripts() {}

    static Command endSalvage(String pgdata) {
        return script(END_SALVAGE, "end-salvage", pgdata);
    }

    static Command endReceiver(String pgdata) {
        return script(END_RECEIVER, "end-wal-receiver", pgdata);
    }

    static Command kill(String pgdata) {
        return script(KILL, "kill-postgres", pgdata);
    }

    /// @param settings lines for postgresql.auto.conf, may hold a password; they travel over standard input
    static Command mark(String pgdata, String settings) {
        return script(MARK, "mark-as-replica", pgdata, settings.isEmpty() ? "" : "with settings").withInput(settings);
    }

    /// @param settings more lines for postgresql.auto.conf
    static Command cleanSettings(String pgdata, String settings) {
        return script(CLEAN, "clean-settings", pgdata).withInput(settings);
    }

    /// Fails unless the server is stopped.
    static Command isStopped(String pgdata) {
        return script(STOPPED, "is-stopped", pgdata);
    }

    static Command unmark(String pgdata, String file) {
        return script(UNMARK, "unmark", pgdata, file);
    }

    static Command isMarked(String pgdata) {
        return script(IS_MARKED, "is-marked", pgdata);
    }

    static Command script(String text, String name, String... arguments) {
        return Command.script(text, name, List.of(arguments)).as(RunAs.POSTGRES).within(Duration.ofSeconds(15));
    }
}
