package org.handyrep.plugin;

/// What of PostgreSQL runs in a data directory, as a function for scripts that run on its host.
public final class RunningPostgres {

    /// `running`: what works in the current directory, in words, or nothing. A pid alone may have been reused: the process must stand in the directory, as a
    /// postmaster does; one that has ended and was not collected yet does not count. What a killed postmaster left may still commit, so it counts.
    ///
    /// All processes are read by one program, in the order of their names: a program for each would take longer than all the rest of a takeover.
    public static final String SCRIPT =
            """
            running() {
              cd -P . && here=$PWD
              pid=
              test ! -f postmaster.pid || read -r pid rest < postmaster.pid
              case $pid in ''|*[!0-9]*) pid=;; esac
              if test -n "$pid" && { kill -0 "$pid" 2>/dev/null || test -d "/proc/$pid"; }; then
                there=$(readlink "/proc/$pid/cwd" 2>/dev/null)
                state=
                test ! -r "/proc/$pid/status" || while read -r key value; do test "$key" != State: || { state=$value; break; }; done < "/proc/$pid/status"
                test "${there:-$here}" = "$here" || state=X
                case $state in Z*|X*) ;; *) echo "pid $pid${state:+, $state}"; return 0;; esac
              fi
              inside=
              ls -l /proc/[0-9]*/cwd /proc/[0-9]*/exe 2>/dev/null | sed -n 's|^.* /proc/\\([0-9]*/[a-z]*\\) -> |\\1 |p' | while read -r link there; do
                case $link in */cwd) inside=; test "$there" != "$here" || inside=${link%/cwd}; continue;; esac
                test "$inside" = "${link%/exe}" || continue
                case $there in */postgres|*'/postgres (deleted)') ;; *) continue;; esac
                echo "pid $inside, left by a postmaster that is gone"
                break
              done
            }
            """;

    private RunningPostgres() {}
}
