package org.handyrep.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Shell;

/// Commands on the machine of the console, started without any shell.
///
/// @param user who the console runs as
/// @param postgresUser the owner of PostgreSQL here
public record LocalShell(String user, String postgresUser) implements Shell {

    private static final Duration GRACE = Duration.ofSeconds(2);

    public static LocalShell ofThisUser(String postgresUser) {
        return new LocalShell(System.getProperty("user.name", "?"), postgresUser);
    }

    @Override
    public CommandResult run(Command command) {
        return run(command, line -> {});
    }

    @Override
    public CommandResult run(Command command, Consumer<String> lines) {
        CommandLine line;
        Process process;
        try {
            line = CommandLine.of(command, user, postgresUser);
            ProcessBuilder builder = new ProcessBuilder(line.words());
            builder.environment().put("LC_ALL", "C");
            process = builder.start();
        } catch (IllegalArgumentException e) {
            return new CommandResult.NotStarted(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new CommandResult.NotStarted("this machine cannot start " + command.argv().getFirst() + ": " + e.getMessage());
        }
        return follow(command, process, line.input(), lines);
    }

    @Override
    public String preview(Command command) {
        return CommandLine.preview(command, user, postgresUser);
    }

    private static CommandResult follow(Command command, Process process, String input, Consumer<String> lines) {
        CommandOutput output = new CommandOutput();
        Thread out = copy(process.getInputStream(), output.out());
        Thread err = copy(process.getErrorStream(), output.err());
        Thread.startVirtualThread(() -> feed(process, input));
        process.onExit().thenRun(output::wake);
        try {
            long end = System.nanoTime() + command.timeout().toNanos();
            while (process.isAlive() && System.nanoTime() < end) {
                output.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())), lines);
            }
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                output.finish(lines);
                return new CommandResult.Unfinished(command.argv().getFirst() + " did not end within "
                        + Durations.words(command.timeout()) + " and was killed");
            }
            // a daemon it left behind may hold the streams open for ever
            out.join(GRACE);
            err.join(GRACE);
            output.finish(lines);
            return new CommandResult.Exited(process.exitValue(), output.output(), output.errors());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return new CommandResult.Unfinished(command.argv().getFirst() + " was interrupted");
        }
    }

    private static Thread copy(InputStream from, OutputStream to) {
        return Thread.startVirtualThread(() -> {
            try (from) {
                from.transferTo(to);
            } catch (IOException e) {
                // the process is gone, and what it wrote is there
            }
        });
    }

    private static void feed(Process process, String input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // a program need not read its input
        }
    }
}
