package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunningPostgres;

/// The commands that change a target's directories, as the owner of PostgreSQL. Each looks again, on the host, at what was proved before it was planned, touches
/// nothing that it cannot name, stays in its file system, and may be run twice.
public final class PlaceScripts {

    /// `enter place`: goes there and nowhere else. `others`: what is there and not ours. `move to`: all that is here.
    private static final String COMMON =
            RunningPostgres.SCRIPT
                    + """
            fail() { echo "$*" >&2; exit 9; }
            enter() { cd "$1" 2>/dev/null && test "$(pwd -P)" = "$1" && test "$1" != / && test -O . || fail "$1 is not what it was"; }
            ours() { test -f handyrep.clone && test "$(head -n 1 handyrep.clone)" = "$token"; }
            others() { find . -mindepth 1 -maxdepth 1 ! -name handyrep.clone ! -name handyrep_old ! -name handyrep_new ! -name lost+found "$@"; }
            move() { find . -mindepth 1 -maxdepth 1 -exec sh -c 'to=$1; shift; mv -- "$@" "$to/"' move "$1" {} +; }
            away() { others -exec rm -rf --one-file-system -- {} + || fail "could not remove everything in $(pwd -P)"; }
            idle() { found=$(running); test -z "$found" || fail "PostgreSQL runs in $(pwd -P): $found"; }
            writers() { ls -l /proc/[0-9]*/cwd 2>/dev/null | sed -n 's|^.* /proc/\\([0-9]*\\)/cwd -> |\\1 |p' | while read -r pid there; do
              case $there in "$1/handyrep_new"|"$1/handyrep_new/"*) echo "$pid";; esac; done; }
            quiet() {
              for try in 1 2 3 4 5 6 7 8 9 10; do
                pids=$(writers "$1"); test -n "$pids" || return 0
                test $try -lt 6 && kill $pids 2>/dev/null || kill -9 $pids 2>/dev/null
                sleep 0.5
              done
              test -z "$(writers "$1")" || fail "somebody still writes to $1"
            }
            """;

    /// token, aside or remove, what is expected, then path and identity of each place.
    private static final String CLEAR =
            COMMON
                    + """
            umask 077
            token=$1; how=$2; expect=$3; shift 3
            data=$1
            begun() { test -f "$data/handyrep.clone" && test "$(head -n 1 "$data/handyrep.clone")" = "$token"; }
            check() {
              while test $# -gt 0; do
                if test "$2" = -; then
                  test ! -e "$1" && test ! -L "$1" || begun || fail "$1 is there by now"
                else
                  ( enter "$1"; test "$(stat -c %d:%i .)" = "$2" || fail "$1 is another directory by now" ) || exit 9
                fi
                shift 2
              done
            }
            check "$@"
            if ! begun; then
              case $expect in
                empty) test ! -d "$data" || ( enter "$data"; test -z "$(others)" || fail "$data is not empty any more" ) || exit 9;;
                marked) test -f "$data/handyrep.clone" || fail "$data bears no mark of a clone any more";;
                *) test "$(od -An -v -tx1 -N 8 "$data/global/pg_control" | tr -d ' \\n')" = "$expect" || fail "$data belongs to another cluster by now";;
              esac
            fi
            test ! -d "$data" || ( enter "$data"; idle ) || exit 9
            act() {
              while test $# -gt 0; do
                made=
                test -d "$1" || { mkdir -p -m 700 "$1" && made=made; } || fail "could not make $1"
                ( enter "$1"
                  if ! ours; then
                    test ! -f handyrep.clone || rm -rf --one-file-system handyrep_new
                    printf '%s\\n%s\\n' "$token" "$made" > handyrep.clone && sync handyrep.clone || fail "could not write to $1"
                  fi
                  test -d handyrep_new && exit 0
                  if test "$how" = aside && test "$expect" != marked; then
                    test -d handyrep_old || mkdir handyrep_old || fail "could not make handyrep_old in $1"
                    others -exec sh -c 'mv -- "$@" handyrep_old/' move {} + || fail "could not move everything in $1"
                  else
                    away
                    test "$how" = aside || rm -rf --one-file-system handyrep_old
                  fi
                  mkdir handyrep_new ) || exit 9
                shift 2
              done
            }
            act "$@"
            """;

    /// token, keep or empty, then the places. Ends what a copy that was interrupted left at work, and takes away what that brought.
    private static final String READY =
            COMMON
                    + """
            umask 077
            token=$1; how=$2; shift 2
            for place; do
              ( enter "$place"; ours || fail "$place is not what this clone made"
                test -d handyrep_new || fail "$place has no handyrep_new"
                quiet "$place"
                test "$how" = keep || { rm -rf --one-file-system handyrep_new && mkdir handyrep_new; } || fail "could not empty $place/handyrep_new" ) || exit 9
            done
            """;

    /// token, then the places. Ends what still writes there, takes away what came, puts back what was there.
    private static final String RESTORE =
            COMMON
                    + """
            token=$1; shift
            for place; do
              test -d "$place" || continue
              ( enter "$place"
                ours || exit 0
                idle
                quiet "$place"
                away
                rm -rf --one-file-system handyrep_new || fail "could not remove $place/handyrep_new"
                if test -d handyrep_old; then
                  cd handyrep_old && move .. || fail "could not put everything back in $place"
                  cd .. && rmdir handyrep_old || fail "could not put everything back in $place"
                fi ) || exit 9
            done
            for place; do
              test -d "$place" || continue
              ( enter "$place"; ours || exit 0
                made=$(sed -n 2p handyrep.clone); rm -f handyrep.clone
                test -z "$made" || { cd / && rmdir "$place"; } ) || exit 9
            done
            """;

    /// token, yes to keep the old configuration files, the WAL folder, where WAL goes or nothing, number of places, the places, then oid and path of each tablespace.
    private static final String INSTALL =
            COMMON
                    + """
            umask 077
            token=$1; keep=$2; folder=$3; wal=$4; count=$5; shift 5
            data=$1
            ( enter "$data"; ours || fail "$data is not what this clone made"; idle
              if test -d handyrep_new && test "$keep" = yes && test -d handyrep_old; then
                for f in postgresql.conf pg_hba.conf pg_ident.conf; do
                  test ! -e "handyrep_old/$f" || cp -P -p -f "handyrep_old/$f" "handyrep_new/$f" || fail "could not keep $f"
                done
              fi
              # Whoever starts it from now on starts a replica, never a second primary.
              if test -d handyrep_new; then
                case $(cat handyrep_new/PG_VERSION) in
                  9.*|10|11) mark=recovery.conf; echo "standby_mode = 'on'" > $mark;;
                  *) mark=standby.signal; : > $mark;;
                esac
                sync $mark || fail "could not mark $data as a replica"
              fi ) || exit 9
            while test "$count" -gt 0; do
              ( enter "$1"; ours || fail "$1 is not what this clone made"
                test -d handyrep_new || exit 0
                cd handyrep_new && move .. || fail "could not move everything in $1"
                cd .. && rmdir handyrep_new ) || exit 9
              count=$((count - 1)); shift
            done
            cd "$data" || exit 9
            test -z "$wal" || { rm -f "$folder" && ln -s "$wal" "$folder"; } || fail "could not link $folder"
            while test $# -gt 0; do rm -f "pg_tblspc/$1" && ln -s "$2" "pg_tblspc/$1" || fail "could not link tablespace $1"; shift 2; done
            chmod 700 . && sync -f .
            """;

    /// token, then the places: the data directory's mark goes last.
    private static final String DISCARD =
            COMMON
                    + """
            token=$1; shift
            for place; do ( enter "$place"; ours || exit 0; rm -rf --one-file-system handyrep_old handyrep_new || fail "could not remove $place/handyrep_old" ) || exit 9; done
            for place; do ( enter "$place"; ours && rm -f handyrep.clone; exit 0 ); done
            """;

    private static final Duration LONG = Duration.ofHours(1);

    private PlaceScripts() {}

    /// @param aside keep what was there, to put it back if the clone fails
    public static Command clear(CloneJob job, TargetProof.Expect expect, boolean aside) {
        List<String> arguments = new ArrayList<>(List.of(job.token(), aside ? "aside" : "remove", expect.contents()));
        List<String> places = job.places();
        for (int i = 0; i < places.size(); i++) {
            arguments.add(places.get(i));
            arguments.add(expect.identities().get(i));
        }
        return script(CLEAR, "clone-clear", arguments);
    }

    /// Before a copy begins, for the first time or again.
    ///
    /// @param keep what an interrupted copy brought, for a method that goes on with it
    public static Command ready(CloneJob job, boolean keep) {
        List<String> arguments = withToken(job);
        arguments.add(1, keep ? "keep" : "empty");
        return script(READY, "clone-ready", arguments);
    }

    public static Command restore(CloneJob job) {
        return script(RESTORE, "clone-restore", withToken(job));
    }

    /// @param keep the configuration files that were there before stay
    public static Command install(CloneJob job, boolean keep) {
        List<String> arguments = new ArrayList<>(List.of(
                job.token(), keep ? "yes" : "no", job.walFolder(), job.wal().orElse(""), String.valueOf(job.places().size())));
        arguments.addAll(job.places());
        job.tablespaces().forEach(t -> arguments.addAll(List.of(t.oid(), t.to())));
        return script(INSTALL, "clone-install", arguments);
    }

    public static Command discard(CloneJob job) {
        return script(DISCARD, "clone-discard", withToken(job));
    }

    private static List<String> withToken(CloneJob job) {
        List<String> arguments = new ArrayList<>(List.of(job.token()));
        arguments.addAll(job.places());
        return arguments;
    }

    private static Command script(String text, String name, List<String> arguments) {
        return Command.script(text, name, arguments).as(RunAs.POSTGRES).within(LONG);
    }
}
