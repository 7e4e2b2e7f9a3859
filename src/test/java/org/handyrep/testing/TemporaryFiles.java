package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Directories that a test makes and leaves behind.
public final class TemporaryFiles {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long PLENTY = 8L << 30;

    private TemporaryFiles() {}

    /// Where the data directories of servers go: into memory where there is plenty, since most of what a test's cluster costs is making files and deleting
    /// them again.
    public static Path forServers() {
        try {
            return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > PLENTY ? MEMORY : Path.of("/var/tmp");
        } catch (IOException e) {
            return Path.of("/var/tmp");
        }
    }

    public static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
