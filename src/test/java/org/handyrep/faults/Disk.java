package org.handyrep.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.handyrep.testing.Needs;
import org.junit.jupiter.api.Assumptions;

/// A small disk of its own for a server of the laboratory, which can run full and hang. Close it.
final class Disk implements AutoCloseable {

    private static final long BYTES = 600L << 20;

    private final Path image;
    private final Path place;
    private boolean frozen;

    private Disk(Path image, Path place) {
        this.image = image;
        this.place = place;
    }

    /// Skips the test where none can be made.
    ///
    /// @param place an empty directory, which it becomes
    static Disk at(Path place) {
        Needs.tool("mkfs.ext4");
        Needs.tool("fsfreeze");
        Path image = place.resolveSibling(place.getFileName() + ".image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(BYTES);
            Files.createDirectory(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        try {
            Shell.run("mount", "-o", "loop", image.toString(), place.toString());
        } catch (IllegalStateException e) {
            Assumptions.abort("this machine mounts no file as a disk: " + e.getMessage());
        }
        return new Disk(image, place);
    }

    /// Whoever writes waits, and cannot even be killed, until [#thaw].
    void freeze() {
        Shell.run("fsfreeze", "--freeze", place.toString());
        frozen = true;
    }

    void thaw() {
        if (frozen) {
            frozen = false;
            Shell.run("fsfreeze", "--unfreeze", place.toString());
        }
    }

    /// Not a byte is left, until [#empty].
    void fill() {
        try {
            Shell.run("dd", "if=/dev/zero", "of=" + rubbish(), "bs=64k");
            throw new AssertionError("the disk of " + place + " does not run full");
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    void empty() {
        try {
            Files.deleteIfExists(rubbish());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path rubbish() {
        return place.resolve("rubbish");
    }

    /// Whoever has files open there keeps them until he ends.
    @Override
    public void close() {
        thaw();
        Shell.run("umount", "--lazy", place.toString());
        try {
            Files.delete(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
