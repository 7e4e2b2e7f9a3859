package org.handyrep.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.handyrep.Main;
import org.handyrep.testing.JavaProgram;
import org.handyrep.testing.Patience;

/// The program in a Java process of its own. Close it: it is gone.
final class Child implements AutoCloseable {

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private Child(Process process) {
        this.process = process;
        readers.add(Thread.startVirtualThread(() -> read(process.inputReader(StandardCharsets.UTF_8), out)));
        readers.add(Thread.startVirtualThread(
                () -> read(new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)), err)));
    }

    /// @param java options of the Java process
    /// @param environment added to the test's own, but for `DISPLAY` and `WAYLAND_DISPLAY`
    static Child start(List<String> java, Map<String, String> environment, String input, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(JavaProgram.words(Main.class, java, arguments));
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new Child(process);
    }

    private static void read(BufferedReader from, List<String> into) {
        from.lines().forEach(into::add);
    }

    Ran await() throws InterruptedException {
        if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + out + err);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return new Ran(process.exitValue(), String.join("\n", out), String.join("\n", err));
    }

    List<String> out() {
        return List.copyOf(out);
    }

    List<String> err() {
        return List.copyOf(err);
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
