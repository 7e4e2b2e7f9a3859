package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.handyrep.demo.DemoException;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LocalReplica;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.demo.PostgresSettings;
import org.jspecify.annotations.Nullable;

/// A real primary and its streaming replicas on loopback addresses, without gates. Close it: no process and no file is left.
///
/// The users `handyrep` (superuser) and `replicator` have the password [#PASSWORD]; so has the superuser, who is named as the
/// operating-system user that runs the servers.
public final class PostgresCluster implements AutoCloseable {

    public static final String PASSWORD = "s3cret, it's #1";
    private static final List<String> NAMES = List.of("john", "paul", "george", "ringo", "stuart", "pete");

    /// The column is replay_location before PostgreSQL 10.
    private static final String STREAMING_AND_HEARD =
            """
            SELECT count(*) FROM pg_stat_replication r
            WHERE state = 'streaming' AND coalesce(row_to_json(r) ->> 'replay_lsn', row_to_json(r) ->> 'replay_location') IS NOT NULL
            """;

    private final Path directory;
    private final List<LocalPostgres> servers;

    private PostgresCluster(Path directory, List<LocalPostgres> servers) {
        this.directory = directory;
        this.servers = servers;
    }

    public static PostgresCluster start(int replicas) {
        return start(replicas, Map.of());
    }

    /// Of the embedded PostgreSQL: each process of an installed one, which is linked with twice as many libraries, takes half as much time again.
    ///
    /// @param more of postgresql.conf, for every server
    public static PostgresCluster start(int replicas, Map<String, String> more) {
        return start(PostgresBinaries.embedded(), replicas, more);
    }

    /// @param more of postgresql.conf, for every server
    public static PostgresCluster start(PostgresBinaries binaries, int replicas, Map<String, String> more) {
        Map<String, String> parameters = thrifty(binaries, more);
        Path directory = temporaryDirectory();
        PostgresCluster cluster = new PostgresCluster(directory, new ArrayList<>());
        try {
            int net = ThreadLocalRandom.current().nextInt(1, 250);
            List<PostgresSettings> settings = new ArrayList<>();
            for (int i = 0; i <= replicas; i++) {
                settings.add(settings(directory, net, i, binaries, parameters));
            }
            cluster.servers.addAll(PostgresTemplate.of(binaries, parameters).copies(settings));
            List<LocalPostgres> copies = cluster.servers.subList(1, settings.size());
            for (LocalPostgres copy : copies) {
                LocalReplica.follow(copy, cluster.upstream(cluster.primary()));
            }
            cluster.primary().start();
            copies.parallelStream().forEach(LocalPostgres::start);
            cluster.awaitStreaming();
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /// A process costs as much as a thousand statements, and there is little to vacuum.
    private static Map<String, String> thrifty(PostgresBinaries binaries, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(Map.of("autovacuum", "off"));
        if (binaries.major() >= 10) {
            all.put("max_logical_replication_workers", "0");
        }
        if (binaries.major() >= 18) {
            all.put("io_method", "sync");
        }
        all.putAll(parameters);
        return all;
    }

    /// The server that was made as the primary.
    public LocalPostgres primary() {
        return servers.getFirst();
    }

    /// @param number from 1
    public LocalPostgres replica(int number) {
        return servers.get(number);
    }

    public List<LocalPostgres> servers() {
        return List.copyOf(servers);
    }

    public LocalPostgres server(String name) {
        return servers.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// What a server needs to follow that one.
    public LocalReplica.Upstream upstream(LocalPostgres server) {
        return new LocalReplica.Upstream(server.settings().host(), server.settings().port(), "replicator", PASSWORD);
    }

    /// Runs one statement as the superuser and gives the first column of the first row, empty for none.
    public static String query(LocalPostgres server, String sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new DemoException(server.name() + ": " + e.getMessage(), e);
        }
    }

    /// Asks in one session until the answer is this one, and goes on in a new session when that broke: a login costs more than many questions.
    public static void awaitAnswer(LocalPostgres server, String sql, String answer) {
        AtomicReference<@Nullable Connection> session = new AtomicReference<>();
        try {
            Awaitility.await(server.name() + " answers " + answer + " to " + sql)
                    .atMost(Patience.LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> ask(server, session, sql).equals(answer));
        } finally {
            end(session);
        }
    }

    private static String ask(LocalPostgres server, AtomicReference<@Nullable Connection> session, String sql) {
        try {
            Connection known = session.get();
            Connection connection = known == null ? server.connect() : known;
            session.set(connection);
            try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
                return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
            }
        } catch (SQLException e) {
            end(session);
            return "";
        }
    }

    private static void end(AtomicReference<@Nullable Connection> session) {
        try (Connection ended = session.getAndSet(null)) {
            // Closed by leaving.
        } catch (SQLException e) {
            // It is gone with its server.
        }
    }

    /// Waits until every replica streams from the first primary and has said how far it is, which it does a moment after `streaming`.
    public void awaitStreaming() {
        awaitAnswer(primary(), STREAMING_AND_HEARD, Integer.toString(servers.size() - 1));
    }

    @Override
    public void close() {
        servers.forEach(LocalPostgres::close);
        TemporaryFiles.delete(directory);
    }

    static PostgresSettings settings(
            Path directory, int net, int number, PostgresBinaries binaries, Map<String, String> parameters) {
        String name = number < NAMES.size() ? NAMES.get(number) : "replica" + number;
        String host = LoopbackAddress.of(79, net, 11 + number);
        OsUser user = OsUser.forPostgres();
        return new PostgresSettings(
                name,
                directory.resolve(name),
                host,
                LoopbackAddress.freePort(host),
                binaries,
                user,
                user.name(),
                PASSWORD,
                false,
                parameters);
    }

    static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory(
                            Path.of("/tmp"),
                            "handyrep-test-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")))
                    .toRealPath();
        } catch (IOException e) {
            throw new DemoException("no temporary directory: " + e.getMessage(), e);
        }
    }
}
