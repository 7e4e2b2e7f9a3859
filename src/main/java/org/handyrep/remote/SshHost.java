package org.handyrep.remote;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Running;
import org.handyrep.plugin.Shell;
import org.handyrep.remote.SshConnecting.Attempt;
import org.jspecify.annotations.Nullable;

/// The shell on one host, for ever the same one. Holds at most one session, which all its commands share; one that streams has its own.
final class SshHost implements Shell, AutoCloseable {

    static final AttributeKey<SshLogin> LOGIN = new AttributeKey<>();

    /// OpenSSH's MaxSessions is 10; two are left for what it still closes.
    static final int PARALLEL_COMMANDS = 8;

    private final SshTarget target;
    private final SshSettings settings;
    private final SshClient client;
    private final KnownHosts knownHosts;
    private final SshConnecting connecting;
    private final Semaphore channels = new Semaphore(PARALLEL_COMMANDS, true);
    private @Nullable CompletableFuture<Attempt> current;
    private boolean closed;

    SshHost(SshTarget target, SshSettings settings, SshClient client, KnownHosts knownHosts) {
        this.target = target;
        this.settings = settings;
        this.client = client;
        this.knownHosts = knownHosts;
        connecting = new SshConnecting(target, settings, client, knownHosts);
    }

    @Override
    public CommandResult run(Command command) {
        return run(command, line -> {});
    }

    @Override
    public CommandResult run(Command command, Consumer<String> lines) {
        long deadline = System.nanoTime() + command.timeout().toNanos();
        CommandLine line;
        try {
            line = CommandLine.of(command, target.user(), settings.postgresUser());
        } catch (IllegalArgumentException e) {
            return new CommandResult.NotStarted(String.valueOf(e.getMessage()));
        }
        boolean permitted = false;
        try {
            permitted = channels.tryAcquire(Durations.until(deadline).toNanos(), TimeUnit.NANOSECONDS);
            if (!permitted) {
                return new CommandResult.NotStarted(
                        PARALLEL_COMMANDS + " commands are running on " + target.host() + " already, and none ended in time");
            }
            return switch (session(deadline)) {
                case Attempt.Open open -> new SshCommand(target.host(), open.session(), command, line).run(deadline, lines);
                case Attempt.Failed failed -> new CommandResult.NotStarted(failed.why());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CommandResult.NotStarted("interrupted before it began on " + target.host());
        } finally {
            if (permitted) {
                channels.release();
            }
        }
    }

    /// A session of its own: a stream of gigabytes would hold up every short command beside it, and closing it is what ends the command.
    @Override
    public Running start(Command command, Consumer<String> errors) {
        try {
            CommandLine line = CommandLine.of(command, target.user(), settings.postgresUser());
            return switch (idle().orElseGet(() -> new SshConnecting(target, settings, client, knownHosts).attempt())) {
                case Attempt.Open open -> SshRunning.start(target.host(), open.session(), command.argv().getFirst(), line, errors);
                case Attempt.Failed failed -> Running.notStarted(failed.why());
            };
        } catch (IllegalArgumentException e) {
            return Running.notStarted(String.valueOf(e.getMessage()));
        }
    }

    /// Gives away the living session when nothing runs in it, which saves a login. The next one is opened meanwhile for what comes after.
    private synchronized Optional<Attempt> idle() {
        if (current == null || !current.isDone() || isSpent(current) || !channels.tryAcquire(PARALLEL_COMMANDS)) {
            return Optional.empty();
        }
        Attempt taken = current.join();
        current = null;
        channels.release(PARALLEL_COMMANDS);
        var unused = attempt();
        return Optional.of(taken);
    }

    @Override
    public String preview(Command command) {
        return CommandLine.preview(command, target.user(), settings.postgresUser());
    }

    private Attempt session(long deadline) throws InterruptedException {
        try {
            return attempt().get(Durations.until(deadline).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Attempt.Failed(connecting.phase());
        } catch (ExecutionException e) {
            return new Attempt.Failed("no SSH session with " + target.address() + ": " + e.getCause());
        }
    }

    /// The living session, or the attempt under way, or a new attempt. All who wait share it, each with a deadline of its own.
    private synchronized CompletableFuture<Attempt> attempt() {
        if (closed) {
            return CompletableFuture.completedFuture(new Attempt.Failed("the sessions are closed"));
        }
        if (current == null || isSpent(current)) {
            current = new CompletableFuture<>();
            CompletableFuture<Attempt> mine = current;
            Thread.ofVirtual().name("ssh " + target.host()).start(() -> {
                try {
                    mine.complete(connecting.attempt());
                } catch (RuntimeException e) {
                    mine.completeExceptionally(e);
                }
            });
        }
        return current;
    }

    private static boolean isSpent(CompletableFuture<Attempt> future) {
        if (!future.isDone()) {
            return false;
        }
        return future.isCompletedExceptionally()
                || !(future.join() instanceof Attempt.Open(ClientSession session) && session.isOpen());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (current != null) {
            current.thenAccept(attempt -> {
                if (attempt instanceof Attempt.Open open) {
                    open.session().close(true);
                }
            });
        }
    }
}
