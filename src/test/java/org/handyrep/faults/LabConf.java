package org.handyrep.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.testing.Needs;
import org.handyrep.testing.PgBouncers;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RepositoryPlugins;

/// The files of the laboratory: a handyrep.conf for each console, keys, templates, the first configuration of each pgbouncer.
record LabConf(Network network, Path directory, String masterCheck, Map<String, String> options) {

    private static final List<String> SSH_HOSTS =
            Stream.of(FaultLab.SERVERS, FaultLab.BOUNCERS).flatMap(List::stream).toList();

    /// The same with more of `[failover]`.
    LabConf with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.putAll(more);
        return new LabConf(network, directory, masterCheck, all);
    }

    void writeKnownHosts() {
        try {
            String key = Files.readString(directory.resolve("hostkey.pub")).strip();
            StringBuilder text = new StringBuilder();
            SSH_HOSTS.forEach(host -> text.append(network.address(host)).append(' ').append(key).append('\n'));
            Files.writeString(directory.resolve("known_hosts"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeTemplates() throws IOException {
        Path templates = Files.createDirectory(directory.resolve("templates"));
        try (Stream<Path> shipped = Files.list(Path.of("conf/templates"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, templates.resolve(file.getFileName()));
            }
        }
        // Each pgbouncer has its host for itself, so it listens on all addresses there.
        Files.writeString(
                templates.resolve("pgbouncer.ini.template"),
                PgBouncers.TEMPLATE.replace("LISTEN", "*").replace("HOME", run().toString()));
        OsUser owner = OsUser.forPostgres();
        owner.createDirectory(run());
        for (String name : FaultLab.BOUNCERS) {
            owner.createDirectory(run().resolve(String.valueOf(port(name))));
        }
        Files.writeString(
                run().resolve("userlist.txt"),
                "\"handyrep\" \"" + PostgresCluster.PASSWORD + "\"\n\"" + PgBouncers.CLIENT + "\" \"" + PgBouncers.CLIENT_PASSWORD + "\"\n");
    }

    private Path run() {
        return directory.resolve("run");
    }

    static int port(String bouncer) {
        return 6432 + FaultLab.BOUNCERS.indexOf(bouncer);
    }

    void writeFencingProgram() throws IOException {
        Path program = Files.writeString(directory.resolve("fence"), network.fencingProgram());
        RepositoryPlugins.permit(program, "rwxr-xr-x");
    }

    Path bouncerHome(String name) {
        return directory.resolve(name);
    }

    /// Does nothing where there is a configuration already.
    void firstBouncer(String name, OsUser owner) {
        Path home = bouncerHome(name);
        if (Files.exists(home)) {
            return;
        }
        try {
            owner.createDirectory(home);
            String line = " = host=" + network.address("john") + " port=5432\n";
            Path ini = home.resolve("pgbouncer.ini");
            Files.writeString(
                    ini,
                    Files.readString(directory.resolve("templates/pgbouncer.ini.template"))
                            .replace("{{ dbsection }}", "postgres" + line + PgBouncers.DATABASE + line)
                            .replace("{{ port }}", String.valueOf(port(name))));
            Files.setOwner(ini, ini.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The handyrep.conf of a console, with its own servers.save beside it.
    Path write(String console) {
        OsUser owner = OsUser.forPostgres();
        Map<String, String> failover = new LinkedHashMap<>(Map.of(
                "auto_failover", "True",
                "poll_method", "poll_connect",
                "poll_interval", "1",
                "verify_frequency", "5",
                "fail_retries", "2",
                "fail_retry_interval", "0",
                "remaster", "True",
                "failover_cooldown", "0",
                "failovers_per_day", "1000"));
        failover.putAll(Map.of(
                "startup_grace", "2",
                "selection_method", "select_replica_priority",
                "replication_status_method", "replication_mb_lag_93",
                "connection_failover_method", "multi_pgbouncer",
                "fencing_method", "fence_command"));
        failover.putAll(options);
        String text = """
                [handyrep]
                    cluster_name = lab
                    authentication_method = zero_auth
                    master_check_method = %9$s
                    handyrep_user = handyrep
                    postgres_superuser = %1$s
                    replication_user = replicator
                    known_hosts = %2$s/known_hosts
                    templates_dir = %2$s/templates
                [passwords]
                    superuser_pass = "%3$s"
                    handyrep_db_pass = "%3$s"
                    replication_pass = "%3$s"
                [failover]
                %4$s
                [server_defaults]
                    ssh_user = %1$s
                    ssh_key = %2$s/id
                    restart_method = restart_pg_ctl
                    promotion_method = promote_pg_ctl
                [servers]
                %5$s
                [plugins]
                    [[restart_pg_ctl]]
                        pg_ctl_path = %6$s
                    [[promote_pg_ctl]]
                        pg_ctl_path = %6$s
                    [[check_last_ip_db]]
                        last_ip_timeout = "4 seconds"
                    [[fence_command]]
                        command = %2$s/fence
                    [[multi_pgbouncer]]
                        pgbouncerbin = %7$s
                        template = pgbouncer.ini.template
                        owner = %1$s
                        database_list = %8$s
                        readonly_suffix = _ro
                """.formatted(
                        owner.name(),
                        directory,
                        PostgresCluster.PASSWORD,
                        lines(failover),
                        servers(),
                        PostgresBinaries.find().program("pg_ctl"),
                        Needs.tool("pgbouncer"),
                        PgBouncers.DATABASE,
                        masterCheck);
        try {
            Path home = Files.createDirectories(directory.resolve(console));
            Path file = Files.writeString(home.resolve("handyrep.conf"), text);
            RepositoryPlugins.permit(file, "rw-------");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(Map<String, String> options) {
        StringBuilder text = new StringBuilder();
        options.forEach((name, value) -> text.append("    ").append(name).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    private String servers() {
        StringBuilder text = new StringBuilder();
        for (String name : SSH_HOSTS) {
            boolean postgres = FaultLab.SERVERS.contains(name);
            text.append("    [[").append(name).append("]]\n        hostname = ").append(network.address(name)).append("\n        role = ")
                    .append(!postgres ? "pgbouncer" : name.equals("john") ? "master" : "replica")
                    .append("\n        port = ").append(postgres ? 5432 : port(name))
                    .append("\n        enabled = True\n");
            text.append(postgres
                    ? "        pgdata = " + directory.resolve(name).resolve("data") + "\n"
                    : "        config_location = " + bouncerHome(name).resolve("pgbouncer.ini") + "\n");
        }
        return text.toString();
    }
}
