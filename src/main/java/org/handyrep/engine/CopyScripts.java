package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunAs;

/// Constant POSIX shell scripts for the copies of journals, in `handyrep.journal` of a server's data directory.
///
/// The data directory is the one place on the host that is certain to be the database owner's, of this server alone, and closed to others. What copies it to
/// another place (pg_basebackup) takes the folder along, so the folder says where it belongs, and counts nowhere else.
final class CopyScripts {

    static final int KEPT = 10;

    private static final String ENTER =
            """
            cd "$1" && test -f PG_VERSION || exit 4
            """;

    private static final String PLACE =
            """
            host=
            test ! -r /proc/sys/kernel/hostname || read -r host < /proc/sys/kernel/hostname
            place=${host:-$(uname -n)}:$PWD
            """;

    /// A copy is replaced whole, and never by one that knows less.
    private static final String PUT =
            ENTER
                    + """
            umask 077
            test -d handyrep.journal || mkdir handyrep.journal || exit 5
            cd -P handyrep.journal || exit 5
            """
                    + PLACE
                    + """
            test ! -f place || read -r known < place
            if test "$known" != "$place"; then
              set -- "$@" ./*.jsonl
              test ! -e "$4" || rm -f ./*.jsonl || exit 5
              printf '%%s\\n' "$place" > place || exit 5
            fi
            cat > ".$2.new" || { rm -f ".$2.new"; exit 6; }
            if test -f "$2.jsonl" && test "$(wc -l < "$2.jsonl")" -gt "$3"; then
              rm -f ".$2.new"
              echo "another console knows more of $2" >&2
              exit 7
            fi
            test -f "$2.jsonl" || new=yes
            mv -f ".$2.new" "$2.jsonl" || exit 6
            test -n "$new" || exit 0
            set -- ./*.jsonl
            while test $# -gt %d; do
              rm -f "$1"
              shift
            done
            """
                            .formatted(KEPT);

    /// One line for each copy: its name, its number of lines and its last line, with tabs between.
    private static final String LIST =
            ENTER
                    + """
            cd -P handyrep.journal 2>/dev/null || exit 0
            """
                    + PLACE
                    + """
            test -f place && read -r known < place
            test "$known" = "$place" || exit 0
            set -- ./*.jsonl
            test -f "$1" || exit 0
            while test $# -gt %d; do shift; done
            awk 'function end() { if (name != "") all = name "\\t" lines "\\t" substr(last, 1, 20000) "\\n" all }
              FNR == 1 { end(); name = substr(FILENAME, 3); sub(/\\.jsonl$/, "", name) }
              { lines = FNR; last = $0 }
              END { end(); ORS = ""; print all }' "$@"
            """
                            .formatted(KEPT);

    private static final String GET = ENTER + "head -c 900000 \"handyrep.journal/$2.jsonl\"\n";

    private CopyScripts() {}

    /// @param lines how many `text` has
    static Command put(String pgdata, String id, int lines, String text) {
        return script(PUT, "put-journal", pgdata, id, String.valueOf(lines)).withInput(text);
    }

    static Command list(String pgdata) {
        return script(LIST, "list-journals", pgdata);
    }

    static Command get(String pgdata, String id) {
        return script(GET, "get-journal", pgdata, id);
    }

    private static Command script(String text, String name, String... arguments) {
        return Command.script(text, name, List.of(arguments)).as(RunAs.POSTGRES).within(Duration.ofSeconds(5));
    }
}
