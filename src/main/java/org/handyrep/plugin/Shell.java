package org.handyrep.plugin;

import java.util.function.Consumer;

/// Commands on one host, for ever the same one. Blocking; never on the JavaFX thread.
public interface Shell {

    /// Never throws for what the host does; see [CommandResult].
    CommandResult run(Command command);

    /// As [#run(Command)], handing on each line of standard output and standard error as it comes.
    CommandResult run(Command command, Consumer<String> lines);

    /// Starts a command that may take hours: it has no time limit, and a session of its own, so that others are not slowed down. The command's own input is
    /// sent first. Ends when the connection is lost.
    ///
    /// @param errors is handed each line of standard error as it comes
    default Running start(Command command, Consumer<String> errors) {
        return Running.notStarted("no long commands can be run here");
    }

    /// The exact line that [#run(Command)] would send, secrets masked.
    String preview(Command command);
}
