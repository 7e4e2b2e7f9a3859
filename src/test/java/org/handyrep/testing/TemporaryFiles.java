package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.handyrep.demo.Trees;

/// Directories that a test leaves behind.
public final class TemporaryFiles {

    private TemporaryFiles() {}

    public static void delete(Path directory) {
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes all that is in it.
    public static void empty(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            children.forEach(TemporaryFiles::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
