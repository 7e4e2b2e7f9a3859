package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import extra.HaproxyUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.demo.OsUser;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.Needs;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// haproxy_update with a real haproxy before real servers.
@SuppressWarnings("NullAway.Init")
class HaproxyUpdateTest {

    private static final String SECTION = "haproxy_update";

    private final HaproxyUpdate plugin = new HaproxyUpdate();
    private PostgresCluster postgres;
    private SshHost host;
    private RealTools tools;
    private Path config;
    private Path pidFile;
    private Server proxy;
    private int readPort;

    @BeforeEach
    void open() {
        Path program = Needs.tool("haproxy");
        postgres = PostgresCluster.start(1);
        host = SshHost.open();
        tools = new RealTools(host);
        tools.templates = Optional.of(Path.of("conf/templates"));
        config = host.directory().resolve("haproxy.cfg");
        pidFile = host.directory().resolve("haproxy.pid");
        readPort = LoopbackAddress.freePort("127.0.0.1");
        proxy = new Server(
                "gate", "127.0.0.1", LoopbackAddress.freePort("127.0.0.1"), Role.PROXY, true, 999, 1000,
                tools.behindDoor(Map.of()));
        roles("john");
        tools.set(SECTION, "config_location", config.toString())
                .set(SECTION, "owner", host.user())
                .set(SECTION, "haproxy_bin", program.toString())
                .set(SECTION, "reload", "sf")
                .set(SECTION, "pid_file", pidFile.toString())
                .set(SECTION, "slave_pool_port", String.valueOf(readPort));
        plugin.bind(tools);
    }

    @AfterEach
    void close() throws IOException {
        if (Files.exists(pidFile)) {
            for (String pid : Files.readString(pidFile).strip().split("\\s+")) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        tools.close();
        host.close();
        postgres.close();
    }

    private void roles(String primary) {
        tools.servers.clear();
        tools.servers.add(proxy);
        for (LocalPostgres server : postgres.servers()) {
            boolean isPrimary = server.name().equals(primary);
            tools.servers.add(new Server(
                    server.name(), server.settings().host(), server.settings().port(),
                    isPrimary ? Role.MASTER : Role.REPLICA, true, 1, 1000, Map.of()));
        }
    }

    private Server server(String name) {
        return tools.servers.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    /// As an administrator starts it, on the file that the plugin wrote.
    private void startHaproxy(String... mode) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Needs.tool("haproxy").toString(), "-D", "-p", pidFile.toString(), "-f", config.toString()));
        words.addAll(List.of(mode));
        Process process = new ProcessBuilder(OsUser.forPostgres().wrap(words)).inheritIO().start();
        assertEquals(0, process.waitFor());
        await().until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
    }

    private void writeFirstFile() {
        for (Act act : plugin.routeActs(server("john"), List.of(server("paul"))).subList(0, 2)) {
            Outcome outcome = Acts.perform(tools, act);
            assertTrue(outcome.succeeded(), outcome::details);
        }
    }

    private String writesTo() {
        ProxyState state = plugin.look(proxy);
        return state.writesTo().orElse("nowhere: " + state.problem());
    }

    @Test
    void pointsHaproxyAtTheNewPrimaryAndProvesItByASession() throws Exception {
        writeFirstFile();
        startHaproxy();
        await().until(() -> writesTo().equals("john"));
        ProxyState.Route reads = plugin.look(proxy).routes().get(1);
        assertEquals(Optional.of("paul"), reads.server());
        assertFalse(reads.writable());
        assertTrue(plugin.test().succeeded(), plugin.test()::details);
        assertTrue(plugin.poll(Optional.empty()).succeeded());

        postgres.server("john").kill9();
        postgres.server("paul").execute("SELECT pg_promote()");
        Outcome moved = plugin.route(server("paul"), List.of());
        assertEquals("gate now leads to paul", moved.details());
        assertEquals("paul", writesTo());
        assertEquals(Optional.of("paul"), plugin.look(proxy).routes().get(1).server(), "the primary while there is no replica");

        roles("paul");
        Outcome again = plugin.run(List.of());
        assertEquals("gate now leads to paul", again.details(), "as an extra failover command");
        assertFalse(plugin.run(List.of("another")).succeeded(), "a proxy that is not there");
    }

    @Test
    void aMasterProcessReloadsAtASignal() throws Exception {
        tools.set(SECTION, "reload", "usr2");
        writeFirstFile();
        startHaproxy("-W");
        await().until(() -> writesTo().equals("john"));
        postgres.server("john").kill9();
        postgres.server("paul").execute("SELECT pg_promote()");
        Outcome moved = plugin.run(Optional.of(server("paul")));
        assertTrue(moved.succeeded(), moved::details);
        assertEquals("paul", writesTo());
    }

    @Test
    void aFileThatHaproxyRefusesReplacesNothing() throws Exception {
        writeFirstFile();
        startHaproxy();
        await().until(() -> writesTo().equals("john"));
        String before = Files.readString(config);
        Path templates = Files.createDirectory(host.directory().resolve("templates"));
        Files.writeString(templates.resolve("broken"), "listen x\n    no such thing\n");
        tools.templates = Optional.of(templates);
        tools.set(SECTION, "template", "broken");
        Outcome refused = plugin.route(server("paul"), List.of());
        assertFalse(refused.succeeded());
        assertEquals(List.of("gate"), refused.extra().get("failed"));
        assertEquals(before, Files.readString(config));
        try (var files = Files.list(host.directory())) {
            assertTrue(files.noneMatch(f -> f.toString().endsWith("try") || f.toString().endsWith("-new")));
        }
        assertEquals("john", writesTo(), "haproxy goes on as before");
        Outcome test = plugin.test();
        assertTrue(test.details().contains("haproxy refuses the file"), test::details);
    }

    @Test
    void aReloadAfterWhichThePrimaryIsNotReachedIsAFailure() throws Exception {
        tools.set(SECTION, "reload", "command").set(SECTION, "reload_command", "true 'and nothing'");
        writeFirstFile();
        startHaproxy();
        await().until(() -> writesTo().equals("john"));
        Outcome claimed = plugin.route(server("paul"), List.of());
        assertFalse(claimed.succeeded(), "haproxy still leads to john, whatever its reload said");
        assertTrue(claimed.details().contains("it leads to john"), claimed::details);
    }

    @Test
    void aTemplateOfTheUsersGetsTheNamesItKnows() throws Exception {
        Path templates = Files.createDirectory(host.directory().resolve("templates"));
        Files.writeString(
                templates.resolve("haproxy_pg.conf.template"),
                "{{ pool_port }} {{ master_pool_port }} {{ slave_pool_port}} {{ pg_port }} {{ master_server }}"
                        + "{% for slave in slave_servers %} slave_{{ slave }}{% endfor %}\n");
        tools.templates = Optional.of(templates);
        tools.set(SECTION, "haproxy_template", "haproxy_pg.conf.template")
                .set(SECTION, "pool_port", "1")
                .set(SECTION, "master_pool_port", "2")
                .set(SECTION, "slave_pool_port", "3");
        Act.Push push = (Act.Push) plugin.acts(List.of()).getFirst();
        assertEquals("1 2 3 " + server("john").port() + " john slave_paul", push.content());
    }

    @Test
    void aServerThatWouldWriteMoreThanItsNameIsRefused() {
        tools.servers.add(new Server(
                "eve", "127.0.0.1:1\n  stats admin if TRUE", 5432, Role.REPLICA, true, 1, 1000, Map.of()));
        Outcome refused = plugin.run(List.of());
        assertFalse(refused.succeeded());
        assertTrue(refused.details().contains("haproxy cannot name the server eve"), refused::details);
        assertFalse(Files.exists(config));
    }
}
