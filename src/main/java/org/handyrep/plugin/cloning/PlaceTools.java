package org.handyrep.plugin.cloning;

import org.handyrep.plugin.RunningPostgres;

/// Functions for the scripts that change a target's directories.
final class PlaceTools {

    /// `enter place`: goes there and nowhere else. `others`: what is there and not ours. `up`: all that is here to the folder above, last what makes it a data directory.
    static final String SCRIPT =
            RunningPostgres.SCRIPT
                    + """
            fail() { echo "$*" >&2; exit 9; }
            enter() { cd "$1" 2>/dev/null && test "$(pwd -P)" = "$1" && test "$1" != / && test -O . || fail "$1 is not what it was"; }
            ours() { test -f handyrep.clone && test "$(head -n 1 handyrep.clone)" = "$token"; }
            others() {
              find . -mindepth 1 -maxdepth 1 ! -name handyrep.clone ! -name handyrep.clone.new ! -name handyrep_old ! -name handyrep_new ! -name handyrep_part \\
                ! -name lost+found "$@"
            }
            up() {
              find . -mindepth 1 -maxdepth 1 ! -name global ! -name PG_VERSION -exec sh -c 'mv -- "$@" ../' move {} + || return 1
              for last in global PG_VERSION; do test ! -e $last || mv -- $last ../ || return 1; done
            }
            away() { others -exec rm -rf --one-file-system -- {} + || fail "could not remove everything in $(pwd -P)"; }
            workers() { ls -l /proc/[0-9]*/cwd 2>/dev/null | sed -n 's|^.* /proc/\\([0-9]*\\)/cwd -> |\\1 |p'; }
            writers() { workers | while read -r pid there; do case $there in "$1/handyrep_new"|"$1/handyrep_new/"*) echo "$pid";; esac; done; }
            rewinds() { workers | while read -r pid there; do test "$there" != "$1" || case $(readlink "/proc/$pid/exe") in */pg_rewind) echo "$pid";; esac; done; }
            idle() {
              found=$(running)
              test -z "$found" || fail "PostgreSQL runs in $(pwd -P): $found"
              found=$(rewinds "$(pwd -P)")
              test -z "$found" || fail "pg_rewind still works in $(pwd -P): pid $found"
            }
            quiet() {
              for try in 1 2 3 4 5 6 7 8 9 10; do
                pids=$(writers "$1"); test -n "$pids" || return 0
                test $try -lt 6 && kill $pids 2>/dev/null || kill -9 $pids 2>/dev/null
                sleep 0.5
              done
              test -z "$(writers "$1")" || fail "somebody still writes to $1"
            }
            """;

    private PlaceTools() {}
}
