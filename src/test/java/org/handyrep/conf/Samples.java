package org.handyrep.conf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.handyrep.plugin.Kind;

/// Configurations and plugin names for tests.
final class Samples {

    static final Path SAMPLE = Path.of("conf/handyrep.conf");

    static final PluginNames PLUGINS = PluginNames.of(Map.ofEntries(
            Map.entry(Kind.GENERIC, Set.of("failplugin", "successplugin")),
            Map.entry(Kind.AUTHENTICATION, Set.of("zero_auth")),
            Map.entry(Kind.AVAILABILITY, Set.of("one_hr_master")),
            Map.entry(Kind.POLLING, Set.of("poll_connect", "poll_isready")),
            Map.entry(Kind.REPLICATION, Set.of("replication_mb_lag_93")),
            Map.entry(Kind.SELECTION, Set.of("select_replica_priority")),
            Map.entry(Kind.PROMOTION, Set.of("promote_pg_ctl")),
            Map.entry(Kind.RESTART, Set.of("restart_pg_ctl")),
            Map.entry(Kind.EXTRA, Set.of("successplugin"))));

    static final String MINIMAL =
            """
            [handyrep]
            cluster_name = test
            [servers]
            [[john]]
            hostname = 127.0.0.1
            role = master
            [[paul]]
            hostname = 127.0.0.2
            """;

    private Samples() {}

    static Path write(Path directory, String text) throws IOException {
        return write(directory, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path write(Path directory, byte[] bytes) throws IOException {
        Path file = directory.resolve("handyrep.conf");
        Files.write(file, bytes);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    static Conf load(Path directory, String text) throws IOException {
        return switch (ConfReader.read(write(directory, text), PLUGINS)) {
            case ConfResult.Loaded loaded -> loaded.conf();
            case ConfResult.Rejected rejected -> throw new AssertionError(said(rejected.problems()));
        };
    }

    static List<ConfProblem> problems(Path file) {
        return switch (ConfReader.read(file, PLUGINS)) {
            case ConfResult.Loaded loaded -> loaded.conf().warnings();
            case ConfResult.Rejected rejected -> rejected.problems();
        };
    }

    static String said(List<ConfProblem> problems) {
        return problems.stream().map(ConfProblem::text).collect(Collectors.joining("\n"));
    }
}
