package org.handyrep.plugin;

import java.time.Duration;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;

/// Whether PostgreSQL runs, seen without asking whoever starts and stops it.
public sealed interface PostmasterLook {

    /// @param identity differs from start to start; empty when it could not be told
    /// @param ready whether it takes sessions, or is a replica that will not take any
    /// @param stopping whether it was told to stop and has not ended yet
    record Running(String identity, boolean ready, boolean stopping) implements PostmasterLook {}

    record Stopped() implements PostmasterLook {}

    record Unknown(String why) implements PostmasterLook {}

    /// `running <identity> <what postmaster.pid says>`, `stopped`, or an exit status. A process of the same number that is not PostgreSQL in this data
    /// directory counts for nothing; processes that a killed postmaster left count as running. postmaster.pid is read once, because a server that ends
    /// removes it; its line 8 is there since PostgreSQL 10.
    String SCRIPT =
            """
            cd "$1" || exit 3
            test -f PG_VERSION || { echo "$1 is no data directory" >&2; exit 4; }
            test -d /proc/self || { echo "there is no /proc" >&2; exit 5; }
            here=$(pwd -P)
            said=$(cat postmaster.pid 2>/dev/null)
            line() { printf '%s\\n' "$said" | sed -n "$1p"; }
            pid=$(line 1)
            case $pid in ''|*[!0-9]*) pid=;; esac
            if test -n "$pid"; then
              name=$(sed -n 's/^Name:[[:space:]]*//p' "/proc/$pid/status" 2>/dev/null)
              there=$(readlink "/proc/$pid/cwd" 2>/dev/null)
              test -n "$there" || ! grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$pid/status" 2>/dev/null || there=$here
              case $name in postgres|postmaster) test "$there" = "$here" && {
                echo "running $pid-$(line 3) $(line 8)"; exit 0; };; esac
            fi
            ls -l /proc/[0-9]*/cwd 2>/dev/null | sed -n 's|^.* /proc/\\([0-9]*\\)/cwd -> |\\1 |p' | while read -r pid there; do
              test "$there" = "$here" || continue
              case $(readlink "/proc/$pid/exe" 2>/dev/null) in */postgres|*'/postgres (deleted)') exit 7;; esac
            done || { echo "running - leftover"; exit 0; }
            echo stopped
            """;

    /// Asks the postmaster of a data directory to stop as `pg_ctl stop -m immediate` does, after making sure that it is one. Nothing to do is success.
    String QUIT =
            """
            cd "$1" || exit 3
            pid=$(head -n 1 postmaster.pid 2>/dev/null)
            case $pid in ''|*[!0-9]*) exit 0;; esac
            test "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$(pwd -P)" || exit 0
            case $(readlink "/proc/$pid/exe" 2>/dev/null) in */postgres|*'/postgres (deleted)') kill -QUIT "$pid";; esac
            """;

    String STARTED = "SELECT pg_postmaster_start_time()::text AS started";

    static Command look(String pgdata) {
        return Command.of("sh", "-c", SCRIPT, "handyrep-look", pgdata).as(RunAs.POSTGRES).within(Duration.ofSeconds(15));
    }

    static Command quit(String pgdata) {
        return Command.of("sh", "-c", QUIT, "handyrep-quit", pgdata).as(RunAs.POSTGRES).within(Duration.ofSeconds(15));
    }

    /// The data directory in which processes are looked for; without it a session has to do.
    static Optional<String> pgdata(Server server) {
        return server.setting("pgdata").map(String::strip).filter(p -> p.startsWith("/"));
    }

    /// What [#look(String)] answered.
    static PostmasterLook of(CommandResult result) {
        if (!(result instanceof CommandResult.Exited exited) || exited.status() != 0) {
            return new Unknown(result.describe());
        }
        String[] words = exited.output().strip().split("\\s+");
        return switch (words[0]) {
            case "running" -> {
                String state = words.length > 2 ? words[2] : "";
                boolean leftover = state.equals("leftover");
                // PostgreSQL before 10 does not say.
                boolean ready = state.isEmpty() || state.equals("ready") || state.equals("standby");
                yield new Running(leftover || words.length < 2 ? "" : words[1], ready, state.equals("stopping"));
            }
            case "stopped" -> new Stopped();
            default -> new Unknown("the look at its processes answered " + exited.lastWords());
        };
    }

    /// What [#STARTED] answered. Refused means that nothing listens where clients go.
    static PostmasterLook of(SqlResult result) {
        return switch (result) {
            case SqlResult.Rows rows -> new Running(rows.only().string("started"), true, false);
            case SqlResult.Failed failed when failed.problem().provesLife() ->
                new Running("", failed.problem().kind() != ConnectionProblem.Kind.STARTING_UP
                                && failed.problem().kind() != ConnectionProblem.Kind.SHUTTING_DOWN,
                        failed.problem().kind() == ConnectionProblem.Kind.SHUTTING_DOWN);
            case SqlResult.Failed failed when failed.problem().kind() == ConnectionProblem.Kind.REFUSED -> new Stopped();
            case SqlResult.Failed failed -> new Unknown(failed.problem().message());
        };
    }
}
