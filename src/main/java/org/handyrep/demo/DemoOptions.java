package org.handyrep.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a demo cluster is made.
///
/// @param names of the servers, the primary first
/// @param fsync whether the servers survive a crash of the machine too, for a price in time
/// @param writerPause between two writes of the demo writer
/// @param pgbouncer the program that stands between the writer and the servers; empty lets the writer find the primary itself
public record DemoOptions(
        List<String> names, PostgresBinaries binaries, boolean fsync, Duration writerPause, Optional<Path> pgbouncer) {

    public DemoOptions {
        names = List.copyOf(names);
        if (names.isEmpty() || names.size() > 100 || names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("a demo cluster has 1 to 100 servers of different names");
        }
        for (String name : names) {
            if (!name.matches("[a-z][a-z0-9_]{0,30}")) {
                throw new IllegalArgumentException("not a name for a demo server: " + name);
            }
        }
    }

    /// john, paul and george on the newest complete installed PostgreSQL, else the embedded one; behind a pgbouncer where one is installed.
    public static DemoOptions standard() {
        DemoOptions direct = of(PostgresBinaries.find());
        return new DemoOptions(direct.names, direct.binaries, direct.fsync, direct.writerPause, DemoProxy.installed());
    }

    /// Without a pgbouncer.
    public static DemoOptions of(PostgresBinaries binaries) {
        return new DemoOptions(List.of("john", "paul", "george"), binaries, false, Duration.ofMillis(10), Optional.empty());
    }
}
