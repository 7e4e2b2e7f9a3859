package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.handyrep.testing.PostgresCluster.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import archiving.ArchiveLocalDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LocalReplica;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.PostgresSettings;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.RepositoryPlugins;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// archive_local_dir on a real server, over SSH.
class ArchiveLocalDirTest {

    private static final String NAME = "archive_local_dir";
    private static final String TEMPLATE = "archive.sh.local.template";

    private SshHost host;
    private RealTools tools;
    private Path archive;
    private Path script;
    private Path stop;
    private final ArchiveLocalDir plugin = new ArchiveLocalDir();

    @BeforeEach
    void open() {
        host = SshHost.open();
        tools = new RealTools(host);
        archive = host.directory().resolve("the archive $HOME `id` 100%f/wal");
        script = host.directory().resolve("archive it $PATH.sh");
        stop = host.directory().resolve("no more $1");
        tools.templates = Optional.of(Path.of("conf/templates").toAbsolutePath());
        tools.set(NAME, "archive_directory", archive + "/")
                .set(NAME, "archive_script_path", script.toString())
                .set(NAME, "stop_archiving_file", stop.toString());
        tools.servers.add(server(5432));
        plugin.bind(tools);
    }

    @AfterEach
    void close() {
        tools.close();
        host.close();
    }

    @Test
    void scenario21_realWalIsArchivedAndRestoredToTheLastRow() throws IOException {
        assertSaid(true, "a test file was archived", plugin.run(server(5432)));
        String command = "'" + script + "' \"%p\" \"%f\"";
        try (PostgresCluster cluster = PostgresCluster.start(
                0, Map.of("archive_mode", "on", "archive_command", command))) {
            LocalPostgres john = besideDoor(cluster.primary());
            tools.servers.clear();
            tools.servers.add(server(john));
            assertSaid(true, "read back", plugin.test());
            assertFalse(plugin.test(server(john)).details().contains("but"), plugin.test(server(john)).details());

            john.execute("CREATE TABLE t AS SELECT 1 AS n");
            PostgresSettings settings = john.settings();
            PostgresSettings target = settings.named(
                    "copy", settings.home().resolveSibling("copy"), settings.host(), LoopbackAddress.freePort(settings.host()));
            try (LocalPostgres copy = LocalReplica.copy(john, List.of(target), cluster.upstream(john)).getFirst()) {
                john.execute("INSERT INTO t VALUES (2)");
                String segment = archived(john);
                assertEquals(-1, Files.mismatch(archive.resolve(segment), target.home().resolveSibling("john/data/pg_wal/" + segment)));
                john.execute("INSERT INTO t VALUES (3)");
                archived(john);
                assertSaid(true, "the last WAL archived is 0000", plugin.poll());

                assertSaid(true, "archiving is halted by " + stop, plugin.stop());
                john.execute("INSERT INTO t VALUES (4)");
                archived(john);
                assertSaid(false, "archiving is halted by " + stop + " since 20", plugin.poll());
                john.execute("INSERT INTO t VALUES (5)");
                john.kill9();

                Path data = target.data();
                Files.delete(data.resolve("standby.signal"));
                Files.writeString(data.resolve("recovery.signal"), "");
                Files.writeString(data.resolve("postgresql.auto.conf"), plugin.recoveryline() + "\narchive_mode = off\n");
                copy.start();
                assertEquals("3", query(copy, "SELECT max(n) FROM t"));
            }
        }
        try (Stream<Path> left = Files.list(archive)) {
            assertEquals(List.of(), left.map(p -> p.getFileName().toString()).filter(n -> !n.startsWith("0000")).toList());
        }
    }

    @Test
    void whatPostgresCannotArchiveIsReported() {
        try (PostgresCluster cluster = PostgresCluster.start(
                0, Map.of("archive_mode", "on", "archive_command", "false"))) {
            LocalPostgres john = besideDoor(cluster.primary());
            tools.servers.clear();
            tools.servers.add(server(john));
            query(john, "SELECT pg_switch_wal()");
            await().until(() -> !plugin.poll().succeeded());
            assertSaid(false, "PostgreSQL could not archive 0000", plugin.poll());
            assertSaid(true, "but archive_command does not call it. Set it, and reload: archive_command = '''/", plugin.test(server(john)));
            john.stop("fast");
            assertSaid(false, "could not ask how archiving goes", plugin.poll());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "exit 0",
        "head -c 100 \"$1\" > '{{ archive_directory }}'/\"$2\"",
        "cp \"$1\" '{{ archive_directry }}'/\"$2\"",
        "exit 1"
    })
    void aScriptThatDoesNotArchiveNeverTakesThePlaceOfOneThatDoes(String body) throws IOException {
        assertSaid(true, "read back", plugin.run(server(5432)));
        String good = Files.readString(script);
        Path templates = Files.createDirectory(host.directory().resolve("templates"));
        Files.writeString(templates.resolve(TEMPLATE), "#!/bin/sh\n" + body + "\n");
        tools.templates = Optional.of(templates);
        Outcome outcome = plugin.run(server(5432));
        assertFalse(outcome.succeeded(), outcome.details());
        assertEquals(good, Files.readString(script));
        assertEquals(0, count(archive), outcome.details());
        assertFalse(Files.exists(Path.of(script + ".handyrep-trial")));
    }

    @Test
    void scenario21_aLyingScriptIsSaidToThrowWalAway() throws IOException {
        assertSaid(true, "read back", plugin.run(server(5432)));
        Files.writeString(script, "#!/bin/sh\nexit 0\n");
        assertSaid(false, "there is none: PostgreSQL would throw WAL away", plugin.test(server(5432)));
        Files.writeString(script, "#!/bin/sh\necho short > '" + archive + "'/\"$2\"\n");
        assertSaid(false, "it is different: PostgreSQL would throw WAL away", plugin.test(server(5432)));
    }

    @Test
    void theShippedScriptRefusesADifferentFileAndTakesTheSameAgain() throws Exception {
        assertSaid(true, "read back", plugin.run(server(5432)));
        Path wal = Files.writeString(host.directory().resolve("wal"), "one");
        RepositoryPlugins.permit(wal, "rw-r--r--");
        assertEquals(0, archive(wal));
        assertEquals(0, archive(wal));
        Files.writeString(wal, "two");
        assertTrue(archive(wal) != 0);
        assertEquals("one", Files.readString(archive.resolve("000000010000000000000001")));
        assertEquals(1, count(archive));
    }

    @Test
    void stoppedStaysStoppedUntilStarted() throws IOException {
        assertSaid(true, "read back", plugin.start());
        assertSaid(true, "halted", plugin.stop());
        assertTrue(Files.exists(stop));
        assertSaid(true, "halted", plugin.stop());
        assertSaid(false, "archiving is halted by", plugin.run(server(5432)));
        assertSaid(false, "archiving is halted by", plugin.test(server(5432)));
        assertTrue(Files.exists(stop));
        assertSaid(true, "read back", plugin.start());
        assertFalse(Files.exists(stop));
        assertTrue(Files.readString(script).contains("stop_file='" + stop + "'"));
        List<Act> acts = plugin.startActs(server(5432));
        assertTrue(acts.contains(new Act.Push(
                server(5432), script.toString(), Files.readString(script), RunAs.POSTGRES, "0700")));
    }

    @Test
    void recoveryLinesHoldHostileNamesAndCleanUpWhereWanted() {
        tools.set(NAME, "archive_directory", "/a b/it\"s $x 5%");
        assertEquals("restore_command = 'cp -- ''/a b/it\"s $x 5%%/%f'' \"%p\"'", plugin.recoveryline());
        tools.set(NAME, "archive_directory", "/a b").set(NAME, "archivecleanup_path", "/usr/bin/pg_archivecleanup");
        tools.set(NAME, "cleanup_archive", "False");
        assertEquals("restore_command = 'cp -- \"/a b/%f\" \"%p\"'", plugin.recoveryline());
        tools.set(NAME, "cleanup_archive", "True");
        assertEquals(
                "restore_command = 'cp -- \"/a b/%f\" \"%p\"'\n"
                        + "archive_cleanup_command = '\"/usr/bin/pg_archivecleanup\" \"/a b\" %r'",
                plugin.recoveryline());
        tools.set(NAME, "archivecleanup_path", "");
        assertSaid(false, "lacks archivecleanup_path", plugin.test());
    }

    @Test
    void valuesThatAScriptCannotHoldAreRefused() {
        Map.of("archive_directory", archive, "archive_script_path", script, "stop_archiving_file", stop).forEach((key, path) -> {
            tools.set(NAME, key, "/it's");
            assertSaid(false, key + " has a quote", plugin.run(server(5432)));
            tools.set(NAME, key, "/a\nb");
            assertSaid(false, key + " has a quote (') or a control character", plugin.stop());
            tools.set(NAME, key, "wal");
            assertSaid(false, key + " must be a full path: wal", plugin.start());
            tools.set(NAME, key, " ");
            assertSaid(false, "lacks " + key, plugin.poll());
            tools.set(NAME, key, path.toString());
        });
        assertFalse(Files.exists(script));
    }

    private int archive(Path wal) throws IOException, InterruptedException {
        List<String> words = List.of(script.toString(), wal.toString(), "000000010000000000000001");
        return new ProcessBuilder(OsUser.forPostgres().wrap(words)).start().waitFor();
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    /// The segment that was just filled, once PostgreSQL believes it archived.
    private static String archived(LocalPostgres server) {
        String segment = query(server, "SELECT pg_walfile_name(pg_switch_wal())");
        await()
                .until(() -> query(server, "SELECT last_archived_wal FROM pg_stat_archiver").equals(segment));
        return segment;
    }

    private static void assertSaid(boolean succeeded, String part, Outcome outcome) {
        assertEquals(succeeded, outcome.succeeded(), outcome.details());
        assertTrue(outcome.details().contains(part), outcome.details());
    }

    /// At the address of the door, too.
    private LocalPostgres besideDoor(LocalPostgres postgres) {
        postgres.execute("ALTER SYSTEM SET listen_addresses = '" + host.host() + "," + postgres.settings().host() + "'");
        postgres.stop("fast");
        postgres.start();
        return postgres;
    }

    private Server server(LocalPostgres postgres) {
        return server(postgres.settings().port());
    }

    private Server server(int port) {
        return new Server("john", host.host(), port, Role.MASTER, true, 1, 1, behindDoor());
    }

    private Map<String, String> behindDoor() {
        return tools.behindDoor(Map.of());
    }
}
