package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.handyrep.demo.SshKeys;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.Operator;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.ServiceHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A switchover of servers that only `service` may start and stop, by a login that is neither root nor the owner of PostgreSQL.
class ServiceSwitchoverTest {

    @TempDir
    Path directory;

    @Test
    void bothServersGoByTheirServiceAndTheWordOfOneThatLiesChangesNothing() throws Exception {
        KeyPair keys = SshKeys.generate();
        Path key = directory.resolve("id");
        SshKeys.write(keys, key);
        Path knownHosts = directory.resolve("known_hosts");
        try (ManagedCluster cluster = ManagedCluster.start(1);
                ServiceHost john = ServiceHost.open(cluster.server("john"), known(knownHosts), keys.getPublic());
                ServiceHost paul = ServiceHost.open(cluster.server("paul"), knownHosts, keys.getPublic())) {
            cluster.editConf(conf -> byService(conf, john, paul)
                    .replaceFirst("known_hosts = .*", "known_hosts = " + knownHosts)
                    .replaceFirst("ssh_key = .*", "ssh_key = " + key));
            try (ClusterEngine engine = cluster.engine()) {
                await("paul streams").until(() ->
                        "SUCCESS".equals(call(engine, "verify_all").get("result")));
                john.fault("lies");
                Map<String, Object> lied = call(engine, "manual_failover", "newmaster", "paul");
                assertEquals("FAIL", lied.get("result"), lied::toString);
                assertTrue(lied.toString().contains("the server runs"), lied::toString);
                assertEquals("f", PostgresCluster.query(cluster.server("john"), "SELECT pg_is_in_recovery()"));
                assertEquals("t", PostgresCluster.query(cluster.server("paul"), "SELECT pg_is_in_recovery()"));

                john.fault("");
                Map<String, Object> moved = call(engine, "manual_failover", "newmaster", "paul");
                assertEquals("SUCCESS", moved.get("result"), moved::toString);
                assertEquals("f", PostgresCluster.query(cluster.server("paul"), "SELECT pg_is_in_recovery()"));
                assertEquals("t", PostgresCluster.query(cluster.server("john"), "SELECT pg_is_in_recovery()"));
                assertTrue(john.lines().stream().anyMatch(l -> l.endsWith("sudo -n -- service pg-it stop")), john.lines()::toString);
                assertTrue(john.lines().stream().anyMatch(l -> l.endsWith("sudo -n -- service pg-it start")), john.lines()::toString);
            }
        }
    }

    private static Path known(Path file) throws IOException {
        return Files.writeString(file, "");
    }

    private static String byService(String conf, ServiceHost john, ServiceHost paul) {
        return conf.replaceFirst("(?s)(\\[\\[john]].*?ssh_port = )\\d+", "$1" + john.door().getPort())
                .replaceFirst("(?s)(\\[\\[paul]].*?ssh_port = )\\d+", "$1" + paul.door().getPort())
                .replaceFirst("ssh_user = .*", "ssh_user = " + ServiceHost.USER)
                .replaceFirst("restart_method = .*", "restart_method = restart_service")
                .replaceFirst(
                        "\\[plugins]", "[plugins]\n    [[restart_service]]\n        service_name = pg-it\n        timeout = 5");
    }

    private static Map<String, Object> call(ClusterEngine engine, String function, String... arguments) {
        return engine.call(
                Operator.local(), function, arguments.length == 0 ? Map.of() : Map.of(arguments[0], arguments[1]));
    }
}
