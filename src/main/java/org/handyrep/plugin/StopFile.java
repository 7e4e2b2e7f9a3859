package org.handyrep.plugin;

import org.handyrep.cluster.Server;

/// The file that halts archiving on a server while it is there.
record StopFile(Shell shell, Server server, String path) {

    private static final int ABSENT = 3;
    private static final String SINCE = "[ -e \"$1\" ] || exit 3; date -u -r \"$1\" '+%Y-%m-%d %H:%M:%S UTC'";

    sealed interface Look {
        record Absent() implements Look {}

        /// @param said that archiving is halted, since when, and what to do
        record There(String said) implements Look {}

        record Unknown(String why) implements Look {}
    }

    Look look() {
        CommandResult result = shell.run(Command.of("sh", "-c", SINCE, "handyrep-look", path).as(RunAs.POSTGRES));
        return switch (result) {
            case CommandResult.Exited e when e.status() == 0 ->
                new Look.There(server.name() + ": archiving is halted by " + path + " since " + e.output().strip()
                        + ": WAL since then is not in the archive; start_archiving starts it again, and then take a new base backup");
            case CommandResult.Exited e when e.status() == ABSENT -> new Look.Absent();
            case CommandResult.Exited e -> unknown(result);
            case CommandResult.Unfinished u -> unknown(result);
            case CommandResult.NotStarted n -> unknown(result);
        };
    }

    /// Writes the file unless it is there, and looks whether it is.
    Outcome put(Tools tools) {
        if (look() instanceof Look.There there) {
            return Outcome.success(there.said());
        }
        Outcome touched = Acts.perform(tools, touch());
        if (!touched.succeeded()) {
            return touched;
        }
        return switch (look()) {
            case Look.There there -> Outcome.success(there.said());
            case Look.Absent absent -> Outcome.failure(server.name() + ": " + path + " was written and is not there");
            case Look.Unknown unknown -> Outcome.failure(unknown.why());
        };
    }

    Act touch() {
        return new Act.Run(server, Command.of("touch", "--", path).as(RunAs.POSTGRES));
    }

    Act remove() {
        return new Act.Run(server, Command.of("rm", "-f", "--", path).as(RunAs.POSTGRES));
    }

    private Look unknown(CommandResult result) {
        return new Look.Unknown(server.name() + ": could not look for " + path + ": " + result.describe());
    }
}
