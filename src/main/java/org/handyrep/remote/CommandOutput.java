package org.handyrep.remote;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Collects what a command writes: keeps the first part of each stream, and hands on every line to the thread that waits for the command.
final class CommandOutput {

    /// Bytes kept of each stream.
    static final int KEPT = 1_000_000;

    private static final int LONGEST_LINE = 100_000;
    private static final int WAITING_LINES = 100_000;

    private final BlockingQueue<Optional<String>> events = new LinkedBlockingQueue<>(WAITING_LINES);
    private final Sink out = new Sink();
    private final Sink err = new Sink();

    OutputStream out() {
        return out;
    }

    OutputStream err() {
        return err;
    }

    String output() {
        return out.text();
    }

    String errors() {
        return err.text();
    }

    /// Wakes up the waiting thread.
    void wake() {
        var unused = events.offer(Optional.empty());
    }

    /// Hands on what comes until something woke it up or the time is over.
    void await(Duration atMost, Consumer<String> lines) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<String> event = events.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (event == null || event.isEmpty()) {
                return;
            }
            lines.accept(event.get());
        }
    }

    /// Hands on what is left, unfinished lines too.
    void finish(Consumer<String> lines) {
        out.flushLine();
        err.flushLine();
        for (Optional<String> event = events.poll(); event != null; event = events.poll()) {
            event.ifPresent(lines);
        }
    }

    private final class Sink extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (kept.size() < KEPT) {
                kept.write(b);
            }
            if (b == '\n') {
                endLine();
            } else if (line.size() < LONGEST_LINE) {
                line.write(b);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i]);
            }
        }

        synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }

        synchronized void flushLine() {
            if (line.size() > 0) {
                endLine();
            }
        }

        private void endLine() {
            var unused = events.offer(Optional.of(line.toString(StandardCharsets.UTF_8)));
            line.reset();
        }
    }
}
