package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Directories that a test leaves behind.
public final class TemporaryFiles {

    private TemporaryFiles() {}

    public static void delete(Path directory) {
        empty(directory);
        try {
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes all that is in it.
    public static void empty(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.skip(1).sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
