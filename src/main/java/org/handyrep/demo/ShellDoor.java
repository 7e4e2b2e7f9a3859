package org.handyrep.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/// One command of an SSH login, run by a real shell as [DemoSshd]'s user, with that user's clean environment.
///
/// As OpenSSH does, it reports the exit status when the shell ended and its output was closed, takes only `LANG` and `LC_*` from the client,
/// and ends the process when the client goes away.
final class ShellDoor implements Command {

    private final OsUser user;
    private final Path home;
    private final String line;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback callback;
    private @Nullable Process process;

    ShellDoor(OsUser user, Path home, String line) {
        this.user = user;
        this.home = home;
        this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        callback = exit;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        InputStream input = java.util.Objects.requireNonNull(in);
        OutputStream output = java.util.Objects.requireNonNull(out);
        OutputStream errors = java.util.Objects.requireNonNull(err);
        ExitCallback exit = java.util.Objects.requireNonNull(callback);
        List<String> words = line.isEmpty() ? List.of("/bin/sh") : List.of("/bin/sh", "-c", line);
        ProcessBuilder builder = new ProcessBuilder(user.wrap(words)).directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(loginEnvironment(environment.getEnv()));
        Process started = builder.start();
        process = started;
        Thread feed = Thread.startVirtualThread(() -> copy(input, started.getOutputStream(), true));
        Thread tell = Thread.startVirtualThread(() -> copy(started.getInputStream(), output, false));
        Thread complain = Thread.startVirtualThread(() -> copy(started.getErrorStream(), errors, false));
        Thread.startVirtualThread(() -> {
            try {
                tell.join();
                complain.join();
                exit.onExit(started.waitFor());
            } catch (InterruptedException e) {
                exit.onExit(255);
            } finally {
                feed.interrupt();
            }
        });
    }

    @Override
    public void destroy(ChannelSession channel) {
        Process running = process;
        if (running != null && running.isAlive()) {
            String session = session(running.toHandle());
            running.descendants().filter(p -> session(p).equals(session)).forEach(ProcessHandle::destroy);
            running.destroy();
        }
    }

    /// What a command set apart from its session outlives the connection, as with any sshd.
    private static String session(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
            return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 5)[3];
        } catch (IOException e) {
            return "";
        }
    }

    private Map<String, String> loginEnvironment(Map<String, String> offered) {
        Map<String, String> environment = new TreeMap<>();
        offered.forEach((name, value) -> {
            if (name.equals("LANG") || name.startsWith("LC_")) {
                environment.put(name, value);
            }
        });
        environment.put("HOME", home.toString());
        environment.put("USER", user.name());
        environment.put("LOGNAME", user.name());
        environment.put("SHELL", "/bin/sh");
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
        return environment;
    }

    private static void copy(InputStream from, OutputStream to, boolean close) {
        byte[] buffer = new byte[1 << 14];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.write(buffer, 0, n);
                to.flush();
            }
        } catch (IOException | UncheckedIOException e) {
            // One side is gone: so is the copying.
        } finally {
            if (close) {
                try {
                    to.close();
                } catch (IOException e) {
                    // The program did not want its input to the end.
                }
            }
        }
    }
}
