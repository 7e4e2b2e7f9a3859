package org.handyrep.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.EngineOpener;
import org.handyrep.engine.OpenResult;
import org.handyrep.engine.Operator;
import org.handyrep.engine.PluginFolder;
import org.handyrep.remote.HostKeyQuestion;
import org.handyrep.testing.RepositoryPlugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way on three hosts that are not this process: real OpenSSH, a login of its own, sudo, Debian's PostgreSQL.
class HostsJourneyTest {

    private static final Operator ANNA = Operator.local();
    private static final String TABLESPACE = "/var/lib/postgresql/space";

    @TempDir
    Path directory;

    @Test
    void switchesOverThenFailsOverAfterTheNewPrimaryIsKilledAndRewindsThatOne() throws Exception {
        try (Hosts hosts = Hosts.start();
                ClusterEngine engine = open(hosts.confFile(directory))) {
            Awaitility.await("replicas stream").until(() ->
                    "SUCCESS".equals(engine.call(ANNA, "verify_all", Map.of()).get("result")));
            moveToATablespace(hosts);
            hosts.sql("john", "INSERT INTO songs VALUES ('Help')");

            expectSuccess(engine.call(ANNA, "manual_failover", Map.of("newmaster", "paul")));
            assertEquals("Help", hosts.sql("paul", "SELECT title FROM songs"), "nothing is lost");
            assertEquals("f", hosts.sql("paul", "SELECT pg_is_in_recovery()"));
            assertEquals("2", streaming(hosts, "paul"));
            assertEquals("healthy", engine.call(ANNA, "get_cluster_status", Map.of("verify", "True")).get("status"));

            hosts.host("paul").killPostgres();
            Map<String, Object> verdict = engine.call(ANNA, "verify_all", Map.of());
            assertEquals("FAIL", verdict.get("result"), verdict::toString);
            assertTrue(String.valueOf(verdict.get("details")).contains("paul"), verdict::toString);
            Awaitility.await("its host proves that it is down").until(() -> String.valueOf(
                            engine.call(ANNA, "verify_all", Map.of()).get("details"))
                    .startsWith("PostgreSQL does not run on paul"));

            expectSuccess(engine.call(ANNA, "manual_failover", Map.of("newmaster", "george")));
            assertEquals("f", hosts.sql("george", "SELECT pg_is_in_recovery()"));
            assertEquals("1", streaming(hosts, "george"));
            assertEquals("Help", hosts.sql("george", "SELECT title FROM songs"));

            writesAlone(hosts.host("paul"));
            expectSuccess(engine.call(ANNA, "rejoin", Map.of("replicaserver", "paul", "how", "rewind", "confirm", "paul")));
            assertEquals("2", streaming(hosts, "george"));
            assertEquals("t", hosts.sql("paul", "SELECT pg_is_in_recovery()"));
            assertEquals("Help", hosts.sql("paul", "SELECT title FROM songs"));
            assertEquals("0", hosts.sql("paul", "SELECT count(*) FROM pg_class WHERE relname = 'only_paul'"));
            assertEquals("/etc/postgresql/15/main/postgresql.conf", hosts.sql("paul", "SHOW config_file"), "Debian's, outside of the data directory");
            assertEquals("1", hosts.host("paul").run("postgres", "ls " + TABLESPACE + " | wc -l"), "the tablespace is where it was");
        }
    }

    private static void moveToATablespace(Hosts hosts) {
        hosts.names().forEach(name -> hosts.host(name).run("root", "install -d -o postgres -g postgres " + TABLESPACE));
        hosts.sql("john", "CREATE TABLESPACE space LOCATION '" + TABLESPACE + "'");
        hosts.sql("john", "ALTER TABLE songs SET TABLESPACE space");
    }

    /// It comes up as the primary that it was, writes what nobody receives, and crashes again.
    private static void writesAlone(Host host) {
        host.run("postgres", "rm /var/lib/postgresql/15/main/standby.signal");
        host.startPostgres();
        host.sql("UPDATE songs SET title = 'Yesterday'");
        host.sql("CREATE TABLE only_paul TABLESPACE space AS SELECT generate_series(1, 1000) AS n");
        host.killPostgres();
    }

    @Test
    void switchesOverByDebiansServiceAsRoot() throws Exception {
        try (Hosts hosts = Hosts.start()) {
            for (String name : hosts.names()) {
                hosts.host(name).run("root", "echo 'handyrep ALL=(root) NOPASSWD: /usr/sbin/service postgresql *, /usr/bin/true'"
                        + " > /etc/sudoers.d/service && chmod 440 /etc/sudoers.d/service");
            }
            Path conf = hosts.confFile(directory);
            Files.writeString(conf, Files.readString(conf)
                    .replace("restart_method = restart_pg_ctl", "restart_method = restart_service")
                    .replace("[plugins]", "[plugins]\n[[restart_service]]\nservice_name = postgresql"));
            try (ClusterEngine engine = open(conf)) {
                Awaitility.await("replicas stream").until(() ->
                        "SUCCESS".equals(engine.call(ANNA, "verify_all", Map.of()).get("result")));
                expectSuccess(engine.call(ANNA, "manual_failover", Map.of("newmaster", "paul")));
                assertEquals("2", streaming(hosts, "paul"));
                assertEquals("t", hosts.sql("john", "SELECT pg_is_in_recovery()"));
                for (String function : List.of("restart", "reload", "shutdown", "startup")) {
                    expectSuccess(engine.call(ANNA, function, Map.of("servername", "john")));
                }
                Awaitility.await().until(() -> streaming(hosts, "paul").equals("2"));
            }
        }
    }

    private static String streaming(Hosts hosts, String primary) {
        return hosts.sql(primary, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'");
    }

    private static void expectSuccess(Map<String, Object> rd) {
        assertEquals("SUCCESS", rd.get("result"), () -> rd.toString());
    }

    private ClusterEngine open(Path conf) throws Exception {
        PluginFolder plugins = PluginFolder.open(RepositoryPlugins.copyTo(directory.resolve("plugins")));
        OpenResult result = new EngineOpener(plugins, HostKeyQuestion.REFUSE).open(conf);
        return assertInstanceOf(OpenResult.Opened.class, result, () -> result.toString()).engine();
    }
}
