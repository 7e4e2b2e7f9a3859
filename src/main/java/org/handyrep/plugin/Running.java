package org.handyrep.plugin;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// A command that runs as long as it needs, with its standard input and output in the hands of the caller: what is not read makes it wait, and what it does not
/// read makes the caller wait. Nothing of it is kept. Close it.
public interface Running extends AutoCloseable {

    /// Standard input, after the secrets. Closing it tells the command that there is no more.
    OutputStream input();

    /// Standard output, raw.
    InputStream output();

    /// How it ended; empty while it runs. [CommandResult.NotStarted] when it never ran. Of its standard error the last lines are kept.
    Optional<CommandResult> ended();

    /// Waits until it has ended, for ever.
    CommandResult await() throws InterruptedException;

    /// Ends it and its session, whatever it does. Reading and writing fail from then on.
    @Override
    void close();

    /// One that never started.
    static Running notStarted(String why) {
        CommandResult result = new CommandResult.NotStarted(why);
        return new Running() {
            @Override
            public OutputStream input() {
                return OutputStream.nullOutputStream();
            }

            @Override
            public InputStream output() {
                return InputStream.nullInputStream();
            }

            @Override
            public Optional<CommandResult> ended() {
                return Optional.of(result);
            }

            @Override
            public CommandResult await() {
                return result;
            }

            @Override
            public void close() {}
        };
    }
}
