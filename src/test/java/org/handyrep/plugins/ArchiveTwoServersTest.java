package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.handyrep.testing.PostgresCluster.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import archiving.ArchiveTwoServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.demo.OsUser;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;
import org.handyrep.testing.FakeTools;
import org.handyrep.testing.Needs;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.RepositoryPlugins;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// archive_two_servers between two SSH doors, with OpenSSH's own client in the script.
class ArchiveTwoServersTest {

    private static final String NAME = "archive_two_servers";
    private static final String TEMPLATE = "archive.sh.remote.template";

    private SshHost here;
    private SshHost there;
    private RealTools tools;
    private Path archive;
    private Path script;
    private Path stop;
    private final ArchiveTwoServers plugin = new ArchiveTwoServers();

    @BeforeEach
    void open() throws IOException {
        Needs.tool("ssh");
        // PostgreSQL listens there too, on a port that nobody else may have.
        here = SshHost.open(LoopbackAddress.of(80, ThreadLocalRandom.current().nextInt(1, 250), 11));
        there = SshHost.open();
        tools = new RealTools(here);
        Files.writeString(here.knownHosts(), Files.readString(there.knownHosts()), StandardOpenOption.APPEND);
        archive = there.directory().resolve("archive $HOME `id`");
        script = here.directory().resolve("archive.sh");
        stop = here.directory().resolve("no archiving");
        tools.templates = Optional.of(templates());
        tools.options.put("failover.fail_retries", "1");
        tools.options.put("failover.fail_retry_interval", "0");
        tools.set(NAME, "archive_directory", archive.toString())
                .set(NAME, "archive_script_path", script.toString())
                .set(NAME, "stop_archiving_file", stop.toString());
        plugin.bind(tools);
        servers(5432);
    }

    @AfterEach
    void close() {
        tools.close();
        here.close();
        there.close();
    }

    @Test
    void realWalGoesToTheOtherHostAndComesBackByteByByte() throws IOException {
        Outcome run = plugin.run(tools.servers.getFirst());
        assertSaid(true, "archived to " + archive + " on paul and read back", run);
        try (PostgresCluster cluster = PostgresCluster.start(
                0, Map.of("archive_mode", "on", "archive_command", script + " \"%p\" \"%f\""))) {
            LocalPostgres john = cluster.primary();
            besideDoor(john);
            String segment = query(john, "SELECT pg_walfile_name(pg_switch_wal())");
            await()
                    .until(() -> query(john, "SELECT last_archived_wal FROM pg_stat_archiver").equals(segment));
            Path back = here.directory().resolve("back");
            String command = plugin.recoveryline()
                    .replaceFirst("restore_command = '(.*)'", "$1")
                    .replace("''", "'")
                    .replace("%f", segment)
                    .replace("%p", back.toString());
            tools.shell(tools.servers.getLast()).run(Command.of("sh", "-c", command));
            assertEquals(-1, Files.mismatch(john.settings().data().resolve("pg_wal").resolve(segment), back));
        }
    }

    @ParameterizedTest
    @CsvSource({"False,false", "True,true"})
    void aReplicaThatDoesNotAnswerEndsArchivingOnlyWhereThatIsWanted(String setting, boolean off) {
        tools.set(NAME, "disable_on_fail", setting);
        try (PostgresCluster cluster =
                PostgresCluster.start(0, Map.of("archive_mode", "on", "archive_command", "true"))) {
            besideDoor(cluster.primary());
            assertSaid(true, "john: ", plugin.poll());
            there.door().close();
            Outcome lost = plugin.poll();
            assertSaid(false, "paul does not answer by ssh", lost);
            assertEquals(off, Files.exists(stop), lost.details());
            if (off) {
                assertTrue(lost.details().contains("archiving was switched off, as disable_on_fail says"), lost.details());
                assertTrue(lost.details().matches(".*halted by .* since 20.*start_archiving starts it again.*"), lost.details());
                Outcome again = plugin.poll();
                assertSaid(false, "halted", again);
                assertTrue(again.details().contains("paul does not answer by ssh"), again.details());
                assertFalse(plugin.start().succeeded());
                assertTrue(Files.exists(stop));
            } else {
                assertTrue(lost.details().contains("WAL piles up on john"), lost.details());
            }
        }
    }

    /// As after a failover, when the old primary is out and the script still names it.
    @Test
    void aPrimaryThatIsLeftAloneEndsArchivingWhereThatIsWanted() {
        tools.set(NAME, "disable_on_fail", "True");
        try (PostgresCluster cluster =
                PostgresCluster.start(0, Map.of("archive_mode", "on", "archive_command", "true"))) {
            besideDoor(cluster.primary());
            tools.servers.replaceAll(s -> s.isMaster() ? s : s.withEnabled(false));
            assertSaid(false, "there is no other one to archive to", plugin.poll());
            assertTrue(Files.exists(stop));
        }
    }

    @Test
    void whenNoHostAnswersNothingIsDone() {
        tools.set(NAME, "disable_on_fail", "True");
        there.door().close();
        here.door().close();
        assertSaid(false, "the fault may be on this side, so archiving was left as it is", plugin.poll());
        assertFalse(Files.exists(stop));
    }

    @Test
    void moreOrFewerThanTwoServersAreRefused() {
        Server george = server("george", there, 5434, Role.REPLICA);
        tools.servers.add(george.withEnabled(false));
        assertSaid(true, "read back", plugin.run(tools.servers.getFirst()));
        tools.servers.removeLast();
        tools.servers.add(george);
        for (Outcome outcome : List.of(
                plugin.run(tools.servers.getFirst()), plugin.poll(), plugin.test(), plugin.start())) {
            assertSaid(false, "john: archive_two_servers works with two enabled servers, and there are 3 (paul, george besides)", outcome);
        }
        assertEquals(List.of(), plugin.acts(tools.servers.getFirst()));
        tools.servers.subList(1, 3).clear();
        assertSaid(false, "there is no other one to archive to", plugin.run(tools.servers.getFirst()));
    }

    @Test
    void startingRemovesTheStopFileOfAFormerPrimaryToo() {
        FakeTools fake = new FakeTools();
        fake.servers.addAll(tools.servers);
        fake.plugins.putAll(tools.plugins);
        Set<String> archived = new HashSet<>();
        fake.onServers = (server, command) -> {
            List<String> words = command.argv();
            archived.removeIf(name -> words.getFirst().equals("rm") && words.getLast().endsWith("/" + name));
            boolean again = words.size() > 5 && words.get(2).contains("mktemp") && !archived.add(words.get(5));
            return FakeTools.exited(words.contains("handyrep-look") ? 3 : again ? 1 : 0, "");
        };
        plugin.bind(fake);
        assertSaid(true, "read back", plugin.start());
        List<Act> removals = tools.servers.stream()
                .<Act>map(s -> new Act.Run(s, Command.of("rm", "-f", "--", stop.toString()).as(RunAs.POSTGRES)))
                .toList();
        assertTrue(fake.commands.containsAll(removals), fake.commands.toString());
        assertTrue(plugin.startActs(tools.servers.getFirst()).containsAll(removals));
        assertEquals(List.of(new Act.Run(
                tools.servers.getFirst(), Command.of("touch", "--", stop.toString()).as(RunAs.POSTGRES))),
                plugin.stopActs(tools.servers.getFirst()));
    }

    @Test
    void theScriptNamesTheOtherHostNotTheOtherServer() throws IOException {
        assertSaid(true, "read back", plugin.start());
        assertTrue(Files.readString(script).contains("host='127.0.0.1'"));
        Server odd = new Server("paul", "it's", 5433, Role.REPLICA, true, 1, 1, tools.servers.getLast().settings());
        tools.servers.removeLast();
        tools.servers.add(odd);
        assertSaid(false, "the host name of paul has a quote", plugin.run(tools.servers.getFirst()));
    }

    @Test
    void aScriptThatOverwritesWorksAsItDidWithAWarning() throws IOException {
        archive = there.directory().resolve("plain");
        tools.set(NAME, "archive_directory", archive.toString());
        assertSaid(true, "read back", plugin.run(tools.servers.getFirst()));
        String ssh = Files.readString(templates().resolve(TEMPLATE)).lines()
                .filter(l -> l.startsWith("exec ssh"))
                .findFirst()
                .orElseThrow();
        Path overwriting = Files.createDirectory(here.directory().resolve("overwriting"));
        Files.writeString(overwriting.resolve(TEMPLATE), "#!/bin/sh\ntest -f '{{ noarchivefile }}' && exit 0\nhost='{{ archive_host }}'\n"
                + ssh.replace("set -eu", "cat > '{{ archive_dir }}/$2'\" < \"$1\"\n"));
        tools.templates = Optional.of(overwriting);
        assertSaid(true, "does not refuse a different file", plugin.run(tools.servers.getFirst()));
        assertTrue(Files.readString(script).contains("cat > '" + archive));
    }

    @Test
    void replicasCleanUpWhereTheProgramIsKnown() {
        tools.set(NAME, "archive_directory", "/a");
        assertEquals("restore_command = 'cp -- \"/a/%f\" \"%p\"'", plugin.recoveryline());
        tools.set(NAME, "archivecleanup_path", "/usr/bin/pg_archivecleanup");
        assertTrue(plugin.recoveryline().endsWith(
                "\narchive_cleanup_command = '\"/usr/bin/pg_archivecleanup\" \"/a\" %r'"));
    }

    /// The shipped template, with the port and the key that the owner's `~/.ssh/config` would have.
    private Path templates() throws IOException {
        Path key = mine("key", Files.readString(there.keyFile()));
        Path known = mine("known", Files.readString(there.knownHosts()));
        Path config = mine("config", "Host *\n  Port " + there.port() + "\n  User " + there.user() + "\n  IdentityFile " + key
                + "\n  IdentitiesOnly yes\n  UserKnownHostsFile " + known + "\n  StrictHostKeyChecking yes\n");
        Path templates = Files.createDirectories(here.directory().resolve("templates"));
        Files.writeString(
                templates.resolve(TEMPLATE),
                Files.readString(Path.of("conf/templates", TEMPLATE)).replace("exec ssh ", "exec ssh -F " + config + " "));
        return templates;
    }

    private Path mine(String name, String text) throws IOException {
        Path file = Files.writeString(here.directory().resolve(name), text);
        RepositoryPlugins.permit(file, "rw-------");
        return Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService()
                .lookupPrincipalByName(OsUser.forPostgres().name()));
    }

    /// At the address of the doors, too.
    private void besideDoor(LocalPostgres postgres) {
        postgres.execute("ALTER SYSTEM SET listen_addresses = '" + here.host() + "," + postgres.settings().host() + "'");
        postgres.stop("fast");
        postgres.start();
        servers(postgres.settings().port());
    }

    private void servers(int port) {
        tools.servers.clear();
        tools.servers.add(server("john", here, port, Role.MASTER));
        tools.servers.add(server("paul", there, 5433, Role.REPLICA));
    }

    private Server server(String name, SshHost door, int port, Role role) {
        Map<String, String> settings = new HashMap<>(tools.behindDoor(Map.of()));
        settings.put("ssh_port", String.valueOf(door.port()));
        settings.put("ssh_key", door.keyFile().toString());
        return new Server(name, door.host(), port, role, true, 1, 1, settings);
    }

    private static void assertSaid(boolean succeeded, String part, Outcome outcome) {
        assertEquals(succeeded, outcome.succeeded(), outcome.details());
        assertTrue(outcome.details().contains(part), outcome.details());
    }
}
