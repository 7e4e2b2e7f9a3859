package org.handyrep.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The handyrep.conf of a demo cluster.
final class DemoConf {

    private static final String METHOD = """
            connection_failover_method = multi_pgbouncer
            poll_connection_proxy = True
            """;

    private DemoConf() {}

    static String text(
            Path directory,
            List<DemoServer> servers,
            Optional<DemoProxy> proxy,
            PostgresSettings common,
            DemoPasswords passwords) {
        StringBuilder text = new StringBuilder(
                """
                # The demo cluster. Made anew at each start.
                [handyrep]
                cluster_name = demo
                server_file = %s
                log_file = %s
                known_hosts = %s
                templates_dir = %s
                handyrep_db = postgres
                handyrep_user = handyrep
                postgres_superuser = %s
                replication_user = replicator
                authentication_method = zero_auth
                master_check_method = one_hr_master

                [passwords]
                superuser_pass = %s
                handyrep_db_pass = %s
                replication_pass = %s

                [failover]
                auto_failover = False
                poll_method = poll_connect
                poll_interval = 1
                verify_frequency = 5
                fail_retries = 2
                fail_retry_interval = 1
                recovery_retries = 10
                selection_method = select_replica_priority
                replication_status_method = replication_mb_lag_93
                remaster = True
                restart_master = False
                %s
                [archive]
                archiving = False

                [server_defaults]
                ssh_user = %s
                ssh_key = %s
                restart_method = restart_pg_ctl
                promotion_method = promote_pg_ctl
                clone_method = %s
                lag_limit = %d

                [plugins]
                [[promote_pg_ctl]]
                pg_ctl_path = %s
                [[restart_pg_ctl]]
                pg_ctl_path = %s
                [[clone_basebackup]]
                basebackup_path = %s

                %s
                [servers]
                """
                        .formatted(
                                quoted(directory.resolve("servers.save")),
                                quoted(directory.resolve("handyrep.log")),
                                quoted(directory.resolve("known_hosts")),
                                quoted(templates()),
                                common.superuser(),
                                quoted(passwords.superuser()),
                                quoted(passwords.handyrep()),
                                quoted(passwords.replication()),
                                proxy.isPresent() ? METHOD : "",
                                common.osUser().name(),
                                quoted(directory.resolve("ssh_key")),
                                cloneMethod(common),
                                DemoFaults.LAG_LIMIT_MB,
                                quoted(common.binaries().program("pg_ctl")),
                                quoted(common.binaries().program("pg_ctl")),
                                quoted(common.binaries().program("pg_basebackup")),
                                proxy.map(DemoConf::plugin).orElse("")));
        proxy.ifPresent(p -> text.append(server(p)));
        int priority = 0;
        for (DemoServer server : servers) {
            text.append(
                    """
                    [[%s]]
                    hostname = %s
                    port = %d
                    ssh_port = %d
                    role = %s
                    failover_priority = %d
                    enabled = True
                    pgdata = %s
                    """
                            .formatted(
                                    server.name(),
                                    server.address().host(),
                                    server.address().port(),
                                    server.address().sshPort(),
                                    priority == 0 ? "master" : "replica",
                                    ++priority,
                                    quoted(server.data())));
        }
        return text.toString();
    }

    /// The embedded PostgreSQL has no pg_basebackup.
    private static String cloneMethod(PostgresSettings common) {
        return common.binaries().complete() ? "clone_basebackup" : "clone_tar";
    }

    private static String plugin(DemoProxy proxy) {
        return """
                [[multi_pgbouncer]]
                pgbouncerbin = %s
                owner = %s
                config_location = %s
                dblist_location = %s
                readonly_suffix = _ro
                """
                .formatted(quoted(proxy.program()), proxy.user().name(), quoted(proxy.config()), quoted(proxy.databases()));
    }

    private static String server(DemoProxy proxy) {
        return """
                [[%s]]
                hostname = %s
                port = %d
                ssh_port = %d
                role = pgbouncer
                enabled = True
                """
                .formatted(DemoProxy.NAME, proxy.host(), proxy.port(), proxy.sshPort());
    }

    /// Where the program's own templates are, wherever it was started from.
    private static Path templates() {
        return Path.of(System.getProperty("handyrep.home", ".")).toAbsolutePath().normalize().resolve("conf/templates");
    }

    /// Paths of demo clusters and generated passwords hold no double quote.
    private static String quoted(Object value) {
        return "\"" + value + "\"";
    }
}
