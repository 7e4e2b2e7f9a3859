package org.handyrep.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.tukaani.xz.XZInputStream;

/// Unpacks a `.txz`: plain files, directories and links, which is all that the PostgreSQL archives hold.
///
/// @throws IOException also for an entry that would land outside the target directory
final class TarArchive {

    private static final int BLOCK = 512;

    private final InputStream in;
    private final Path target;

    private TarArchive(InputStream in, Path target) {
        this.in = in;
        this.target = target;
    }

    static void unpackXz(InputStream compressed, Path target) throws IOException {
        try (InputStream in = new XZInputStream(compressed)) {
            new TarArchive(in, target).unpack();
        }
    }

    private void unpack() throws IOException {
        String longName = "";
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                return;
            }
            String name = longName.isEmpty() ? name(header) : longName;
            longName = "";
            long size = Long.parseLong(text(header, 124, 12).strip(), 8);
            switch ((char) header[156]) {
                case 'L' -> longName = new String(content(size), StandardCharsets.UTF_8).replace("\0", "");
                case '5' -> Files.createDirectories(inside(name));
                case '2' -> Files.createSymbolicLink(parentOf(name), Path.of(text(header, 157, 100)));
                case '1' -> Files.createLink(parentOf(name), inside(text(header, 157, 100)));
                case '0', '\0' -> file(parentOf(name), size, Integer.parseInt(text(header, 100, 8).strip(), 8));
                default -> content(size);
            }
        }
    }

    private void file(Path file, long size, int mode) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; ) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw new IOException("the archive ends in the middle of " + file);
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
        skipPadding(size);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString((mode & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private byte[] content(long size) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(size));
        skipPadding(size);
        return bytes;
    }

    private void skipPadding(long size) throws IOException {
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }

    private Path parentOf(String name) throws IOException {
        Path path = inside(name);
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        return path;
    }

    private Path inside(String name) throws IOException {
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("the archive would write outside " + target + ": " + name);
        }
        return path;
    }

    private static String name(byte[] header) {
        String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }
}
