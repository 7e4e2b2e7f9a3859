package org.handyrep.engine;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunAs;

/// Constant POSIX shell scripts that read a server's WAL with the programs of PostgreSQL on its host. They change nothing, and what they answer is bounded.
final class WalScripts {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]", Locale.ROOT);

    /// The programs beside the running postmaster are of its version; the others are guesses.
    static final String TOOLS =
            """
            cd "$1" && test -f PG_VERSION || exit 3
            LC_ALL=C TZ=UTC
            export LC_ALL TZ
            wal=$(pwd -P)/pg_wal
            test -d "$wal" || wal=$(pwd -P)/pg_xlog
            program() {
              pid=$(head -n 1 postmaster.pid 2>/dev/null)
              exe=$(readlink "/proc/$pid/exe" 2>/dev/null)
              opts=$(head -n 1 postmaster.opts 2>/dev/null)
              for dir in "${exe%/*}" "$(dirname "${opts%% *}")" "/usr/lib/postgresql/$2/bin" "/usr/pgsql-$2/bin"; do
                test -x "$dir/$1" && { echo "$dir/$1"; return; }
              done
              command -v "$1"
            }
            """;

    private static final String FIND =
            """
            tool=$(program pg_waldump "$2")
            test -n "$tool" || tool=$(program pg_xlogdump "$2")
            test -n "$tool" || { echo "pg_waldump is not installed there" >&2; exit 6; }
            """;

    /// Counts on the host: only five lines travel.
    private static final String COMMITS = TOOLS
            + FIND
            + """
            "$tool" -p "$wal" -t "$3" -s "$4" -e "$5" -r Transaction 2>&1 | awk '
              / desc: COMMIT/ { n++; sub(/.* desc: COMMIT[A-Z_]* /, ""); sub(/ UTC.*/, ""); if (n == 1) first = $0; last = $0; next }
              /(fatal|error): / { trouble = $0 }
              END { print n + 0; print first; print last; print trouble }'
            """;

    private static final String EVIDENCE = TOOLS
            + FIND
            + """
            echo "## pg_controldata"
            control=$(program pg_controldata "$2")
            test -z "$control" || "$control" -D "$(pwd -P)" 2>&1 | head -n 100
            echo "## WAL files"
            ls -l "$wal" | tail -n 2000
            echo "## history"
            cat "$wal"/*.history 2>/dev/null | tail -n 200
            echo "## transactions from $4 of timeline $3"
            "$tool" -p "$wal" -t "$3" -s "$4" -r Transaction 2>&1 | head -n 5000
            """;

    private WalScripts() {}

    /// @param major PostgreSQL's, 9 for 9.6
    /// @param from the end of a record
    static Command commits(Server server, int major, int timeline, Lsn from, Lsn to) {
        return script(COMMITS, server, String.valueOf(major), String.valueOf(timeline), from.toString(), to.toString());
    }

    /// Control file, WAL files, histories and transactions after a position, as text.
    static Command evidence(Server server, int major, int timeline, Lsn from) {
        return script(EVIDENCE, server, String.valueOf(major), String.valueOf(timeline), from.toString());
    }

    /// What [#commits] printed. A trouble that left commits counted is told, too: there may be more.
    static Divergences.Commits parse(String output) {
        List<String> lines = output.lines().toList();
        String count = line(lines, 0);
        String trouble = line(lines, 3);
        if (!count.matches("[0-9]{1,15}") || count.equals("0") && !trouble.isEmpty()) {
            return Divergences.Commits.unknown("its commits cannot be counted: " + (trouble.isEmpty() ? "no answer" : trouble));
        }
        return new Divergences.Commits(
                OptionalLong.of(Long.parseLong(count)), instant(line(lines, 1)), instant(line(lines, 2)), trouble);
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number).strip() : "";
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// @param arguments behind the data directory
    static Command script(String text, Server server, String... arguments) {
        List<String> words = new java.util.ArrayList<>(List.of(server.setting("pgdata").orElse("")));
        words.addAll(List.of(arguments));
        return Command.script(text, "wal", words).as(RunAs.POSTGRES);
    }
}
