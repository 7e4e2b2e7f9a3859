package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.handyrep.testing.PostgresCluster.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.PostmasterLook;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.Patience;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.RepositoryPlugins;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import promotion.PromotePgCtl;
import restart.RestartPgCtl;

/// promote_pg_ctl and restart_pg_ctl on real servers, over SSH.
class PgCtlRealTest {

    /// Without the collector a server keeps whatever standard output it was started with.
    private static final Map<String, String> NO_COLLECTOR = Map.of("logging_collector", "off");

    private SshHost host;
    private RealTools tools;
    private final RestartPgCtl restart = new RestartPgCtl();
    private final PromotePgCtl promote = new PromotePgCtl();

    @BeforeEach
    void open() {
        host = SshHost.open();
        tools = new RealTools(host);
        restart.bind(tools);
        promote.bind(tools);
    }

    @AfterEach
    void close() {
        tools.close();
        host.close();
    }

    /// The one in use, the oldest and the newest.
    static Stream<PostgresBinaries> versions() {
        List<Integer> fetched = PostgresBinaries.fetchedMajors();
        return Stream.concat(
                        Stream.of(PostgresBinaries.find()),
                        Stream.of(Collections.min(fetched), Collections.max(fetched)).map(PostgresBinaries::ofMajor).flatMap(Optional::stream))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyRunModeReachesItsStateAndPromotionEndsRecovery(PostgresBinaries binaries) {
        try (PostgresCluster cluster = PostgresCluster.start(binaries, 1, NO_COLLECTOR)) {
            LocalPostgres paul = cluster.replica(1);
            Server server = server(paul, Map.of());
            tools.servers.add(server);
            assertTrue(restart.test().succeeded(), restart.test().details());
            assertTrue(promote.test().succeeded(), promote.test().details());

            assertRan("paul runs", server, RunMode.STATUS, true);
            long first = paul.postmasterPid().orElseThrow();
            assertRan("paul was restarted", server, RunMode.RESTART, true);
            assertNotEquals(first, paul.postmasterPid().orElseThrow());
            assertRan("paul was told to read its configuration again", server, RunMode.RELOAD, true);
            assertRan("paul was stopped", server, RunMode.STOP, false);
            assertFalse(paul.isRunning());
            assertRan("paul was not running", server, RunMode.STOP, false);
            assertRan("paul does not run", server, RunMode.STATUS, false);
            assertTimeout(Duration.ofSeconds(50), () -> assertRan("paul was started", server, RunMode.START, true));
            assertRan("paul was running already", server, RunMode.START, true);

            assertEquals("t", query(paul, "SELECT pg_is_in_recovery()"));
            Outcome promoted = promote.run(server);
            assertTrue(promoted.succeeded(), promoted.details());
            await().until(() -> query(paul, "SELECT pg_is_in_recovery()").equals("f"));
            Outcome again = promote.run(server);
            assertFalse(again.succeeded());
            assertTrue(again.details().contains("not in standby mode"), again.details());

            assertRan("paul was stopped", server, RunMode.FASTSTOP, false);
            assertFalse(paul.isRunning());
        }
    }

    @Test
    void whatCannotWorkSaysWhy() throws IOException {
        try (PostgresCluster cluster = PostgresCluster.start(0)) {
            LocalPostgres john = cluster.primary();
            assertFails("no data directory that pg_ctl can use", server(john, Map.of("pgdata", "/nowhere/data")));
            assertFails("could not run /nowhere/pg_ctl", server(john, Map.of("pg_ctl_path", "/nowhere/pg_ctl")));
            Server lost = server(john, Map.of("pgdata", "/nowhere/data"));
            for (RunMode mode : RunMode.values()) {
                assertFalse(restart.run(lost, mode).succeeded(), mode + " of nothing succeeded");
            }
            assertTrue(john.isRunning());

            Server server = server(john, Map.of());
            assertRan(john.name() + " was stopped", server, RunMode.STOP, false);
            Files.writeString(
                    john.settings().data().resolve("postgresql.conf"), "\nwork_mem = much\n", StandardOpenOption.APPEND);
            Outcome start = restart.run(server, RunMode.START);
            assertFalse(start.succeeded());
            assertTrue(start.details().endsWith("the server does not run"), start.details());
            assertEquals(false, start.extra().get("running"));
        }
    }

    @Test
    void aFrozenServerIsNotStopped() {
        try (PostgresCluster cluster = PostgresCluster.start(0)) {
            tools.set("restart_pg_ctl", "pg_ctl_flags", "-t 1");
            Server server = server(cluster.primary(), Map.of());
            cluster.primary().freeze();
            Outcome outcome = restart.run(server, RunMode.STOP);
            assertFalse(outcome.succeeded());
            assertTrue(outcome.details().endsWith("; the server runs"), outcome.details());
            assertTrue(outcome.details().contains("did not shut down within 1 s"), outcome.details());
            cluster.primary().thaw();
        }
    }

    /// Its checkpointer is held, as by a disk that is too slow for the last checkpoint.
    @Test
    void aServerThatIsStillStoppingIsStartedWhenThatHasEnded() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(0)) {
            LocalPostgres john = cluster.primary();
            Path calls = host.directory().resolve("calls");
            Path counting = Files.writeString(
                    host.directory().resolve("pg_ctl"),
                    "#!/bin/sh\necho \"$1\" >> '" + calls + "'\nexec '" + john.settings().binaries().program("pg_ctl") + "' \"$@\"\n");
            RepositoryPlugins.permit(counting, "rwxr-xr-x");
            RepositoryPlugins.permit(host.directory(), "rwxr-xr-x");
            Server server = server(john, Map.of("pg_ctl_path", counting.toString()));
            String checkpointer = query(john, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
            signal("STOP", checkpointer);
            tools.set("restart_pg_ctl", "pg_ctl_flags", "-t 1");
            Outcome stop = restart.run(server, RunMode.STOP);
            assertTrue(stop.details().contains("did not shut down within 1 s"), stop.details());

            tools.set("restart_pg_ctl", "pg_ctl_flags", "");
            int before = Files.readAllLines(calls).size();
            CompletableFuture<Outcome> start = CompletableFuture.supplyAsync(() -> restart.run(server, RunMode.START));
            await().atMost(Patience.LIMIT).until(() -> start.isDone() || Files.readAllLines(calls).size() > before + 2);
            signal("CONT", checkpointer);
            assertEquals("john was started", start.get().details());
            assertEquals("1", query(john, "SELECT 1"));
        }
    }

    /// Its postmaster.pid goes away between two looks at its process.
    @Test
    void aServerThatEndsWhileItIsLookedAtIsSeenAsTheFileSaidIt() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(0)) {
            LocalPostgres john = cluster.primary();
            Path file = john.settings().data().resolve("postmaster.pid");
            Path kept = host.directory().resolve("postmaster.pid");
            RepositoryPlugins.permit(Files.writeString(
                    host.directory().resolve("readlink"),
                    "#!/bin/sh\nmv postmaster.pid '" + kept + "' 2>/dev/null\nPATH=${PATH#*:} exec readlink \"$@\"\n"), "rwxr-xr-x");
            List<String> argv = PostmasterLook.look(john.settings().data().toString()).argv();
            ProcessBuilder look = new ProcessBuilder(argv);
            look.environment().put("PATH", host.directory() + ":" + System.getenv("PATH"));
            List<String> lines = Files.readAllLines(file);
            String said = new String(look.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertFalse(Files.exists(file));
            Files.move(kept, file);
            assertEquals("running " + lines.get(0) + "-" + lines.get(2) + " ready", said.strip());
        }
    }

    private static void signal(String name, String pid) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
    }

    @Test
    void aHungCommandIsCutOffAndTheStateReadAnyhow() throws IOException {
        Path hung = Files.writeString(
                host.directory().resolve("pg_ctl"), "#!/bin/sh\n[ \"$1\" = status ] || exec sleep 600\n");
        RepositoryPlugins.permit(hung, "rwxr-xr-x");
        RepositoryPlugins.permit(host.directory(), "rwxr-xr-x");
        tools.set("restart_pg_ctl", "pg_ctl_flags", "-t 0");
        Server server = new Server(
                "john", host.host(), 5432, Role.MASTER, true, 1, 1,
                tools.behindDoor(Map.of("pgdata", "/tmp", "pg_ctl_path", hung.toString())));
        Outcome outcome = assertTimeout(Patience.LIMIT, () -> restart.run(server, RunMode.STOP));
        assertFalse(outcome.succeeded());
        assertTrue(outcome.details().endsWith("; the server runs"), outcome.details());
    }

    @Test
    void startsWithAConfigurationOutsideTheDataDirectory() throws IOException {
        try (PostgresCluster cluster = PostgresCluster.start(1)) {
            LocalPostgres john = cluster.primary();
            john.stop("fast");
            Path data = john.settings().data();
            Path etc = john.settings().home().resolve("etc it's");
            john.settings().osUser().createDirectory(etc);
            Files.move(data.resolve("postgresql.conf"), etc.resolve("postgresql.conf"));
            Files.move(data.resolve("pg_hba.conf"), etc.resolve("pg_hba.conf"));
            Files.writeString(
                    etc.resolve("postgresql.conf"),
                    "\nhba_file = '" + etc.resolve("pg_hba.conf").toString().replace("'", "''") + "'\nwork_mem = '7MB'\n",
                    StandardOpenOption.APPEND);
            Server server = server(john, Map.of("pgconf", etc.toString()));
            assertRan("john was started", server, RunMode.START, true);
            assertEquals("7MB", query(john, "SHOW work_mem"));
            assertRan("john was restarted", server, RunMode.RESTART, true);
            assertEquals("7MB", query(john, "SHOW work_mem"));
        }
    }

    private void assertFails(String expected, Server server) {
        tools.servers.clear();
        tools.servers.add(server);
        for (Outcome outcome : List.of(restart.test(), promote.test())) {
            assertFalse(outcome.succeeded());
            assertTrue(outcome.details().contains(expected), outcome.details());
        }
        assertFalse(promote.run(server).succeeded());
    }

    private void assertRan(String details, Server server, RunMode mode, boolean running) {
        Outcome outcome = restart.run(server, mode);
        assertEquals(details, outcome.details());
        assertTrue(outcome.succeeded());
        assertEquals(running, outcome.extra().get("running"));
    }

    private Server server(LocalPostgres postgres, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "pgdata", postgres.settings().data().toString(),
                "pg_ctl_path", postgres.settings().binaries().program("pg_ctl")));
        settings.putAll(more);
        return new Server(
                postgres.name(), host.host(), postgres.settings().port(), Role.REPLICA, true, 1, 1, tools.behindDoor(settings));
    }
}
