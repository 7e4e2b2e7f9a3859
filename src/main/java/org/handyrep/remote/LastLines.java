package org.handyrep.remote;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Hands on each line that is written to it, and keeps the last ones. A carriage return ends a line too: programs that show how far they are write those.
final class LastLines extends OutputStream {

    private static final int KEPT = 20;
    private static final int LONGEST = 10_000;

    private final Consumer<String> lines;
    private final Deque<String> last = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LastLines(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n' || b == '\r') {
            end();
        } else if (line.size() < LONGEST) {
            line.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void end() {
        if (line.size() > 0) {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            last.addLast(text);
            if (last.size() > KEPT) {
                last.removeFirst();
            }
            lines.accept(text);
        }
    }

    synchronized String text() {
        end();
        return String.join("\n", last);
    }
}
