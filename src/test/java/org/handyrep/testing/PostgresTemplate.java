package org.handyrep.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.handyrep.demo.DemoException;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.demo.PostgresSettings;

/// A data directory with the users of a [PostgresCluster], made once in this process and copied for each cluster: `initdb` takes longer than the copy.
///
/// All clusters of one template have one system identifier.
final class PostgresTemplate {

    private static final String COPY =
            """
            set -e
            umask 077
            from="$1"
            shift
            for to; do cp -R "$from" "$to"; done
            """;

    private static final Map<Kind, PostgresTemplate> MADE = new ConcurrentHashMap<>();

    private record Kind(String initdb, Map<String, String> parameters) {}

    private final Path data;

    private PostgresTemplate(Path data) {
        this.data = data;
    }

    static PostgresTemplate of(PostgresBinaries binaries, Map<String, String> parameters) {
        return MADE.computeIfAbsent(new Kind(binaries.program("initdb"), parameters), kind -> make(binaries, parameters));
    }

    private static PostgresTemplate make(PostgresBinaries binaries, Map<String, String> parameters) {
        Path directory = PostgresCluster.temporaryDirectory();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> TemporaryFiles.delete(directory)));
        PostgresSettings settings = PostgresCluster.settings(directory, 254, 0, binaries, parameters);
        try (LocalPostgres server = LocalPostgres.initialize(settings)) {
            server.start();
            server.execute("CREATE ROLE handyrep LOGIN SUPERUSER PASSWORD " + literal(PostgresCluster.PASSWORD));
            server.execute("CREATE ROLE replicator LOGIN REPLICATION PASSWORD " + literal(PostgresCluster.PASSWORD));
            server.stop("fast");
        }
        return new PostgresTemplate(settings.data());
    }

    /// Stopped servers that know nothing of each other yet, with one history.
    List<LocalPostgres> copies(List<PostgresSettings> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", COPY, "copy", data.toString()));
        for (PostgresSettings one : settings) {
            one.osUser().createDirectory(one.home());
            command.add(one.data().toString());
        }
        Process copy = new ProcessBuilder(settings.getFirst().osUser().wrap(command))
                .directory(Path.of("/").toFile())
                .inheritIO()
                .start();
        try {
            if (copy.waitFor() != 0) {
                throw new DemoException("cannot copy " + data);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("copying " + data + " was interrupted", e);
        }
        return settings.stream().map(LocalPostgres::ofCopy).toList();
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
