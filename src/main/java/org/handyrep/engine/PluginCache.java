package org.handyrep.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Compiled plugins of this user by the hash of their sources, because the compiler takes a second that a start does not have. A cache that cannot be
/// read, written or trusted is no cache; nothing else changes.
final class PluginCache {

    private static final int KEPT = 8;
    private static final int HASH_LENGTH = 32;

    private final Path folder;

    PluginCache(Path folder) {
        this.folder = folder;
    }

    /// Where the operating system keeps caches of the current user.
    static Path ofUser() {
        String home = System.getProperty("user.home", ".");
        String os = System.getProperty("os.name", "");
        String local = System.getenv("LOCALAPPDATA");
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (os.startsWith("Windows") && local != null) {
            return Path.of(local, "HandyRep", "plugins");
        }
        if (os.startsWith("Mac")) {
            return Path.of(home, "Library", "Caches", "HandyRep", "plugins");
        }
        return (xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(home, ".cache")).resolve("handyrep/plugins");
    }

    Optional<PluginClasses> read(String hash) {
        Path file = file(hash);
        if (!Files.isRegularFile(file)
                || PluginPermissions.obstacle(folder).isPresent()
                || PluginPermissions.obstacle(file).isPresent()) {
            return Optional.empty();
        }
        try {
            byte[] all = Files.readAllBytes(file);
            byte[] content = Arrays.copyOfRange(all, Math.min(HASH_LENGTH, all.length), all.length);
            if (!MessageDigest.isEqual(Arrays.copyOf(all, HASH_LENGTH), PluginHash.digest().digest(content))) {
                return Optional.empty();
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
            Map<String, byte[]> classes = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String name = in.readUTF();
                classes.put(name, in.readNBytes(in.readInt()));
            }
            return Optional.of(new PluginClasses(classes, Map.of()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Keeps only what compiled without an error: a broken folder is compiled anew, which costs a second at most.
    void write(String hash, PluginClasses compiled) {
        if (!compiled.errors().isEmpty()) {
            return;
        }
        try {
            create();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(compiled.classes().size());
            for (Map.Entry<String, byte[]> entry : compiled.classes().entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().length);
                out.write(entry.getValue());
            }
            byte[] content = bytes.toByteArray();
            Path temporary = Files.createTempFile(folder, "new", ".tmp");
            try (var file = Files.newOutputStream(temporary)) {
                file.write(PluginHash.digest().digest(content));
                file.write(content);
            }
            Files.move(temporary, file(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forgetOld();
        } catch (IOException | UnsupportedOperationException e) {
            System.getLogger("handyrep").log(System.Logger.Level.DEBUG, "compiled plugins were not cached", e);
        }
    }

    private void create() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void forgetOld() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> old = files.sorted(Comparator.comparing((Path f) -> f.toFile().lastModified()).reversed())
                    .skip(KEPT)
                    .toList();
            for (Path file : old) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path file(String hash) {
        return folder.resolve(hash + ".classes");
    }
}
