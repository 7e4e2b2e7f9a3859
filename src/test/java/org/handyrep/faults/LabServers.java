package org.handyrep.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;
import org.handyrep.demo.DemoException;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LocalReplica;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.demo.PostgresSettings;
import org.handyrep.testing.PgBouncers;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.TemporaryFiles;

/// The PostgreSQL servers of the laboratory, each on its own host, and what a person does about those that lie still or follow nobody. Close them.
final class LabServers implements AutoCloseable {

    private final Network network;
    private final Path directory;
    private final OsUser owner;
    private final Map<String, LocalPostgres> servers = new LinkedHashMap<>();

    LabServers(Network network, Path directory, OsUser owner) {
        this.network = network;
        this.directory = directory;
        this.owner = owner;
    }

    LocalPostgres get(String name) {
        return Optional.ofNullable(servers.get(name)).orElseThrow();
    }

    /// A primary and its replicas.
    ///
    /// @param parameters more of postgresql.conf, for every server
    void open(Map<String, String> parameters) throws IOException {
        List<PostgresSettings> settings = FaultLab.SERVERS.stream().map(name -> settings(name, parameters)).toList();
        LocalPostgres primary = LocalPostgres.initialize(settings.getFirst());
        servers.put("john", primary);
        letIn(primary);
        primary.start();
        String password = "'" + PostgresCluster.PASSWORD.replace("'", "''") + "'";
        // There is no synchronous replica yet that could confirm.
        primary.execute("SET synchronous_commit = local; ALTER ROLE " + owner.name() + " SET synchronous_commit = local");
        primary.execute("CREATE ROLE handyrep LOGIN SUPERUSER PASSWORD " + password);
        primary.execute("CREATE ROLE replicator LOGIN REPLICATION PASSWORD " + password);
        primary.execute("CREATE ROLE " + PgBouncers.CLIENT + " LOGIN PASSWORD '" + PgBouncers.CLIENT_PASSWORD.replace("'", "''") + "'");
        primary.execute("CREATE DATABASE " + PgBouncers.DATABASE + " OWNER " + PgBouncers.CLIENT);
        clone(primary, settings.subList(1, settings.size()));
        primary.execute("ALTER ROLE " + owner.name() + " RESET synchronous_commit");
    }

    private void clone(LocalPostgres source, List<PostgresSettings> targets) throws IOException {
        for (LocalPostgres replica : LocalReplica.copy(source, targets, upstream(source))) {
            letIn(replica);
            servers.put(replica.name(), replica);
            replica.start();
        }
    }

    private void letIn(LocalPostgres server) throws IOException {
        Path hba = server.settings().data().resolve("pg_hba.conf");
        Files.writeString(hba, Files.readString(hba) + "host all all 10.201.0.0/16 scram-sha-256\nhost replication all 10.201.0.0/16 scram-sha-256\n");
    }

    private PostgresSettings settings(String name, Map<String, String> parameters) {
        return new PostgresSettings(
                name,
                directory.resolve(name),
                network.address(name),
                5432,
                PostgresBinaries.find(),
                network.userOn(name, owner),
                owner.name(),
                PostgresCluster.PASSWORD,
                false,
                parameters);
    }

    private static LocalReplica.Upstream upstream(LocalPostgres server) {
        return new LocalReplica.Upstream(server.settings().host(), server.settings().port(), "replicator", PostgresCluster.PASSWORD);
    }

    /// Makes a server a fresh replica of another, whatever it was before.
    private void rebuild(String name, String from) {
        LocalPostgres old = get(name);
        old.close();
        TemporaryFiles.empty(old.settings().home());
        try {
            clone(get(from), List.of(old.settings()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts what lies still and has the mark of a replica: what a person does about it, and no harm whoever the primary is.
    ///
    /// @return what was started
    List<String> startReplicas() {
        List<String> lying = servers.values().stream()
                .filter(server -> !server.isRunning() && Files.exists(server.settings().data().resolve("standby.signal")))
                .map(LocalPostgres::name)
                .toList();
        lying.forEach(name -> get(name).start());
        return lying;
    }

    /// @return what was rebuilt
    List<String> rebuildWhatDoesNotFollow(String primary) {
        List<String> rebuilt = new ArrayList<>();
        for (String name : FaultLab.SERVERS) {
            if (!name.equals(primary) && !streams(name, primary)) {
                rebuild(name, primary);
                rebuilt.add(name);
            }
        }
        return rebuilt;
    }

    private boolean streams(String replica, String primary) {
        if (!get(replica).isRunning()) {
            return false;
        }
        try {
            await().atMost(Duration.ofSeconds(3)).pollInterval(Duration.ofMillis(100)).until(() ->
                    PostgresCluster.query(get(primary), "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
                                    + " AND host(client_addr) = '" + get(replica).settings().host() + "'")
                            .equals("1"));
            return true;
        } catch (ConditionTimeoutException | DemoException e) {
            return false;
        }
    }

    /// On which it writes.
    static int timeline(LocalPostgres primary) {
        return Integer.parseInt(PostgresCluster.query(
                primary, "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int"));
    }

    void thaw() {
        servers.values().forEach(LocalPostgres::thaw);
    }

    @Override
    public void close() {
        List.copyOf(servers.values()).forEach(LocalPostgres::close);
    }
}
