package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.DemoSshd;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.SshKeys;

/// Real pgbouncers in front of a real cluster, each with an SSH door, as the servers `bouncer1`, `bouncer2`…; all lead to the first primary at
/// the beginning, in transaction pooling. Close it before the cluster.
///
/// Clients log in as [#CLIENT] to the databases `postgres` and [#DATABASE], and to the same names with `_ro` behind for reading.
public final class PgBouncers implements AutoCloseable {

    public static final String CLIENT = "app";
    public static final String CLIENT_PASSWORD = "app's #1 secret";
    public static final String DATABASE = "shop";

    /// The configuration of every pgbouncer here: an edited copy of the shipped template, with the same two variables.
    public static final String TEMPLATE =
            """
            [databases]
            {{ dbsection }}

            [pgbouncer]
            listen_addr = LISTEN
            listen_port = {{ port }}
            auth_type = scram-sha-256
            auth_file = HOME/userlist.txt
            pool_mode = transaction
            max_client_conn = 200
            default_pool_size = 20
            server_login_retry = 1
            logfile = HOME/{{ port }}/pgbouncer.log
            pidfile = HOME/{{ port }}/pgbouncer.pid
            unix_socket_dir = HOME/{{ port }}
            admin_users = handyrep
            """;

    private final PostgresCluster postgres;
    private final Path directory;
    private final OsUser owner = OsUser.forPostgres();
    private final KeyPair keys = SshKeys.generate();
    private final String host = LoopbackAddress.of(80, ThreadLocalRandom.current().nextInt(1, 250), 31);
    private final List<PgBouncer> all = new ArrayList<>();

    private PgBouncers(PostgresCluster postgres) throws IOException {
        this.postgres = postgres;
        directory = Files.createTempDirectory(
                        Path.of("/tmp"),
                        "handyrep-bouncers-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")))
                .toRealPath();
    }

    /// Skips the test where no pgbouncer is installed.
    public static PgBouncers start(PostgresCluster postgres, int count) {
        Needs.tool("pgbouncer");
        try {
            PgBouncers bouncers = new PgBouncers(postgres);
            try {
                bouncers.open(count);
                return bouncers;
            } catch (RuntimeException | IOException e) {
                bouncers.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As [#start(PostgresCluster, int)], and writes them into the cluster's handyrep.conf for the engines opened from now on.
    public static PgBouncers start(ManagedCluster cluster, int count) {
        PgBouncers bouncers = start(cluster.postgres(), count);
        try {
            Path knownHosts = cluster.conf().resolveSibling("known_hosts");
            Files.writeString(knownHosts, Files.readString(knownHosts) + Files.readString(bouncers.knownHosts()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cluster.editConf(conf -> bouncers.conf(conf));
        return bouncers;
    }

    private void open(int count) throws IOException {
        LocalPostgres primary = postgres.primary();
        primary.execute("CREATE ROLE " + CLIENT + " LOGIN PASSWORD '" + CLIENT_PASSWORD.replace("'", "''") + "'");
        primary.execute("CREATE DATABASE " + DATABASE + " OWNER " + CLIENT);
        Path home = directory.resolve("run");
        owner.createDirectory(home);
        write(home.resolve("userlist.txt"), "\"handyrep\" \"" + PostgresCluster.PASSWORD + "\"\n\"" + CLIENT + "\" \"" + CLIENT_PASSWORD + "\"\n");
        SshKeys.write(keys, keyFile());
        Files.createDirectory(templates());
        try (Stream<Path> shipped = Files.list(Path.of("conf/templates"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, templates().resolve(file.getFileName()));
            }
        }
        template(TEMPLATE);
        StringBuilder hosts = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            PgBouncer bouncer = make("bouncer" + i, home);
            all.add(bouncer);
            hosts.append(bouncer.door().knownHostsLine(host, bouncer.door().port())).append('\n');
            bouncer.start();
        }
        Files.writeString(knownHosts(), hosts.toString());
    }

    private PgBouncer make(String name, Path home) throws IOException {
        int port = LoopbackAddress.freePort(host);
        Path own = home.resolve(String.valueOf(port));
        owner.createDirectory(own);
        List<String> commands = new CopyOnWriteArrayList<>();
        DemoSshd door = DemoSshd.open(host, LoopbackAddress.freePort(host), owner, own, keys.getPublic(), commands::add);
        PgBouncer bouncer = new PgBouncer(name, host, port, own, owner, door, commands);
        String line = " = host=" + postgres.primary().settings().host() + " port="
                + postgres.primary().settings().port() + "\n";
        String databases = "postgres" + line + DATABASE + line;
        write(
                bouncer.config(),
                Files.readString(templates().resolve("pgbouncer.ini.template"))
                        .replace("{{ dbsection }}", databases)
                        .replace("{{ port }}", String.valueOf(port)));
        return bouncer;
    }

    /// Replaces the template; `HOME` and `LISTEN` in it stand for this fixture's directory and address.
    public void template(String text) {
        try {
            Files.writeString(
                    templates().resolve("pgbouncer.ini.template"),
                    text.replace("HOME", directory.resolve("run").toString()).replace("LISTEN", host));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a file that belongs to the user who runs the pgbouncers.
    public void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner.name()));
        RepositoryPlugins.permit(file, "rw-------");
    }

    public List<PgBouncer> all() {
        return List.copyOf(all);
    }

    /// @param number from 1
    public PgBouncer get(int number) {
        return all.get(number - 1);
    }

    public Path templates() {
        return directory.resolve("templates");
    }

    public Path keyFile() {
        return directory.resolve("id");
    }

    public Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    /// What leads [RealTools] to them.
    public SshHost door() {
        PgBouncer first = get(1);
        return new SshHost(first.door(), host, first.door().port(), owner.name(), keyFile(), knownHosts(), first.home());
    }

    /// As it stands in `[servers]`.
    public Server server(PgBouncer bouncer) {
        Map<String, String> settings = new HashMap<>();
        settings.put("ssh_user", owner.name());
        settings.put("ssh_port", String.valueOf(bouncer.door().port()));
        settings.put("ssh_key", keyFile().toString());
        settings.put("config_location", bouncer.config().toString());
        return new Server(bouncer.name(), host, bouncer.port(), Role.PGBOUNCER, true, 999, 1000, settings);
    }

    /// The section of the plugin, without a place for the configuration, which each server has in its own.
    public Map<String, String> settings() {
        return Map.of(
                "pgbouncerbin", Needs.tool("pgbouncer").toString(),
                "template", "pgbouncer.ini.template",
                "owner", owner.name(),
                "database_list", DATABASE,
                "readonly_suffix", "_ro");
    }

    private String conf(String conf) {
        StringBuilder servers = new StringBuilder();
        all.forEach(bouncer -> servers.append(
                """
                    [[%s]]
                        hostname = %s
                        port = %d
                        role = pgbouncer
                        enabled = True
                        ssh_port = %d
                        ssh_key = %s
                        config_location = %s
                """
                        .formatted(
                                bouncer.name(), host, bouncer.port(), bouncer.door().port(), keyFile(), bouncer.config())));
        StringBuilder plugin = new StringBuilder("    [[multi_pgbouncer]]\n");
        settings().forEach((key, value) -> plugin.append("        ").append(key).append(" = ").append(value).append('\n'));
        return conf.replaceFirst("templates_dir = .*", "templates_dir = " + templates())
                .replace("[failover]\n", "[failover]\n    connection_failover_method = multi_pgbouncer\n")
                .replace("[plugins]\n", servers + "[plugins]\n" + plugin);
    }

    @Override
    public void close() {
        all.forEach(PgBouncer::close);
        TemporaryFiles.delete(directory);
    }
}
