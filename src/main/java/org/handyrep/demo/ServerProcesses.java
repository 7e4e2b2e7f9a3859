package org.handyrep.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The processes of one server, known by what they are and never by a remembered number: a PostgreSQL process that works in this data directory.
///
/// Process numbers are given again to others, so each look starts from the data directory.
final class ServerProcesses {

    private final Path data;

    ServerProcesses(Path data) {
        this.data = data;
    }

    /// The postmaster that `postmaster.pid` names, if that process really serves this data directory.
    Optional<ProcessHandle> postmaster() {
        return pidFile().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).filter(this::isOurs);
    }

    /// All processes of the server, the postmaster first. Also finds those that a killed postmaster left.
    List<ProcessHandle> all() {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        postmaster().ifPresent(postmaster -> {
            found.add(postmaster);
            postmaster.children().forEach(found::add);
        });
        ProcessHandle.allProcesses().filter(this::isOurs).forEach(found::add);
        return List.copyOf(found);
    }

    /// Sends a signal to the processes, which must have been looked up just now.
    static void signal(String name, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        // The shell's own kill: /bin/kill is not everywhere.
        List<String> words = new ArrayList<>(List.of("sh", "-c", "kill -" + name + " \"$@\"", "kill"));
        processes.forEach(p -> words.add(Long.toString(p.pid())));
        Program.run(words);
    }

    /// Waits until these are gone, and every other process of the server too.
    ///
    /// @return whether none is left
    boolean awaitEnd(List<ProcessHandle> known, Duration limit) {
        // A look at all processes of the machine costs more than one at a few. A process that nobody buried is alive, and serves nothing.
        return Pause.until(limit, () -> known.stream().noneMatch(this::isOurs)) && all().isEmpty();
    }

    /// Ends every process of the server, frozen ones too, and waits until none is left.
    ///
    /// @return whether none is left
    boolean end(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            List<ProcessHandle> left = all();
            if (left.isEmpty()) {
                return true;
            }
            signal("KILL", left);
            Pause.millis(5);
        }
        return all().isEmpty();
    }

    private Optional<Long> pidFile() {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
            return lines.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(lines.getFirst().strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        if (!Files.isDirectory(proc)) {
            return !Files.isDirectory(Path.of("/proc/self")) && servesByArguments(process);
        }
        try {
            return Files.readSymbolicLink(proc.resolve("cwd")).equals(data)
                    && Files.readSymbolicLink(proc.resolve("exe")).getFileName().toString().startsWith("postgres");
        } catch (IOException e) {
            // Gone, or not ours to look into.
            return servesByArguments(proc);
        }
    }

    private boolean servesByArguments(Path proc) {
        try {
            String[] words = Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0", -1);
            return words.length > 2
                    && words[0].endsWith("postgres")
                    && words[1].equals("-D")
                    && words[2].equals(data.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private boolean servesByArguments(ProcessHandle process) {
        return process.info().command().filter(c -> c.endsWith("postgres")).isPresent()
                && process.info()
                        .arguments()
                        .filter(a -> List.of(a).contains(data.toString()))
                        .isPresent();
    }
}
