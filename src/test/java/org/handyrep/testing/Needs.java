package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/// What a test needs of the machine. Where it is missing, the test is skipped and says why; in CI (`-Dhandyrep.ci=true`), where everything is
/// installed, it fails, so that no test is skipped for ever unseen.
public final class Needs {

    private Needs() {}

    /// Whether a missing tool is a failure here.
    public static boolean isCi() {
        return Boolean.getBoolean("handyrep.ci");
    }

    /// The program of this name, looked for on the path and in the system directories.
    public static Path tool(String name) {
        Optional<Path> found = find(name);
        that(found.isPresent(), name + " is not installed");
        return found.orElseThrow();
    }

    /// A shared library of the system, by the end of its path.
    public static Path library(String name) {
        try (Stream<Path> directories = Files.list(Path.of("/usr/lib"))) {
            Optional<Path> found = directories.map(d -> d.resolve(name)).filter(Files::exists).findFirst();
            that(found.isPresent(), name + " is not installed");
            return found.orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A container engine that answers.
    public static void docker() {
        that(DockerClientFactory.instance().isDockerAvailable(), "no container engine (Docker) answers");
    }

    /// Any other condition.
    ///
    /// @param missing what is missing, when the condition does not hold
    public static void that(boolean condition, String missing) {
        if (isCi() && !condition) {
            throw new AssertionError("in CI nothing may be missing: " + missing);
        }
        Assumptions.assumeTrue(condition, missing);
    }

    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(":")), Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
