package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunningPostgres;
import org.handyrep.plugin.Shell;

/// How far a server is that recovers and takes no sessions: by its control file, which has how far it must replay at least, and by the title of the process that
/// replays, which names the WAL file.
final class RecoveryLook {

    private static final String SCRIPT =
            RunningPostgres.SCRIPT
                    + """
            cd "$1" || exit 3
            cksum < global/pg_control
            cd -P . && here=$PWD
            processes | while read -r pid; do tr '\\0' ' ' < "/proc/$pid/cmdline"; echo; done 2>/dev/null | grep ' startup '
            exit 0
            """;

    private RecoveryLook() {}

    /// @return the same text as before when it did not come further; empty when it could not be seen
    static String of(Shell shell, Server server) {
        Command command = Command.script(SCRIPT, "recovery", List.of(server.setting("pgdata").orElse(""))).as(RunAs.POSTGRES).within(Duration.ofSeconds(10));
        return shell.run(command) instanceof CommandResult.Exited seen && seen.status() == 0 ? seen.output() : "";
    }
}
