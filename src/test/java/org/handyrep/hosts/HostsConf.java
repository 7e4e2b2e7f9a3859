package org.handyrep.hosts;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/// The handyrep.conf of the test hosts, as an administrator of Debian hosts would write it.
final class HostsConf {

    private HostsConf() {}

    static String text(Collection<Host> hosts, Path key, Path knownHosts) {
        return """
                [handyrep]
                cluster_name = containers
                handyrep_user = handyrep
                postgres_superuser = postgres
                replication_user = replicator
                known_hosts = %s
                log_file = handyrep.log
                templates_dir = templates

                [passwords]
                superuser_pass = "%s"
                handyrep_db_pass = "%s"
                replication_pass = "%s"

                [failover]
                poll_method = poll_connect
                poll_interval = 1
                verify_frequency = 5
                fail_retries = 2
                fail_retry_interval = 1
                recovery_retries = 30
                selection_method = select_replica_priority
                remaster = True
                replication_status_method = replication_mb_lag_93

                [server_defaults]
                port = 5432
                ssh_user = handyrep
                ssh_key = %s
                pgdata = /var/lib/postgresql/15/main
                pgconf = /etc/postgresql/15/main
                pg_ctl_path = %s
                restart_method = restart_pg_ctl
                promotion_method = promote_pg_ctl

                [servers]
                %s
                [plugins]
                [[promote_pg_ctl]]
                pg_ctl_path = %s
                [[restart_pg_ctl]]
                pg_ctl_path = %s
                """
                .formatted(
                        knownHosts,
                        Hosts.SUPERUSER_PASSWORD,
                        Hosts.MONITOR_PASSWORD,
                        Hosts.REPLICATION_PASSWORD,
                        key,
                        Host.postgresProgram("pg_ctl"),
                        hosts.stream().map(HostsConf::entry).collect(Collectors.joining("\n")),
                        Host.postgresProgram("pg_ctl"),
                        Host.postgresProgram("pg_ctl"));
    }

    private static String entry(Host host) {
        String role = host.name().equals("john") ? "master" : "replica";
        String priority = host.name().equals("george") ? "2" : "1";
        return """
                [[%s]]
                hostname = %s
                role = %s
                failover_priority = %s
                """
                .formatted(host.name(), host.address(), role, priority);
    }
}
