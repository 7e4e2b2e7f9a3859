package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunningPostgres;

/// Constant POSIX shell scripts for the rejoin of an old primary. What they go by is `$1`, its data directory, and `$2`, the folder beside it whose file `state` says
/// how far it is: `kept`, `rewinding`, `rewound`, `failed`, `settled`. Each may be run twice.
final class RewindScripts {

    /// One fact a line, its name first, a tab between.
    private static final String LOOK = WalScripts.TOOLS
            + """
            say() { printf '%s\t%s\n' "$1" "$2"; }
            major=$(sed 's/[.].*//' PG_VERSION)
            say major "$major"
            say control "$(od -An -v -tx1 -N 64 global/pg_control 2>/dev/null | tr -d ' \n')"
            if test -e standby.signal || test -e recovery.conf; then say marked yes; fi
            for folder in "$(dirname "$(pwd -P)")" "$(getent passwd "$(id -un)" 2>/dev/null | cut -d: -f6)" /var/tmp; do
              test -n "$folder" && test -d "$folder" && test -w "$folder" && { say beside "${folder%/}/$3"; break; }
            done
            say begun "$(cat "${folder%/}/$3/state" 2>/dev/null)"
            tool=$2
            test -n "$tool" || tool=$(program pg_rewind "$major")
            server=$(program postgres "$major")
            say postgres "$server"
            test -n "$tool" && test -x "$tool" && { say tool "$tool"; say rewind "$("$tool" --version 2>&1 | head -n 1)"; }
            control=${tool%/*}/pg_controldata
            test -x "$control" || control=$(program pg_controldata "$major")
            if test -n "$control"; then
              "$control" -D "$(pwd -P)" 2>/dev/null | sed -n \
                -e 's/^Data page checksum version: */checksums\t/p' -e 's/^wal_log_hints setting: */hints\t/p' \
                -e "s/^Latest checkpoint's full_page_writes: */pages\t/p" -e 's/^Bytes per WAL segment: */segment\t/p'
            fi
            cd "$wal" || exit 5
            for file in *.history; do
              test -f "$file" && sed "s/^/history\t${file%.history} /" "$file"
            done
            ls | grep -E '^[0-9A-F]{24}$' | sed 's/^/wal\t/'
            cd "$1"
            """
            + RunningPostgres.SCRIPT
            + """
            say running "$(running)"
            """;

    /// What stands directly in the data directory and is not PostgreSQL's own: settings, certificates, passwords.
    private static final String FILES =
            """
            own() {
              find . -maxdepth 1 -type f -size -2048k ! -name PG_VERSION ! -name 'postmaster.*' ! -name '*.signal' ! -name 'backup_*' ! -name 'tablespace_map*' \
                ! -name 'recovery.*' ! -name current_logfiles ! -name '*.log' ! -name 'handyrep.journal*' ! -name 'handyrep-*' -print
              test ! -d conf.d || find conf.d -type f -print
            }
            """;

    private static final String MARK =
            """
            case $(cat PG_VERSION) in
              9.*|10|11) mark=recovery.conf; test -e $mark || echo "standby_mode = 'on'" > $mark || exit 6;;
              *) mark=standby.signal; touch $mark || exit 6;;
            esac
            sync $mark
            """;

    private static final String KEEP = NodeScripts.STOPPED
            + FILES
            + """
            umask 077
            state=$(cat "$2/state" 2>/dev/null)
            case $3$state in anewrewound|anewsettled) state=;; esac
            case $state in
              ''|kept) rm -rf "$2.new" && mkdir -p "$2.new/files" || exit 7
                own > "$2.new/list" && while read -r file; do
                  mkdir -p "$2.new/files/$(dirname "$file")" && cp -p "$file" "$2.new/files/$file" || exit 8
                done < "$2.new/list" || exit 8
                echo kept > "$2.new/state" && sync -f "$2.new" && rm -rf "$2" && mv "$2.new" "$2" || exit 9;;
            esac
            """
            + MARK;

    private static final String BACK =
            """
            back() {
              while read -r file; do
                mkdir -p "$(dirname "$file")" && cp -p "$2/files/$file" "$file.handyrep-back" && mv -f "$file.handyrep-back" "$file" || return 1
              done < "$2/list"
              sync -f .
            }
            """;

    private static final String RESTORE = NodeScripts.STOPPED
            + BACK
            + """
            case $(cat "$2/state" 2>/dev/null) in
              '') exit 0;;
              kept|settled) ;;
              *) echo "pg_rewind has begun: nothing of it can be taken back" >&2; exit 10;;
            esac
            test ! -e "$2/rewound" || { echo "pg_rewind has ended: nothing of it can be taken back" >&2; exit 10; }
            back "$@" || exit 8
            rm -rf "$2"
            """;

    /// The mark is away while nobody can connect: single-user mode refuses to run with it. It takes a postmaster that has ended and was not collected yet for one
    /// that runs, so that is awaited. The checkpoint at the end of recovery would make new WAL files of those that `pg_rewind` reads, so it keeps them.
    private static final String RECOVER = NodeScripts.STOPPED
            + """
            collected() { test ! -f postmaster.pid || { read -r pid rest < postmaster.pid; ! kill -0 "$pid" 2>/dev/null; }; }
            looks=0
            until collected || test $looks -ge 50; do sleep 0.1; looks=$((looks + 1)); done
            for mark in standby.signal recovery.conf; do
              test ! -e "$mark.handyrep-aside" || mv -f "$mark.handyrep-aside" "$mark"
            done
            again() { for mark in standby.signal recovery.conf; do test ! -e "$mark.handyrep-aside" || mv -f "$mark.handyrep-aside" "$mark"; done; }
            trap again EXIT
            trap 'exit 11' HUP INT TERM
            for mark in standby.signal recovery.conf; do test ! -e $mark || mv -f $mark $mark.handyrep-aside || exit 6; done
            if test -n "$5"; then set -- "$1" "$3" -c "$4" -c "config_file=$5"; else set -- "$1" "$3" -c "$4"; fi
            data=$1 postgres=$2
            shift 2
            LC_ALL=C "$postgres" --single "$@" -D "$data" template1 < /dev/null
            """;

    private static final String REHEARSE = NodeScripts.STOPPED
            + """
            said=$(LC_ALL=C "$3" --dry-run --target-pgdata="$1" --source-server="$4" 2>&1)
            ended=$?
            echo "$said"
            test $ended -eq 0 || echo "$said" | grep -E 'pg_rewind: (error|fatal): ' | head -n 1 >&2
            case $said in *"no rewind required"*) echo "pg_rewind sees nothing to rewind, although the histories part" >&2; exit 12;; esac
            exit $ended
            """;

    /// Exit status 20: not begun. The rewind itself has a session of its own, so it ends what it began when the console goes away; this waits for it and tells its output.
    private static final String REWIND =
            """
            test -f "$2/state" || { echo "the configuration is not kept in $2" >&2; exit 20; }
            state() { cat "$2/state"; }
            if test "$(state "$@")" = kept; then
              ( """
            + NodeScripts.STOPPED.strip()
            + """

              ) || exit 20
              : > "$2/rewind.log" && rm -f "$2/pid" || exit 20
              apart=$(command -v setsid || command -v nohup) || exit 20
              "$apart" sh -c "$5" handyrep-rewind "$1" "$2" "$3" "$4" < /dev/null > "$2/rewind.log" 2>&1 &
              looks=0
              while test "$(state "$@")" = kept && test $looks -lt 600; do sleep 0.1; looks=$((looks + 1)); done
              test "$(state "$@")" != kept || { echo "pg_rewind did not begin" >&2; exit 21; }
            fi
            shown=0
            while :; do
              now=$(state "$@")
              lines=$(tr '\r' '\n' < "$2/rewind.log" | wc -l)
              test "$lines" -le "$shown" || { tr '\r' '\n' < "$2/rewind.log" | sed -n "$((shown + 1)),${lines}p"; shown=$lines; }
              case $now in
                rewinding) kill -0 "$(cat "$2/pid" 2>/dev/null)" 2>/dev/null || { sleep 1; test "$(state "$@")" != rewinding || { echo "pg_rewind was ended in the middle" >&2; exit 22; }; };;
                rewound|settled) exit 0;;
                *) tr '\r' '\n' < "$2/rewind.log" | grep -v '^ *[0-9]*/[0-9]* kB' | grep -v '^$' | tail -n 1 >&2; exit 22;;
              esac
              sleep 0.3
            done
            """;

    /// Runs apart. Whatever becomes of `pg_rewind`: the directory gets its own configuration back, and the mark.
    private static final String APART =
            """
            cd "$1" || exit 3
            """
            + BACK
            + """
            echo $$ > "$2/pid" && echo rewinding > "$2/state.new" && mv -f "$2/state.new" "$2/state" && sync -f "$2" || exit 4
            LC_ALL=C "$3" --progress --target-pgdata="$1" --source-server="$4"
            ended=$?
            """
            + MARK
            + """
            back "$@" || { echo "the configuration could not be put back from $2"; ended=1; }
            if test $ended -eq 0; then touch "$2/rewound"; echo rewound > "$2/state.new"; else echo failed > "$2/state.new"; fi
            sync -f "$2"
            mv -f "$2/state.new" "$2/state"
            """;

    /// A directory that `pg_rewind` did not finish is never made ready to start.
    private static final String READY = NodeScripts.STOPPED
            + BACK
            + """
            case $(cat "$2/state" 2>/dev/null) in
              kept|rewound|settled) ;;
              *) echo "pg_rewind did not end well: the data directory is not usable until it is cloned again" >&2; exit 10;;
            esac
            back "$@" || exit 8
            """
            + MARK;

    private static final String SETTLED =
            """
            echo settled > "$2/state.new" && sync "$2/state.new" && mv -f "$2/state.new" "$2/state"
            """;

    private static final String IS_SETTLED =
            """
            test "$(cat "$2/state" 2>/dev/null)" = settled || { echo "it has not its own configuration and the settings of a replica" >&2; exit 10; }
            """;

    private static final String DISCARD =
            """
            case $2 in */handyrep-rejoin-?*) rm -rf "$2" "$2.new";; *) exit 3;; esac
            """;

    private RewindScripts() {}

    /// @param tool path of `pg_rewind`; empty to look for it
    static Command look(String pgdata, String tool, String server) {
        return words(LOOK, "look", List.of(pgdata, tool, server)).within(Duration.ofSeconds(60));
    }

    /// @param anew whether what an earlier rejoin that ended well left there is replaced
    static Command keep(RejoinJob job, boolean anew) {
        return script(KEEP, "keep", job, anew ? "anew" : "");
    }

    static Command restore(RejoinJob job) {
        return script(RESTORE, "restore", job);
    }

    static Command recover(RejoinJob job) {
        return script(RECOVER, "recover", job, job.postgres(), keepsWal(job), job.configuration()).within(Duration.ofDays(365));
    }

    /// The setting by which a checkpoint leaves all WAL files where they are.
    static String keepsWal(RejoinJob job) {
        return job.major() >= 13 ? "wal_keep_size=16TB" : "wal_keep_segments=1000000";
    }

    static Command rehearse(RejoinJob job, String source) {
        return script(REHEARSE, "rehearse", job, job.tool(), source).within(Duration.ofDays(365));
    }

    static Command rewind(RejoinJob job, String source) {
        return script(REWIND, "rewind", job, job.tool(), source, APART).within(Duration.ofDays(365));
    }

    static Command ready(RejoinJob job) {
        return script(READY, "ready", job);
    }

    static Command settled(RejoinJob job) {
        return script(SETTLED, "settled", job);
    }

    static Command isSettled(RejoinJob job) {
        return script(IS_SETTLED, "is-settled", job);
    }

    static Command discard(RejoinJob job) {
        return script(DISCARD, "discard", job);
    }

    private static Command script(String text, String name, RejoinJob job, String... more) {
        List<String> arguments = new ArrayList<>(List.of(job.directory(), job.beside()));
        arguments.addAll(List.of(more));
        return words(text, name, arguments).within(Duration.ofSeconds(60));
    }

    private static Command words(String text, String name, List<String> arguments) {
        return Command.script(text, "rejoin-" + name, arguments).as(RunAs.POSTGRES);
    }
}
