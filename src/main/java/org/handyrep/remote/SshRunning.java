package org.handyrep.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Running;

/// A command in the only channel of a session. Its output is read as fast as the caller reads, not faster: the window of the channel says so to the host.
final class SshRunning implements Running {

    private static final Duration OPENING = Duration.ofSeconds(30);

    private final String host;
    private final String program;
    private final ClientSession session;
    private final ChannelExec channel;
    private final LastLines errors;
    private volatile boolean closed;

    private SshRunning(String host, String program, ClientSession session, ChannelExec channel, LastLines errors) {
        this.host = host;
        this.program = program;
        this.session = session;
        this.channel = channel;
        this.errors = errors;
    }

    static Running start(String host, ClientSession session, String program, CommandLine line, Consumer<String> lines) {
        try {
            ChannelExec channel = session.createExecChannel(line.line().getBytes(StandardCharsets.UTF_8), null, null);
            LastLines errors = new LastLines(lines);
            channel.setErr(errors);
            channel.open().verify(OPENING);
            SshRunning running = new SshRunning(host, program, session, channel, errors);
            channel.getInvertedIn().write(line.input().getBytes(StandardCharsets.UTF_8));
            channel.getInvertedIn().flush();
            return running;
        } catch (IOException | RuntimeException e) {
            session.close(true);
            return Running.notStarted("could not start " + program + " on " + host + ": " + e.getMessage());
        }
    }

    @Override
    public OutputStream input() {
        return channel.getInvertedIn();
    }

    @Override
    public InputStream output() {
        return channel.getInvertedOut();
    }

    @Override
    public Optional<CommandResult> ended() {
        Integer status = channel.getExitStatus();
        if (status != null) {
            return Optional.of(new CommandResult.Exited(status, "", errors.text()));
        }
        if (channel.getExitSignal() != null) {
            return Optional.of(new CommandResult.Exited(128, "", errors.text() + "\n" + program + " was ended by signal " + channel.getExitSignal()));
        }
        if (closed) {
            return Optional.of(new CommandResult.Unfinished(program + " on " + host + " was ended"));
        }
        return channel.isClosed() || !session.isOpen()
                ? Optional.of(new CommandResult.Unfinished("the connection to " + host + " was lost before " + program + " ended"))
                : Optional.empty();
    }

    @Override
    public CommandResult await() throws InterruptedException {
        for (Optional<CommandResult> end = ended(); ; end = ended()) {
            if (end.isPresent()) {
                return end.get();
            }
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED, ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL), Duration.ofMillis(200));
        }
    }

    @Override
    public void close() {
        closed = true;
        channel.close(true);
        session.close(true);
    }
}
