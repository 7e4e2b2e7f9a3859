package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.handyrep.demo.DemoSshd;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.demo.SshKeys;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.EngineOpener;
import org.handyrep.engine.OpenResult;
import org.handyrep.engine.PluginFolder;
import org.handyrep.remote.HostKeyQuestion;

/// A real cluster with a real SSH door per server and a handyrep.conf for it. Engines are opened on it as often as a test wants. Close it.
public final class ManagedCluster implements AutoCloseable {

    private static final PluginFolder PLUGINS = PluginFolder.open(Path.of("plugins"));

    private final PostgresCluster postgres;
    private final List<DemoSshd> doors = new ArrayList<>();
    private final List<String> commands = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final Path directory;
    private final Path conf;

    private ManagedCluster(PostgresCluster postgres, Path directory, Path conf) {
        this.postgres = postgres;
        this.directory = directory;
        this.conf = conf;
    }

    public static ManagedCluster start(int replicas) {
        return start(replicas, Map.of());
    }

    /// As [PostgresCluster#start(int, Map)].
    public static ManagedCluster start(int replicas, Map<String, String> parameters) {
        return start(PostgresBinaries.embedded(), replicas, parameters);
    }

    /// @param parameters more of postgresql.conf, for every server
    public static ManagedCluster start(PostgresBinaries binaries, int replicas, Map<String, String> parameters) {
        PostgresCluster postgres = PostgresCluster.start(binaries, replicas, parameters);
        try {
            Path directory = Files.createTempDirectory("handyrep-conf-");
            KeyPair keys = SshKeys.generate();
            SshKeys.write(keys, directory.resolve("id"));
            ManagedCluster cluster = new ManagedCluster(postgres, directory, directory.resolve("handyrep.conf"));
            cluster.open(keys, binaries);
            return cluster;
        } catch (IOException e) {
            postgres.close();
            throw new UncheckedIOException(e);
        }
    }

    private void open(KeyPair keys, PostgresBinaries binaries) throws IOException {
        OsUser user = OsUser.forPostgres();
        StringBuilder knownHosts = new StringBuilder();
        StringBuilder servers = new StringBuilder();
        for (LocalPostgres server : postgres.servers()) {
            String host = server.settings().host();
            DemoSshd door = DemoSshd.open(
                    host, LoopbackAddress.freePort(host), user, server.settings().data(), keys.getPublic(),
                    line -> commands.add(server.name() + ": " + line));
            doors.add(door);
            knownHosts.append(door.knownHostsLine(host, door.port())).append('\n');
            servers.append(serverSection(server, door, servers.isEmpty()));
        }
        Files.writeString(directory.resolve("known_hosts"), knownHosts.toString());
        Files.writeString(conf, """
                [handyrep]
                    cluster_name = lab
                    authentication_method = zero_auth
                    master_check_method = one_hr_master
                    handyrep_user = handyrep
                    postgres_superuser = %s
                    replication_user = replicator
                    known_hosts = %s
                    templates_dir = %s
                [passwords]
                    superuser_pass = "%s"
                    handyrep_db_pass = "%s"
                    replication_pass = "%s"
                [failover]
                    poll_method = poll_connect
                    poll_interval = 1
                    verify_frequency = 5
                    fail_retries = 1
                    fail_retry_interval = 1
                    selection_method = select_replica_priority
                    replication_status_method = replication_mb_lag_93
                    remaster = True
                [server_defaults]
                    ssh_user = %s
                    ssh_key = %s
                    restart_method = restart_pg_ctl
                    promotion_method = promote_pg_ctl
                [servers]
                %s
                [plugins]
                    [[restart_pg_ctl]]
                        pg_ctl_path = %s
                    [[promote_pg_ctl]]
                        pg_ctl_path = %s
                """
                .formatted(
                        user.name(),
                        directory.resolve("known_hosts"),
                        Path.of("conf/templates").toAbsolutePath(),
                        PostgresCluster.PASSWORD,
                        PostgresCluster.PASSWORD,
                        PostgresCluster.PASSWORD,
                        user.name(),
                        directory.resolve("id"),
                        servers,
                        binaries.program("pg_ctl"),
                        binaries.program("pg_ctl")));
    }

    private static String serverSection(LocalPostgres server, DemoSshd door, boolean first) {
        return """
                    [[%s]]
                        hostname = %s
                        port = %d
                        role = %s
                        enabled = True
                        pgdata = %s
                        ssh_port = %d
                """
                .formatted(
                        server.name(),
                        server.settings().host(),
                        server.settings().port(),
                        first ? "master" : "replica",
                        server.settings().data(),
                        door.port());
    }

    public PostgresCluster postgres() {
        return postgres;
    }

    public LocalPostgres server(String name) {
        return postgres.server(name);
    }

    public Path conf() {
        return conf;
    }

    /// SSH to that server is refused from now on.
    public void closeDoor(String name) {
        doors.get(postgres.servers().indexOf(server(name))).close();
    }

    /// Changes the handyrep.conf for engines that are opened from now on.
    public void editConf(java.util.function.UnaryOperator<String> edit) {
        try {
            Files.writeString(conf, edit.apply(Files.readString(conf)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every command line that came in over SSH, `john: …`, oldest first.
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /// A new engine, not started. The caller closes it.
    public ClusterEngine engine() {
        return open(conf);
    }

    /// A new engine over any handyrep.conf, with the project's plugins.
    public static ClusterEngine open(Path conf) {
        return switch (new EngineOpener(PLUGINS, HostKeyQuestion.REFUSE).open(conf)) {
            case OpenResult.Opened opened -> opened.engine();
            case OpenResult.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    /// As [#engine()], of a console on another machine: the same handyrep.conf in a directory of its own.
    public ClusterEngine anotherConsole() {
        try {
            Path other = Files.createDirectories(directory.resolve("other")).resolve("handyrep.conf");
            Files.writeString(other, Files.readString(conf));
            return open(other);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        doors.forEach(DemoSshd::close);
        postgres.close();
        TemporaryFiles.delete(directory);
    }
}
