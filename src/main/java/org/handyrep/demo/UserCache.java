package org.handyrep.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// Where this user's unpacked PostgreSQL lives.
///
/// Root's is in /var/tmp, because the user that PostgreSQL then runs as cannot enter root's home.
final class UserCache {

    private UserCache() {}

    static Path directory() throws IOException {
        Path directory = OsUser.isRoot() ? Path.of("/var/tmp/handyrep-cache-0") : home().resolve("handyrep");
        Files.createDirectories(directory);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        boolean foreign = !Files.getOwner(directory).getName().equals(OsUser.console());
        if (foreign
                || Files.isSymbolicLink(directory)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
            throw new DemoException(directory + " could have been written by somebody else: remove it");
        }
        return directory;
    }

    private static Path home() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache != null && cache.startsWith("/")
                ? Path.of(cache)
                : Path.of(System.getProperty("user.home"), ".cache");
    }
}
