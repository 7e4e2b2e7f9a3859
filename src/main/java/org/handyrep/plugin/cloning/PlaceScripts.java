package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunAs;

/// The commands that change a target's directories, as the owner of PostgreSQL. Each looks again, on the host, at what was proved before it was planned, touches
/// nothing that it cannot name, stays in its file system, and may be run twice.
public final class PlaceScripts {

    /// token, aside or remove, what is expected, where WAL goes or nothing, how the folders of tablespaces begin, then path and identity of each place. Nothing is moved
    /// before all of them were looked at and marked. As long as `handyrep_part` is there, what is beside it was there before, too.
    private static final String CLEAR =
            PlaceTools.SCRIPT
                    + PlaceNames.SCRIPT
                    + """
            umask 077
            token=$1; how=$2; expect=$3; wal=$4; folder=$5; shift 5
            data=$1
            begun() { test -f "$data/handyrep.clone" && test "$(head -n 1 "$data/handyrep.clone")" = "$token"; }
            check() {
              while test $# -gt 0; do
                if test "$2" = -; then
                  test ! -e "$1" && test ! -L "$1" || begun || fail "$1 is there by now"
                else
                  ( enter "$1"; test "$(stat -c %d:%i .)" = "$2" || fail "$1 is another directory by now" ) || exit 9
                fi
                test ! -d "$1" || (
                  enter "$1"
                  foreign=$(strange "$(kind "$1")" | head -n 3 | tr '\\n' ' ')
                  test -z "$foreign" || fail "$1 holds what is not of this database: $foreign"
                  begun || test ! -e handyrep_part || fail "$1 holds a part of a database in handyrep_part: a clone was interrupted there"
                ) || exit 9
                shift 2
              done
            }
            check "$@"
            if ! begun; then
              case $expect in
                empty) test ! -d "$data" || ( enter "$data"; test -z "$(ls -A | grep -vx lost+found)" || fail "$data is not empty any more" ) || exit 9;;
                marked) ( enter "$data"
                  test -f handyrep.clone || fail "$data bears no mark of a clone any more"
                  test ! -e PG_VERSION && test ! -e global/pg_control || fail "$data holds a database by now" ) || exit 9;;
                *) test "$(od -An -v -tx1 -N 8 "$data/global/pg_control" | tr -d ' \\n')" = "$expect" || fail "$data belongs to another cluster by now";;
              esac
            fi
            test ! -d "$data" || ( enter "$data"; idle ) || exit 9
            fresh() { n=1; while test -e "$1.$n"; do n=$((n + 1)); done; mv -- "$1" "$1.$n"; }
            mark() {
              ours && return 0
              for left in handyrep_old handyrep_new; do
                test -e $left || continue
                case $expect/$left in
                  marked/handyrep_old) ;;
                  marked/handyrep_new) rm -rf --one-file-system handyrep_new;;
                  *) fresh $left || fail "could not rename $1/$left";;
                esac
              done
              printf '%s\\n%s\\n' "$token" "$2" > handyrep.clone.new && sync handyrep.clone.new && mv -f handyrep.clone.new handyrep.clone && return 0
              rm -f handyrep.clone.new
              fail "could not write to $1"
            }
            begin() {
              while test $# -gt 0; do
                made=
                test -d "$1" || { mkdir -p -m 700 "$1" && made=made; } || fail "could not make $1"
                ( enter "$1"; mark "$1" "$made" ) || exit 9
                shift 2
              done
            }
            begin "$@"
            conf='postgresql.conf pg_hba.conf pg_ident.conf'
            keep() { for f in $conf; do test ! -e "$f" || cp -P -p -f "$f" handyrep_part/ || return 1; done; }
            strip() { rm -f handyrep_old/PG_VERSION && find handyrep_old -mindepth 1 -maxdepth 1 $(printf '! -name %s ' $conf) -exec rm -rf --one-file-system -- {} +; }
            aside() {
              others -exec sh -c 'for f; do test ! -e "handyrep_part/$f" || exit 1; done' both {} + || return 1
              test ! -e PG_VERSION || mv PG_VERSION handyrep_part/ || return 1
              others -exec sh -c 'mv -- "$@" handyrep_part/' move {} +
            }
            empty() {
              if test "$expect" = marked; then
                test -d handyrep_old || mkdir handyrep_old || fail "could not make handyrep_old in $1"
                test "$how" = aside || strip || fail "could not remove what is in $1/handyrep_old"
                away
              elif test ! -d handyrep_old; then
                test -d handyrep_part || mkdir handyrep_part || fail "could not make handyrep_part in $1"
                if test "$how" = aside; then aside; else keep; fi || fail "could not set aside everything in $1"
                mv handyrep_part handyrep_old || fail "could not make handyrep_old in $1"
              fi
              test "$how" = aside || away
              test -z "$(others)" || fail "$1 is not empty"
              mkdir handyrep_new
            }
            act() {
              while test $# -gt 0; do
                ( enter "$1"; test -d handyrep_new || empty "$1" ) || exit 9
                shift 2
              done
            }
            act "$@"
            """;

    /// token, keep or empty, then the places. Ends what a copy that was interrupted left at work, and takes away what that brought.
    private static final String READY =
            PlaceTools.SCRIPT
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

    /// token, then the places. Ends what still writes there, takes away what came, puts back what was there. Only what was cleared to the end has something of the
    /// clone; of a database that was removed nothing but its configuration is left, which stays for the next clone.
    private static final String RESTORE =
            PlaceTools.SCRIPT
                    + """
            token=$1; shift
            data=$1
            removed() { test "$1" = "$data" && test ! -e handyrep_old/PG_VERSION && test -n "$(ls -A handyrep_old 2>/dev/null)"; }
            promoted() { test -e PG_VERSION && test ! -e handyrep_new && test ! -e backup_label && test ! -e standby.signal && test ! -e recovery.conf; }
            for place; do
              test -d "$place" || continue
              ( enter "$place"
                ours || exit 0
                idle
                quiet "$place"
                if test -d handyrep_old && test ! -e handyrep_part; then
                  ! promoted || fail "the replica that the clone made in $place was promoted: it is not removed"
                  away
                  removed "$place" || mv handyrep_old handyrep_part || fail "could not put everything back in $place"
                fi
                rm -rf --one-file-system handyrep_new || fail "could not remove $place/handyrep_new"
                test -d handyrep_part || exit 0
                ( cd handyrep_part && up ) && rmdir handyrep_part || fail "could not put everything back in $place" ) || exit 9
            done
            for place; do
              test -d "$place" || continue
              ( enter "$place"; ours || exit 0
                ! removed "$place" || exit 0
                made=$(sed -n 2p handyrep.clone); rm -f handyrep.clone
                test -z "$made" || { cd / && rmdir "$place"; } ) || exit 9
            done
            """;

    /// token, yes to keep the old configuration files, the WAL folder, where WAL goes or nothing, number of places, the places, then oid and path of each tablespace.
    /// The data directory goes last: it becomes one when all the rest is there.
    private static final String INSTALL =
            PlaceTools.SCRIPT
                    + """
            umask 077
            token=$1; keep=$2; folder=$3; wal=$4; count=$5; shift 5
            data=$1; shift; count=$((count - 1))
            ( enter "$data"; ours || fail "$data is not what this clone made"; idle
              # What HandyRep left on the server that was copied says nothing of this one.
              test ! -d handyrep_new || ( cd handyrep_new && rm -rf --one-file-system --\s"""
                    + String.join(" ", PlaceNames.OWN)
                    + """
            ) || fail "could not remove what $data/handyrep_new has of the other server"
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
            lift() {
              ( enter "$1"; ours || fail "$1 is not what this clone made"
                test -d handyrep_new || exit 0
                ( cd handyrep_new && up ) && rmdir handyrep_new || fail "could not move everything in $1" ) || exit 9
            }
            while test "$count" -gt 0; do lift "$1"; count=$((count - 1)); shift; done
            lift "$data"
            cd "$data" || exit 9
            test -z "$wal" || { rm -f "$folder" && ln -s "$wal" "$folder"; } || fail "could not link $folder"
            while test $# -gt 0; do rm -f "pg_tblspc/$1" && ln -s "$2" "pg_tblspc/$1" || fail "could not link tablespace $1"; shift 2; done
            chmod 700 . && sync -f .
            """;

    /// token, name of what a rejoin leaves, then the places: the data directory's mark goes last. What a rejoin kept beside the data directory is of the database that is gone.
    private static final String DISCARD =
            PlaceTools.SCRIPT
                    + """
            token=$1; name=$2; shift 2
            data=$1; shift
            rejoin() {
              for beside in "$(dirname "$data")" "$(getent passwd "$(id -un)" 2>/dev/null | cut -d: -f6)" /var/tmp; do
                test -n "$beside" && test -d "$beside" && test -w "$beside" || continue
                kept=${beside%/}/$name
                if test -d "$kept" && test ! -L "$kept" && test -O "$kept" && test -f "$kept/state"; then rm -rf --one-file-system -- "$kept" "$kept.new" || return 1; fi
                return 0
              done
            }
            ( enter "$data"; test -e handyrep.clone || exit 0
              test -e PG_VERSION || fail "$data holds no database"
              ! ours || rejoin || fail "could not remove what a rejoin kept beside $data" ) || exit 9
            for place in "$data" "$@"; do
              ( enter "$place"; test -e handyrep.clone || exit 0
                ours || fail "$place bears the mark of another clone"
                rm -rf --one-file-system handyrep_old handyrep_new || fail "could not remove $place/handyrep_old" ) || exit 9
            done
            for place in "$@" "$data"; do ( enter "$place"; ! ours || rm -f handyrep.clone ) || exit 9; done
            """;

    private static final Duration LONG = Duration.ofHours(1);

    private PlaceScripts() {}

    /// @param aside keep what was there, to put it back if the clone fails
    public static Command clear(CloneJob job, TargetProof.Expect expect, boolean aside) {
        List<String> arguments = new ArrayList<>(
                List.of(job.token(), aside ? "aside" : "remove", expect.contents(), job.wal().orElse(""), job.versionFolder()));
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
        List<String> arguments = withToken(job);
        arguments.add(1, RejoinFolder.name(job.target()));
        return script(DISCARD, "clone-discard", arguments);
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
