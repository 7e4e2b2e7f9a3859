package org.handyrep.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// A temporary directory in memory where the system has one: for tests that force thousands of small files to the disk and do not ask whether that was done.
public final class MemoryDirectory implements TempDirFactory {

    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        return Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "handyrep-") : Files.createTempDirectory("handyrep-");
    }
}
