package org.handyrep.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.config.hosts.KnownHostHashValue;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/// The host keys that people have accepted, in OpenSSH's `known_hosts` files, hashed names included. Read anew for each connection.
final class KnownHosts {

    enum Verdict {
        KNOWN,
        /// Nothing is stored for this host.
        UNKNOWN,
        /// Something else is stored for this host.
        CHANGED,
        REVOKED
    }

    private final List<Path> files;

    KnownHosts(List<Path> files) {
        this.files = List.copyOf(files);
    }

    Verdict check(String host, int port, PublicKey shown) {
        Verdict verdict = Verdict.UNKNOWN;
        for (Known known : of(host, port)) {
            boolean same = KeyUtils.compareKeys(known.key(), shown);
            if (same && known.marker().equals("revoked")) {
                return Verdict.REVOKED;
            }
            if (!known.marker().isEmpty()) {
                continue;
            }
            if (same) {
                verdict = Verdict.KNOWN;
            } else if (verdict == Verdict.UNKNOWN) {
                verdict = Verdict.CHANGED;
            }
        }
        return verdict;
    }

    /// The key types stored for a host (`ssh-ed25519`, …), so that a connection asks for one of them.
    List<String> types(String host, int port) {
        return of(host, port).stream()
                .filter(k -> k.marker().isEmpty())
                .map(k -> KeyUtils.getKeyType(k.key()))
                .distinct()
                .toList();
    }

    synchronized void store(String host, int port, PublicKey key) throws IOException {
        Path file = files.getFirst();
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            restrict(folder, "rwx------");
        }
        boolean fresh = !Files.exists(file);
        String before = fresh ? "" : Files.readString(file, StandardCharsets.UTF_8);
        String line = (before.isEmpty() || before.endsWith("\n") ? "" : "\n")
                + KnownHostHashValue.createHostPattern(host, port) + " " + PublicKeyEntry.toString(key) + "\n";
        Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (fresh) {
            restrict(file, "rw-------");
        }
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().containsAll(Set.of("posix"))) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private record Known(String marker, PublicKey key) {}

    private List<Known> of(String host, int port) {
        List<Known> found = new ArrayList<>();
        for (Path file : files) {
            for (String line : lines(file)) {
                Known known = parse(line, host, port);
                if (known != null) {
                    found.add(known);
                }
            }
        }
        return found;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList() : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// A line that cannot be read knows nobody, and must not hide the others.
    private static @org.jspecify.annotations.Nullable Known parse(String line, String host, int port) {
        try {
            KnownHostEntry entry = KnownHostEntry.parseKnownHostEntry(line);
            if (entry == null || !entry.isHostMatch(host, port)) {
                return null;
            }
            PublicKey key = entry.getKeyEntry().resolvePublicKey(null, null, PublicKeyEntryResolver.IGNORING);
            String marker = entry.getMarker();
            return key == null ? null : new Known(marker == null ? "" : marker, key);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return null;
        }
    }
}
