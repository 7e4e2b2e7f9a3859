package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.SshKeys;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.ServicePlugin;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.ServiceHost;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import restart.RestartDaemontools;
import restart.RestartService;

/// restart_service and restart_daemontools on a real server, through programs that tell the truth and such that do not.
@SuppressWarnings("NullAway.Init")
class ServicePluginsTest {

    private PostgresCluster cluster;
    private LocalPostgres john;
    private SshHost ssh;
    private ServiceHost host;
    private RealTools tools;

    @BeforeEach
    void open() throws Exception {
        cluster = PostgresCluster.start(0);
        john = cluster.primary();
        ssh = SshHost.open();
        tools = new RealTools(ssh);
        KeyPair keys = SshKeys.generate();
        SshKeys.write(keys, ssh.directory().resolve("handy"));
        host = ServiceHost.open(john, ssh.knownHosts(), keys.getPublic());
        tools.set("restart_service", "service_name", "pg-it");
        tools.set("restart_service", "timeout", "20").set("restart_daemontools", "timeout", "20");
    }

    @AfterEach
    void close() {
        tools.close();
        host.close();
        ssh.close();
        cluster.close();
    }

    static Stream<Boolean> withAndWithoutPgdata() {
        return Stream.of(true, false);
    }

    @ParameterizedTest
    @MethodSource("withAndWithoutPgdata")
    void aServiceReachesTheStateOfEveryRunMode(boolean pgdata) throws Exception {
        RestartService plugin = bound(new RestartService());
        Server server = server(pgdata);
        assertTrue(plugin.test().succeeded(), plugin.test()::details);
        everyRunMode(plugin, server);
        assertTrue(asked("service pg-it reload"), host.lines()::toString);
    }

    @ParameterizedTest
    @MethodSource("withAndWithoutPgdata")
    void daemontoolsReachesTheStateOfEveryRunMode(boolean pgdata) throws Exception {
        RestartDaemontools plugin = bound(new RestartDaemontools());
        john.stop("fast");
        tools.set("restart_daemontools", "svcdir", host.supervise().toString());
        await().until(() -> running(plugin, server(true)));
        Server server = server(pgdata);
        assertTrue(plugin.test().succeeded(), plugin.test()::details);
        everyRunMode(plugin, server);
    }

    /// A session is open at each stop: only a fast shutdown does not wait for its end.
    private void everyRunMode(ServicePlugin plugin, Server server) throws Exception {
        assertRan(plugin, "john runs", server, RunMode.STATUS, true);
        assertRan(plugin, "john was running already", server, RunMode.START, true);
        long first = john.postmasterPid().orElseThrow();
        try (Connection open = john.connect()) {
            assertTrue(open.isValid(1));
            assertRan(plugin, "john was restarted", server, RunMode.RESTART, true);
        }
        assertNotEquals(first, john.postmasterPid().orElseThrow());
        PostgresCluster.awaitAnswer(john, "SELECT 1", "1");
        john.execute("ALTER SYSTEM SET work_mem = '7MB'");
        assertRan(plugin, "john was told to read its configuration again", server, RunMode.RELOAD, true);
        assertEquals("7MB", PostgresCluster.query(john, "SHOW work_mem"));
        try (Connection open = john.connect()) {
            assertTrue(open.isValid(1));
            assertRan(plugin, "john was stopped", server, RunMode.STOP, false);
        }
        assertFalse(john.isRunning());
        assertRan(plugin, "john was not running", server, RunMode.STOP, false);
        assertRan(plugin, "john does not run", server, RunMode.STATUS, false);
        assertFalse(plugin.run(server, RunMode.RELOAD).succeeded());
        assertRan(plugin, "john was started", server, RunMode.START, true);
        PostgresCluster.awaitAnswer(john, "SELECT 1", "1");
        assertRan(plugin, "john was stopped", server, RunMode.FASTSTOP, false);
        assertFalse(john.isRunning());
        assertRan(plugin, "john was restarted", server, RunMode.RESTART, true);
    }

    @Test
    void faststopIsImmediateWhereTheDataDirectoryIsKnown() throws Exception {
        RestartService plugin = bound(new RestartService());
        assertRan(plugin, "john was stopped", server(true), RunMode.FASTSTOP, false);
        assertFalse(controlState().contains("shut down"), this::controlState);
        assertRan(plugin, "john was started", server(true), RunMode.START, true);
        assertRan(plugin, "john was stopped", server(true), RunMode.STOP, false);
        assertTrue(controlState().contains("shut down"), this::controlState);
    }

    /// A number in postmaster.pid that another process has by now must neither be signalled nor be taken for PostgreSQL.
    @Test
    void aReusedProcessNumberIsNotThePostmaster() throws Exception {
        RestartService plugin = bound(new RestartService());
        john.stop("fast");
        Process other = new ProcessBuilder(john.settings().osUser().wrap(List.of("sleep", "60"))).start();
        try {
            Files.writeString(john.settings().data().resolve("postmaster.pid"), other.pid() + "\n/data\n1\n1\n\n\n\nready\n");
            host.fault("lies");
            assertRan(plugin, "john does not run", server(true), RunMode.STATUS, false);
            assertRan(plugin, "john was not running", server(true), RunMode.FASTSTOP, false);
            assertTrue(other.isAlive());
        } finally {
            other.destroy();
            Files.deleteIfExists(john.settings().data().resolve("postmaster.pid"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hazard63_aServiceThatLiesIsFoundOut(boolean pgdata) {
        RestartService plugin = bound(new RestartService());
        Server server = server(pgdata);
        host.fault("lies");
        tools.set("restart_service", "timeout", "1");
        String before = "john: the command reported success; the server ";
        assertMissed(plugin, before + "runs", server, RunMode.STOP, true);
        assertMissed(plugin, before + "runs as before", server, RunMode.RESTART, true);
        assertMissed(plugin, "john did not read its configuration again, though the command reported success", server, RunMode.RELOAD, true);
        john.stop("fast");
        assertMissed(plugin, before + "does not run", server, RunMode.START, false);
        assertMissed(plugin, before + "does not run", server, RunMode.RESTART, false);
    }

    @Test
    void hazard63_whatIsSeenCountsNotTheExitStatus() {
        RestartService plugin = bound(new RestartService());
        host.fault("slow");
        assertRan(plugin, "john was stopped", server(true), RunMode.STOP, false);
        assertRan(plugin, "john was started", server(true), RunMode.START, true);
        host.fault("grumbles");
        assertRan(plugin, "john was stopped", server(true), RunMode.STOP, false);
        host.fault("fails");
        assertMissed(plugin, "john: service: exit status 1: Job for pg-it failed.; the server does not run", server(true), RunMode.START, false);
        host.fault("");
        assertRan(plugin, "john was started", server(true), RunMode.START, true);
        host.fault("revives");
        assertMissed(
                plugin,
                "john was stopped and runs again: something starts it whenever it stops; end that first",
                server(true), RunMode.STOP, true);
    }

    @Test
    void hazard63_daemontoolsIsNotBelievedEither() throws Exception {
        RestartDaemontools plugin = bound(new RestartDaemontools());
        john.stop("fast");
        tools.set("restart_daemontools", "svcdir", host.supervise().toString());
        Server server = server(true);
        await().until(() -> running(plugin, server));
        host.fault("lies");
        tools.set("restart_daemontools", "timeout", "1");
        assertMissed(plugin, "john: the command reported success; the server runs", server, RunMode.STOP, true);
        assertMissed(plugin, "john: the command reported success; the server runs as before", server, RunMode.RESTART, true);
        host.fault("revives");
        Outcome stopped = plugin.run(server, RunMode.STOP);
        assertFalse(stopped.succeeded(), stopped::details);
        assertEquals(true, stopped.extra().get("running"));
    }

    @Test
    void theTestSaysWhatIsMissing() {
        RestartService service = bound(new RestartService());
        RestartDaemontools daemontools = bound(new RestartDaemontools());
        tools.set("restart_service", "service_name", "no-such");
        server(true);
        assertTestFails(service, "there is no service no-such that service could tell of: exit status 4: no-such: unrecognized service");
        tools.set("restart_service", "service_name", "--help");
        assertTestFails(service, "is no name of a service");
        tools.set("restart_service", "service_name", "");
        assertTestFails(service, "lacks service_name");
        tools.set("restart_daemontools", "svcdir", "/nowhere/it");
        assertTestFails(daemontools, "nothing looks after /nowhere/it");
        tools.set("restart_daemontools", "svcdir", "it");
        assertTestFails(daemontools, "is no absolute path");
        tools.set("restart_service", "service_name", "pg-it");
        host.forbidRoot();
        assertTestFails(service, "may not become root by sudo without a password");
        assertTrue(john.isRunning());
    }

    @Test
    void theActsAreShownAndAServerMayHaveAServiceOfItsOwn() {
        RestartService plugin = bound(new RestartService());
        Server own = new Server(
                "john", host.postgres().settings().host(), 1, Role.MASTER, true, 1, 1, 
                Map.of("service_name", "its $(own)", "pgdata", "/data", "ssh_user", ServiceHost.USER));
        assertEquals(
                List.of("john: cd / && LC_ALL=C sudo -n -- service 'its $(own)' stop"),
                shown(plugin, own, RunMode.STOP));
        List<String> fast = shown(plugin, own, RunMode.FASTSTOP);
        assertEquals(2, fast.size());
        assertTrue(fast.getFirst().contains("kill -QUIT"), fast::toString);
        assertTrue(fast.getLast().endsWith("service 'its $(own)' stop"), fast::toString);
    }

    private List<String> shown(ServicePlugin plugin, Server server, RunMode mode) {
        return plugin.acts(server, mode).stream().map((Act act) -> Acts.preview(tools, act)).toList();
    }

    private <T extends ServicePlugin> T bound(T plugin) {
        plugin.bind(tools);
        return plugin;
    }

    private Server server(boolean pgdata) {
        Map<String, String> settings = host.settings(ssh.directory().resolve("handy"));
        if (pgdata) {
            settings.put("pgdata", john.settings().data().toString());
        }
        Server server = new Server(
                "john", john.settings().host(), john.settings().port(), Role.MASTER, true, 1, 1, settings);
        tools.servers.clear();
        tools.servers.add(server);
        return server;
    }

    private boolean asked(String command) {
        return host.lines().stream().anyMatch(l -> l.endsWith(command));
    }

    private static boolean running(ServicePlugin plugin, Server server) {
        return Boolean.TRUE.equals(plugin.run(server, RunMode.STATUS).extra().get("running"));
    }

    private String controlState() {
        try {
            Path file = john.settings().data().resolve("global/pg_control");
            return ControlData.parse(Files.readAllBytes(file)).orElseThrow().state();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRan(ServicePlugin plugin, String details, Server server, RunMode mode, boolean running) {
        Outcome outcome = plugin.run(server, mode);
        assertEquals(details, outcome.details());
        assertTrue(outcome.succeeded());
        assertEquals(running, outcome.extra().get("running"));
    }

    private static void assertMissed(ServicePlugin plugin, String details, Server server, RunMode mode, boolean running) {
        Outcome outcome = plugin.run(server, mode);
        assertEquals(details, outcome.details());
        assertFalse(outcome.succeeded());
        assertEquals(running, outcome.extra().get("running"));
    }

    private static void assertTestFails(ServicePlugin plugin, String details) {
        Outcome outcome = plugin.test();
        assertFalse(outcome.succeeded());
        assertTrue(outcome.details().contains(details), outcome::details);
    }
}
