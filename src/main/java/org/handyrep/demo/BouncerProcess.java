package org.handyrep.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The pgbouncer of one directory, known by what it is and never by a remembered number: a process that was called with this directory's configuration.
record BouncerProcess(Path home) {

    Path config() {
        return home.resolve("pgbouncer.ini");
    }

    List<ProcessHandle> all() {
        return Files.exists(config())
                ? ProcessHandle.allProcesses().filter(this::isOurs).toList()
                : List.of();
    }

    /// @return whether none is left
    boolean end(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<ProcessHandle> left = all();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            ServerProcesses.signal("KILL", left);
            Pause.millis(5);
            left = all();
        }
        return left.isEmpty();
    }

    private boolean isOurs(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        return info.command().filter(c -> c.endsWith("pgbouncer")).isPresent()
                && info.arguments().filter(a -> List.of(a).contains(config().toString())).isPresent();
    }
}
