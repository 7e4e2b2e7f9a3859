package org.handyrep.bench;

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
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.TemporaryFiles;

/// Three real servers that listen on every loopback address, so that any number of servers can be defined on them. Close it.
final class Crowd implements AutoCloseable {

    private static final String EVERYWHERE = "0.0.0.0";
    private static final int CLOSED = 1;

    private final PostgresCluster cluster;
    private final Path directory;
    private final List<DemoSshd> doors = new ArrayList<>();

    Crowd() throws IOException {
        cluster = PostgresCluster.start(
                PostgresBinaries.find(), 2, Map.of("listen_addresses", "*", "max_connections", "1000"));
        directory = Files.createTempDirectory("handyrep-crowd-");
        KeyPair keys = SshKeys.generate();
        SshKeys.write(keys, directory.resolve("id"));
        for (LocalPostgres server : cluster.servers()) {
            doors.add(DemoSshd.open(
                    EVERYWHERE,
                    LoopbackAddress.freePort(EVERYWHERE),
                    OsUser.forPostgres(),
                    server.settings().data(),
                    keys.getPublic()));
        }
    }

    /// An engine, not started, for that many servers: the first is the primary, the others are its two replicas under many names.
    ///
    /// @param withDoors whether the hosts can be entered by SSH; the doors of many would keep this one machine busy with encryption
    ClusterEngine engine(int count, boolean withDoors) {
        StringBuilder servers = new StringBuilder();
        StringBuilder knownHosts = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int real = i == 0 ? 0 : 1 + i % 2;
            LocalPostgres server = cluster.servers().get(real);
            String host = LoopbackAddress.of(80 + count % 7, i / 200, 11 + i % 200);
            knownHosts.append(doors.get(real).knownHostsLine(host, doors.get(real).port())).append('\n');
            servers.append(
                    """
                        [[s%d]]
                            hostname = %s
                            port = %d
                            role = %s
                            enabled = True
                            pgdata = %s
                            ssh_port = %d
                    """
                            .formatted(
                                    i,
                                    host,
                                    server.settings().port(),
                                    i == 0 ? "master" : "replica",
                                    server.settings().data(),
                                    withDoors ? doors.get(real).port() : CLOSED));
        }
        try {
            Path conf = directory.resolve("crowd" + count + ".conf");
            Path hosts = directory.resolve("known_hosts" + count);
            Files.writeString(hosts, knownHosts);
            Files.writeString(conf, text(count, hosts, servers.toString()));
            return ManagedCluster.open(conf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(int count, Path hosts, String servers) {
        OsUser user = OsUser.forPostgres();
        return """
                [handyrep]
                    cluster_name = crowd
                    override_server_file = True
                    server_file = servers%d.save
                    authentication_method = zero_auth
                    master_check_method = one_hr_master
                    handyrep_user = handyrep
                    postgres_superuser = %s
                    known_hosts = %s
                [passwords]
                    handyrep_db_pass = "%s"
                [failover]
                    poll_method = poll_connect
                    poll_interval = 2
                    fail_retries = 1
                    fail_retry_interval = 1
                    selection_method = select_replica_priority
                    replication_status_method = replication_mb_lag_93
                [server_defaults]
                    ssh_user = %s
                    ssh_key = %s
                    restart_method = restart_pg_ctl
                    promotion_method = promote_pg_ctl
                [servers]
                %s
                """
                .formatted(
                        count,
                        user.name(),
                        hosts,
                        PostgresCluster.PASSWORD,
                        user.name(),
                        directory.resolve("id"),
                        servers);
    }

    @Override
    public void close() {
        doors.forEach(DemoSshd::close);
        cluster.close();
        TemporaryFiles.delete(directory);
    }
}
