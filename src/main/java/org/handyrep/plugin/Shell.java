package org.handyrep.plugin;

import java.util.function.Consumer;

/// Commands on one host, for ever the same one. Blocking; never on the JavaFX thread.
public interface Shell {

    /// Never throws for what the host does; see [CommandResult].
    CommandResult run(Command command);

    /// As [#run(Command)], handing on each line of standard output and standard error as it comes.
    CommandResult run(Command command, Consumer<String> lines);

    /// The exact line that [#run(Command)] would send, secrets masked.
    String preview(Command command);
}
