package org.handyrep.plugin.cloning;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a path can be the directory of a database at all, told from its text.
public final class PathSanity {

    private static final Set<String> SYSTEM = Set.of(
            "/", "/home", "/lost+found", "/media", "/mnt", "/opt", "/run", "/srv", "/tmp", "/usr", "/var", "/var/lib", "/var/tmp", "/var/log",
            "/var/cache", "/var/spool", "/var/run", "/var/opt", "/usr/local", "/var/lib/postgresql", "/var/lib/pgsql", "/root");
    private static final List<String> BELOW = List.of(
            "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/sbin", "/sys", "/usr/bin", "/usr/lib", "/usr/sbin", "/usr/share");

    private PathSanity() {}

    /// Why nothing may ever be removed there; empty when the path is sane.
    public static Optional<String> obstacle(String path) {
        if (path.isBlank()) {
            return Optional.of("no directory is configured");
        }
        if (!path.startsWith("/")) {
            return Optional.of(path + " is not an absolute path");
        }
        if (path.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("the path has a control character in it");
        }
        if (path.contains("//") || path.length() > 1 && path.endsWith("/")
                || List.of(path.split("/", -1)).stream().anyMatch(part -> part.equals(".") || part.equals(".."))) {
            return Optional.of(path + " is not written plainly (//, ., .. or a slash at its end)");
        }
        if (SYSTEM.contains(path) || BELOW.stream().anyMatch(top -> path.equals(top) || path.startsWith(top + "/"))) {
            return Optional.of(path + " is a directory of the system");
        }
        return path.matches("/home/[^/]+") ? Optional.of(path + " is somebody's home directory") : Optional.empty();
    }
}
