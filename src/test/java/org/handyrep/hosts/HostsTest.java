package org.handyrep.hosts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.handyrep.testing.Needs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The hosts themselves: without this, a test on them could fail for reasons of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostsTest {

    private final Hosts hosts = Hosts.start();

    @BeforeAll
    void bothReplicasStream() {
        await().until(() -> streaming() == 2);
    }

    @AfterAll
    void stop() {
        hosts.close();
    }

    @Test
    void aRowReachesBothReplicas() {
        hosts.sql("john", "INSERT INTO songs VALUES ('Help!')");
        for (String replica : List.of("paul", "george")) {
            await().until(() -> hosts.sql(replica, "SELECT title FROM songs").equals("Help!"));
            assertEquals("t", hosts.sql(replica, "SELECT pg_is_in_recovery()"));
        }
    }

    @Test
    void theSshUserMayBecomePostgresAndNobodyElse(@TempDir Path directory) throws Exception {
        String ssh = Needs.tool("ssh").toString();
        Path conf = hosts.confFile(directory);
        for (String name : hosts.names()) {
            assertEquals("handyrep", ssh(ssh, conf, name, "id -un"));
            assertEquals("postgres", ssh(ssh, conf, name, "sudo -n -u postgres id -un"));
            assertEquals("refused", ssh(ssh, conf, name, "sudo -n id -un 2>&1 | grep -q password && echo refused"));
        }
    }

    @Test
    void aKilledPostgresLeavesItsHostAlive() {
        hosts.host("george").killPostgres();
        assertNotEquals(0, hosts.host("george").tryRun("postgres", "pg_isready -q").getExitCode());
        assertEquals("george", hosts.host("george").run("root", "hostname"));
        hosts.host("george").startPostgres();
        await().until(() -> streaming() == 2);
    }

    @Test
    void aHostComesBackUnderItsAddress() {
        Host paul = hosts.host("paul");
        paul.kill();
        paul.powerOn();
        assertEquals(paul.address(), paul.run("root", "hostname -i"));
        paul.startPostgres();
        paul.disconnect();
        assertFalse(paul.run("root", "hostname -I").contains(paul.address()));
        paul.connect();
        await().until(() -> streaming() == 2);
    }

    private int streaming() {
        return Integer.parseInt(hosts.sql("john", "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"));
    }

    private String ssh(String program, Path conf, String name, String line) throws Exception {
        List<String> command = new ArrayList<>(List.of(program, "-F", "none", "-i", conf.resolveSibling("id_ed25519").toString()));
        command.addAll(List.of("-o", "BatchMode=yes", "-o", "UserKnownHostsFile=" + conf.resolveSibling("known_hosts")));
        command.addAll(List.of("-o", "StrictHostKeyChecking=yes", "handyrep@" + hosts.host(name).address(), line));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String answer = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
        assertEquals(true, process.waitFor(60, TimeUnit.SECONDS), "ssh ends");
        return answer;
    }
}
