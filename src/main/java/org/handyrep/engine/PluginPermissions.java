package org.handyrep.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/// Who may write to the plugins: they are code that this program runs, so nobody but their owner, and the owner is this user or root.
///
/// A group that holds only the owner (many systems give every user one, and let it write) is nobody else. Where files have no POSIX permissions nothing is checked.
final class PluginPermissions {

    private static final Path GROUPS = Path.of("/etc/group");

    private PluginPermissions() {}

    /// Why this file or folder is not to be trusted, and how to mend that.
    static Optional<String> obstacle(Path path) {
        try {
            PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
            String owner = attributes.owner().getName();
            String user = System.getProperty("user.name", "");
            if (!owner.equals("root") && !owner.equals(user)) {
                return Optional.of(path + " belongs to " + owner + ", who could change what this program runs; to use it: chown "
                        + user + " '" + path + "'");
            }
            if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                return Optional.of(path + " can be written by everybody; to use it: chmod o-w '" + path + "'");
            }
            String group = attributes.group().getName();
            return attributes.permissions().contains(PosixFilePermission.GROUP_WRITE) && !isPrivate(group, owner, groups())
                    ? Optional.of(path + " can be written by the group " + group + "; to use it: chmod g-w '" + path + "'")
                    : Optional.empty();
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(path + " could not be looked at: " + e.getMessage());
        }
    }

    private static List<String> groups() {
        try {
            return Files.isReadable(GROUPS) ? Files.readAllLines(GROUPS, StandardCharsets.ISO_8859_1) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// @param groups lines of /etc/group
    static boolean isPrivate(String group, String owner, List<String> groups) {
        List<String[]> same = groups.stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == 4 && fields[0].equals(group))
                .toList();
        return group.equals(owner)
                && same.size() == 1
                && (same.getFirst()[3].isBlank() || same.getFirst()[3].equals(owner));
    }
}
