package org.handyrep.conf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Gets from the bytes of handyrep.conf to text, or says why they are none.
final class ConfText {

    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private ConfText() {}

    static Optional<byte[]> bytes(Path file, Problems problems) {
        try {
            if (Files.isDirectory(file)) {
                problems.error(0, "is a directory, not a configuration file");
            } else if (Files.size(file) > MOST_BYTES) {
                problems.error(0, "is larger than 4 MiB, which no configuration is");
            } else {
                return Optional.of(Files.readAllBytes(file));
            }
        } catch (NoSuchFileException e) {
            problems.error(0, "does not exist: " + file.toAbsolutePath());
        } catch (IOException | SecurityException e) {
            problems.error(0, "cannot be read: " + e.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    /// Others who can read the file can read the passwords in it.
    static boolean isReadableByOthers(Path file) {
        try {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            return allowed.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException | UnsupportedOperationException e) {
            return "unknown";
        }
    }

    /// The text; empty when it is hopeless to look for anything in it.
    static Optional<String> decode(byte[] bytes, Problems problems) {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            problems.error(1, "is written in UTF-16; save it as UTF-8");
            return Optional.empty();
        }
        int line = 1;
        for (byte b : bytes) {
            if (b == 0) {
                problems.error(line, "is not a text file: there is a NUL byte on line " + line);
                return Optional.empty();
            }
            if (b == '\n') {
                line++;
            }
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            int bad = firstForeign(bytes);
            problems.error(bad, "is not valid UTF-8 on line " + bad + "; save the file as UTF-8");
            long foreign = text.chars().filter(c -> c == 0xFFFD).count();
            if (foreign * 10 > text.length()) {
                return Optional.empty();
            }
        }
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    private static int firstForeign(byte[] bytes) {
        int start = 0;
        int line = 1;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                byte[] one = java.util.Arrays.copyOfRange(bytes, start, i);
                byte[] back = new String(one, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
                if (!java.util.Arrays.equals(one, back)) {
                    return line;
                }
                start = i + 1;
                line++;
            }
        }
        return 1;
    }
}
