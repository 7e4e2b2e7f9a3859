package org.handyrep.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;

/// One command in one channel of an open session.
record SshCommand(String host, ClientSession session, Command command, CommandLine line) {

    /// A daemon that the command left behind may hold its output open for ever, so the end of the program is what counts.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(100);

    CommandResult run(long deadline, Consumer<String> lines) throws InterruptedException {
        String program = command.argv().getFirst();
        CommandOutput output = new CommandOutput();
        ChannelExec channel;
        try {
            channel = session.createExecChannel(line.line().getBytes(StandardCharsets.UTF_8), null, null);
        } catch (IOException | RuntimeException e) {
            return new CommandResult.NotStarted("no channel to " + host + ": " + e.getMessage());
        }
        try {
            channel.setIn(new ByteArrayInputStream(line.input().getBytes(StandardCharsets.UTF_8)));
            channel.setOut(output.out());
            channel.setErr(output.err());
            channel.addCloseFutureListener(future -> output.wake());
            channel.open().verify(Durations.until(deadline));
            follow(channel, output, deadline, lines);
        } catch (SshChannelOpenException e) {
            return new CommandResult.NotStarted(host + " opens no further channel: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            return new CommandResult.Unfinished("the connection to " + host + " broke while " + program + " was being started: " + e.getMessage());
        } finally {
            channel.close(true);
            output.finish(lines);
        }
        return result(program, channel, output);
    }

    private void follow(ChannelExec channel, CommandOutput output, long deadline, Consumer<String> lines) throws InterruptedException {
        long end = deadline;
        boolean ended = false;
        while (!channel.isClosed() && System.nanoTime() - end < 0) {
            if (!ended && hasEnded(channel)) {
                ended = true;
                end = Math.min(end, System.nanoTime() + GRACE.toNanos());
            }
            output.await(Durations.shorter(LOOK, Durations.until(end)), lines);
        }
    }

    private static boolean hasEnded(ChannelExec channel) {
        return channel.getExitStatus() != null || channel.getExitSignal() != null;
    }

    private CommandResult result(String program, ChannelExec channel, CommandOutput output) {
        Integer status = channel.getExitStatus();
        if (status != null) {
            return new CommandResult.Exited(status, output.output(), output.errors());
        }
        if (channel.getExitSignal() != null) {
            return new CommandResult.Exited(
                    128, output.output(), output.errors() + program + " was ended by signal " + channel.getExitSignal() + "\n");
        }
        return new CommandResult.Unfinished(
                session.isOpen()
                        ? program + " on " + host + " did not end within " + Durations.words(command.timeout())
                        : "the connection to " + host + " was lost before " + program + " ended");
    }
}
