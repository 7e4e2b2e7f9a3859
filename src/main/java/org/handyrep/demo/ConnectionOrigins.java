package org.handyrep.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Tells from which demo server's "host" a connection comes: from a process that works below that server's home directory, be it its WAL receiver or a command run over SSH.
///
/// All of them are processes of one machine, so their addresses do not tell. Works where there is /proc; elsewhere every origin is unknown.
///
/// @param homes the home directory of each server by its name
record ConnectionOrigins(Map<String, Path> homes) {

    ConnectionOrigins {
        homes = Map.copyOf(homes);
    }

    /// @param clientPort the port of the connecting side
    /// @param serverPort the port it connected to
    Optional<String> of(int clientPort, int serverPort) {
        return socketInode(clientPort, serverPort).flatMap(this::ownerOf);
    }

    private static Optional<String> socketInode(int clientPort, int serverPort) {
        String local = String.format(Locale.ROOT, ":%04X", clientPort);
        String remote = String.format(Locale.ROOT, ":%04X", serverPort);
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            try {
                for (String line : Files.readAllLines(Path.of(table), StandardCharsets.ISO_8859_1)) {
                    String[] words = line.strip().split("\\s+");
                    if (words.length > 9 && words[1].endsWith(local) && words[2].endsWith(remote)) {
                        return Optional.of("socket:[" + words[9] + "]");
                    }
                }
            } catch (IOException e) {
                // Not this kind of system.
            }
        }
        return Optional.empty();
    }

    private Optional<String> ownerOf(String socket) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                Optional<String> name = hostOf(process);
                if (name.isPresent() && holds(process, socket)) {
                    return name;
                }
            }
        } catch (IOException e) {
            // Not this kind of system.
        }
        return Optional.empty();
    }

    private Optional<String> hostOf(Path process) {
        try {
            Path directory = Files.readSymbolicLink(process.resolve("cwd"));
            return homes.entrySet().stream()
                    .filter(home -> directory.startsWith(home.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, String socket) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (Files.readSymbolicLink(file).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // It ended meanwhile.
        }
        return false;
    }
}
