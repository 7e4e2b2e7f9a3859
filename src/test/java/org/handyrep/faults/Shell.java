package org.handyrep.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs programs of this machine for the laboratory.
final class Shell {

    private Shell() {}

    /// What it wrote.
    ///
    /// @throws IllegalStateException with that, unless it succeeds
    static String run(List<String> words) {
        return feed("", words);
    }

    static String run(String... words) {
        return run(List.of(words));
    }

    /// @param input for its standard input
    static String feed(String input, List<String> words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
