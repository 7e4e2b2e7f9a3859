package org.handyrep.plugin;

/// What of PostgreSQL runs in a data directory, as functions for scripts that run on its host.
public final class RunningPostgres {

    /// `running`: what works in the current directory, in words, or nothing. A pid alone may have been reused: the process must stand in the directory, as a
    /// postmaster does; one that has ended and was not collected yet does not count, nor one that ends meanwhile. What a killed postmaster left may still
    /// commit, so it counts.
    ///
    /// `processes`: the pids of all that stands in `$here`, one a line. They are read by one program, in the order of their names: a program
    /// for each would take longer than all the rest of a takeover.
    public static final String SCRIPT =
            """
            is_there() { test -n "$1" && { kill -0 "$1" 2>/dev/null || test -d "/proc/$1"; }; }
            processes() {
              inside=
              ls -l /proc/[0-9]*/cwd /proc/[0-9]*/exe 2>/dev/null | sed -n 's|^.* /proc/\\([0-9]*/[a-z]*\\) -> |\\1 |p' | while read -r link there; do
                case $link in */cwd) inside=; test "$there" != "$here" || inside=${link%/cwd}; continue;; esac
                test "$inside" = "${link%/exe}" || continue
                case $there in */postgres|*'/postgres (deleted)') echo "$inside";; esac
              done
            }
            running() {
              cd -P . && here=$PWD
              pid=
              test ! -f postmaster.pid || read -r pid rest < postmaster.pid
              case $pid in ''|*[!0-9]*) pid=;; esac
              if is_there "$pid"; then
                there=$(readlink "/proc/$pid/cwd" 2>/dev/null)
                state=
                test ! -r "/proc/$pid/status" || while read -r key value; do test "$key" != State: || { state=$value; break; }; done < "/proc/$pid/status"
                test "${there:-$here}" = "$here" || state=X
                case $state in Z*|X*) ;; *) if is_there "$pid"; then echo "pid $pid${state:+, $state}"; return 0; fi;; esac
              fi
              processes | { read -r pid && echo "pid $pid, left by a postmaster that is gone"; }
            }
            """;

    private RunningPostgres() {}
}
