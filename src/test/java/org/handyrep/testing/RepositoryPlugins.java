package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/// The project's `plugins/` for tests: copied, so that it belongs to whoever runs them and has no careless permissions of the checkout.
public final class RepositoryPlugins {

    private RepositoryPlugins() {}

    public static Path copyTo(Path target) {
        Path source = Path.of("plugins").toAbsolutePath();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
                protect(copy);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a file of a plugins folder that nobody else can write to.
    public static Path write(Path folder, String relative, String text) {
        Path file = folder.resolve(relative);
        try {
            Path room = file.resolveSibling(".").normalize();
            Files.createDirectories(room);
            protect(folder);
            protect(room);
            Files.writeString(file, text);
            protect(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void permit(Path path, String permissions) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void protect(Path path) {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            permit(path, Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--");
        }
    }
}
