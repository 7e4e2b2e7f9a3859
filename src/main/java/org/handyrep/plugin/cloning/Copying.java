package org.handyrep.plugin.cloning;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Running;
import org.handyrep.plugin.Shell;

/// Runs the long commands of a clone: no time limit, but they end when nothing moves any more, when they are cancelled, and when what they need is gone.
///
/// @param idle after which of silence they end, zero for never
/// @param trouble a reason to end at once, asked all the time: the backup was lost; empty while there is none
public record Copying(Watch watch, Meter meter, Duration idle, Supplier<String> trouble) {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LOOKS_PER_WORD = 5;
    private static final int CHUNK = 1 << 18;

    /// @param fine whether an exit status means success
    public Outcome run(String what, Shell shell, Command command, Consumer<String> lines, Predicate<Integer> fine) {
        try (Running running = shell.start(command, lines); Guard guard = new Guard(List.of(running))) {
            Thread.startVirtualThread(() -> drain(running.output(), lines));
            CommandResult result = running.await();
            return guard.why().isEmpty() ? outcome(what, result, fine) : Outcome.failure(what + ": " + guard.why());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failure(what + " was interrupted");
        }
    }

    /// What one command writes is what the other reads; at most some megabytes are on the way.
    public Outcome pipe(String what, Shell from, Command out, Shell to, Command in, int maxRate, Predicate<Integer> fine) {
        try (Running reader = to.start(in, line -> {});
                Running writer = from.start(out, line -> {});
                Guard guard = new Guard(List.of(writer, reader))) {
            String broken = pump(writer.output(), reader.input(), maxRate);
            CommandResult written = writer.await();
            if (!broken.isEmpty() || !isFine(written, fine)) {
                CommandResult read = reader.ended().orElse(written);
                String why = !guard.why().isEmpty()
                        ? guard.why()
                        : !isFine(read, fine) && read != written ? why(read) : isFine(written, fine) ? broken : why(written);
                return Outcome.failure(what + ": " + why);
            }
            CommandResult read = reader.await();
            return guard.why().isEmpty() ? outcome(what, read, status -> status == 0) : Outcome.failure(what + ": " + guard.why());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failure(what + " was interrupted");
        }
    }

    private String pump(InputStream from, OutputStream to, int maxRate) {
        byte[] chunk = new byte[CHUNK];
        long start = System.nanoTime();
        long sent = 0;
        try (to) {
            for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                to.write(chunk, 0, n);
                meter.add(n);
                sent += n;
                hold(start, sent, maxRate);
            }
            return "";
        } catch (IOException e) {
            return "the stream broke: " + e.getMessage();
        }
    }

    private static void hold(long start, long sent, int maxRate) {
        long due = maxRate <= 0 ? 0 : sent * 1_000_000L / maxRate;
        long ahead = due - (System.nanoTime() - start);
        if (ahead > 1_000_000) {
            try {
                Thread.sleep(Duration.ofNanos(Math.min(ahead, 1_000_000_000L)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void drain(InputStream output, Consumer<String> lines) {
        try {
            StringBuilder line = new StringBuilder();
            byte[] bytes = new byte[4096];
            for (int n = output.read(bytes); n >= 0; n = output.read(bytes)) {
                for (char c : new String(bytes, 0, n, StandardCharsets.UTF_8).toCharArray()) {
                    if (c == '\n' || c == '\r') {
                        lines.accept(line.toString());
                        line.setLength(0);
                    } else if (line.length() < 1000) {
                        line.append(c);
                    }
                }
            }
        } catch (IOException e) {
            // The command is gone, and how it ended is asked elsewhere.
        }
    }

    private static boolean isFine(CommandResult result, Predicate<Integer> fine) {
        return result instanceof CommandResult.Exited exited && fine.test(exited.status());
    }

    private static Outcome outcome(String what, CommandResult result, Predicate<Integer> fine) {
        return isFine(result, fine) ? Outcome.success(what + ": done") : Outcome.failure(what + ": " + why(result));
    }

    /// tar says at its end only that there was an error before.
    private static String why(CommandResult result) {
        return result instanceof CommandResult.Exited exited
                ? exited.errors().lines().filter(line -> !line.contains("Exiting with failure status")).reduce((a, b) -> b)
                        .map(line -> "exit status " + exited.status() + ": " + line)
                        .orElseGet(result::describe)
                : result.describe();
    }

    /// Watches from a thread of its own, because the others wait in reads and writes.
    private final class Guard implements AutoCloseable {
        private volatile String reason = "";
        private volatile boolean closed;

        Guard(List<Running> commands) {
            Thread.ofVirtual().name("clone guard").start(() -> {
                for (int looks = 0; !closed; looks++) {
                    String now = reasonNow();
                    if (!now.isEmpty()) {
                        reason = now;
                        commands.forEach(Running::close);
                        return;
                    }
                    if (looks % LOOKS_PER_WORD == 0) {
                        watch.tell(meter.progress());
                    }
                    try {
                        Thread.sleep(LOOK);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
        }

        private String reasonNow() {
            if (watch.cancelled()) {
                return "cancelled";
            }
            Duration quiet = meter.progress().quiet();
            return !idle.isZero() && quiet.compareTo(idle) > 0 ? "nothing has moved for " + quiet.toSeconds() + " s" : trouble.get();
        }

        String why() {
            return reason;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
