package org.handyrep.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One finished run of a program on this machine.
///
/// @param status its exit status; -1 when it could not be started or did not end in time
/// @param output standard output and standard error together
record Program(int status, String output) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    static Program run(List<String> words) {
        Path output = null;
        try {
            // Not a pipe: a server that the program leaves running would keep it open.
            output = Files.createTempFile("handyrep-demo-", ".out");
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(Path.of("/").toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C");
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Program(-1, "did not end within " + LIMIT.toSeconds() + " s");
            }
            return new Program(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1).strip());
        } catch (IOException e) {
            return new Program(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Program(-1, "interrupted");
        } finally {
            forget(output);
        }
    }

    boolean ok() {
        return status == 0;
    }

    /// @throws DemoException with what the program said
    Program orFail(String what) {
        if (!ok()) {
            throw new DemoException(what + " failed: " + output);
        }
        return this;
    }

    private static void forget(@org.jspecify.annotations.Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A small file left in the temporary directory harms nobody.
        }
    }
}
