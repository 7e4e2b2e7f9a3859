package org.handyrep.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Shell;
import org.handyrep.testing.Needs;
import org.handyrep.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class SshSessionsTest {

    private static final String HOST = "127.0.33.1";

    @TempDir
    private Path folder;

    private final KeyPair client = TestDoor.key("ssh-ed25519", 256);
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path keyFile = Path.of("");
    private Path knownHosts = Path.of("");

    @BeforeEach
    void prepare() throws Exception {
        keyFile = TestDoor.keyFile(folder.resolve("id"), client, "");
        knownHosts = folder.resolve("known_hosts");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void hostileWordsArriveUnchangedAndRunNothing() throws Exception {
        Shell shell = shell(door());
        List<String> argv = new ArrayList<>(List.of("printf", "[%s]"));
        argv.addAll(QuotingTest.HOSTILE);
        assertEquals(
                "[" + String.join("][", QuotingTest.HOSTILE) + "]", exited(shell.run(Command.of(argv))).output());
        assertEquals(127, exited(shell.run(Command.of("A=b"))).status());
        assertFalse(Files.exists(Path.of("owned")), "a word was run");
    }

    @Test
    void statusOutputErrorsLinesAndInput() throws Exception {
        Shell shell = shell(door());
        List<String> lines = new ArrayList<>();
        CommandResult.Exited result = exited(shell.run(
                Command.of("sh", "-c", "cat; echo two >&2; echo $LC_ALL; exit 3").withInput("one\n"), lines::add));
        assertEquals(3, result.status());
        assertEquals("one\nC\n", result.output());
        assertEquals("two\n", result.errors());
        assertEquals(List.of("C", "one", "two"), lines.stream().sorted().toList());
    }

    @Test
    void hazard19_oneSessionIsSharedAndOpenedAgainAfterItBroke() throws Exception {
        TestDoor door = door();
        Server server = door.server("john", keyFile);
        SshSessions sessions = sessions(settings());
        for (int i = 0; i < 5; i++) {
            assertTrue(sessions.shell(server).run(Command.of("true")).ok());
        }
        assertEquals(1, door.logins.get());
        assertEquals(List.of("aes128-gcm@openssh.com"), door.ciphers);
        int port = door.port();
        door.close();
        Awaitility.await("the loss of the session is noticed")
                .until(() -> sessions.shell(server).run(Command.of("true")) instanceof CommandResult.NotStarted);
        TestDoor again = keep(new TestDoor(HOST, port, door.hostKeys, "", ""));
        again.allowed.add(client);
        assertTrue(sessions.shell(server).run(Command.of("true")).ok());
    }

    @Test
    void hazard74_anUnknownHostKeyIsRefusedHeadless() throws Exception {
        TestDoor door = TestDoor.open(HOST, client);
        open.add(door);
        CommandResult result = sessions(settings()).shell(door.server("john", keyFile)).run(Command.of("true"));
        assertTrue(notStarted(result).contains("is not known yet: ED25519 SHA256:"), result::describe);
        assertFalse(Files.exists(knownHosts));
        assertEquals(0, door.logins.get());
    }

    @Test
    void hazard74_anAcceptedHostKeyIsStoredAndAskedForOnce() throws Exception {
        TestDoor door = TestDoor.open(HOST, client);
        open.add(door);
        Server server = door.server("john", keyFile);
        List<HostKeyQuestion.UnknownKey> asked = new ArrayList<>();
        SshSettings asking = settings().withQuestion(key -> asked.add(key));
        assertTrue(sessions(asking).shell(server).run(Command.of("true")).ok());
        assertEquals(1, asked.size());
        assertEquals(HOST, asked.getFirst().host());
        assertEquals(HostKeyCheck.fingerprint(door.hostKeys.getFirst().getPublic()), asked.getFirst().fingerprint());
        assertTrue(Files.readString(knownHosts).startsWith("[" + HOST + "]:" + door.port() + " ssh-ed25519 "));
        assertTrue(sessions(settings()).shell(server).run(Command.of("true")).ok());
    }

    @Test
    void hazard74_aRefusedHostKeyIsNotAskedForAgain() throws Exception {
        TestDoor door = TestDoor.open(HOST, client);
        open.add(door);
        List<HostKeyQuestion.UnknownKey> asked = new ArrayList<>();
        Shell shell = sessions(settings().withQuestion(key -> !asked.add(key))).shell(door.server("john", keyFile));
        notStarted(shell.run(Command.of("true")));
        notStarted(shell.run(Command.of("true")));
        assertEquals(1, asked.size());
    }

    @Test
    void hazard74_aChangedHostKeyIsAlwaysRefused() throws Exception {
        TestDoor door = TestDoor.open(HOST, client);
        open.add(door);
        String other = door.knownHosts().replace(
                org.apache.sshd.common.config.keys.PublicKeyEntry.toString(door.hostKeys.getFirst().getPublic()),
                org.apache.sshd.common.config.keys.PublicKeyEntry.toString(client.getPublic()));
        Files.writeString(knownHosts, other);
        CommandResult result = sessions(settings().withQuestion(key -> true))
                .shell(door.server("john", keyFile))
                .run(Command.of("true"));
        assertTrue(notStarted(result).contains("the host key of " + HOST + " has changed"), result::describe);
        assertEquals(other, Files.readString(knownHosts));
    }

    @Test
    void aHashedNameAndASecondKeyOfTheHostAreKnown() throws Exception {
        List<KeyPair> keys = List.of(TestDoor.key("ssh-ed25519", 256), TestDoor.key("ecdsa-sha2-nistp256", 256));
        TestDoor door = keep(new TestDoor(HOST, 0, keys, "", ""));
        door.allowed.add(client);
        String ecdsa = door.knownHosts().lines().filter(l -> l.contains("ecdsa")).findFirst().orElseThrow();
        Files.writeString(knownHosts, ecdsa + "\n");
        Path keygen = Needs.tool("ssh-keygen");
        assertEquals(0, new ProcessBuilder(keygen.toString(), "-H", "-q", "-f", knownHosts.toString()).start().waitFor());
        String hashed = Files.readString(knownHosts);
        assertTrue(hashed.contains("|1|") && !hashed.contains(HOST), hashed);
        Files.writeString(knownHosts, "a line that nobody can read\n" + hashed);
        assertTrue(sessions(settings()).shell(door.server("john", keyFile)).run(Command.of("true")).ok());
    }

    @Test
    void keyFilesOfEveryTypeWithAndWithoutPassphrase() throws Exception {
        TestDoor door = door();
        Map<String, Integer> types = Map.of("ssh-ed25519", 256, "ecdsa-sha2-nistp256", 256, "ssh-rsa", 2048);
        for (Map.Entry<String, Integer> type : types.entrySet()) {
            KeyPair key = TestDoor.key(type.getKey(), type.getValue());
            door.allowed.add(key);
            Path plain = TestDoor.keyFile(folder.resolve(type.getKey()), key, "");
            Path locked = TestDoor.keyFile(folder.resolve(type.getKey() + ".locked"), key, "open sesame");
            SshSettings with = settings().withPassphrases(
                    file -> file.equals(locked) ? new Secret("open sesame") : Secret.NONE);
            SshSessions sessions = sessions(with);
            assertTrue(sessions.shell(door.server("a", plain)).run(Command.of("true")).ok(), type.getKey());
            assertTrue(sessions.shell(door.server("a", locked)).run(Command.of("true")).ok(), type.getKey() + " locked");
            String without = notStarted(sessions(settings()).shell(door.server("a", locked)).run(Command.of("true")));
            assertTrue(without.contains("needs a passphrase"), without);
            String wrong = notStarted(sessions(settings().withPassphrases(f -> new Secret("wr0ng phrase")))
                    .shell(door.server("a", locked))
                    .run(Command.of("true")));
            assertTrue(wrong.contains("does not open") && !wrong.contains("wr0ng"), wrong);
        }
    }

    @Test
    void theAgentLogsInWhereNoKeyFileIsNamed() throws Exception {
        Path agent = Needs.tool("ssh-agent");
        Path add = Needs.tool("ssh-add");
        TestDoor door = door();
        Path socket = folder.resolve("agent");
        Process running = new ProcessBuilder(agent.toString(), "-D", "-a", socket.toString()).start();
        open.add(() -> running.destroyForcibly().waitFor());
        org.awaitility.Awaitility.await().until(() -> Files.exists(socket));
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        ProcessBuilder adding = new ProcessBuilder(add.toString(), keyFile.toString());
        adding.environment().put("SSH_AUTH_SOCK", socket.toString());
        assertEquals(0, adding.start().waitFor());
        Server server = TestDoor.server("john", HOST, door.port(), Map.of());
        CommandResult result =
                sessions(settings().withAgent(Optional.of(socket))).shell(server).run(Command.of("true"));
        assertTrue(result.ok(), result::describe);
    }

    @Test
    void hazard58_aPasswordIsOfferedToItsOwnHostOnly() throws Exception {
        TestDoor mine = keep(new TestDoor(HOST, 0, List.of(TestDoor.key("ssh-ed25519", 256)), "pa$$ word", ""));
        TestDoor other = keep(new TestDoor("127.0.33.2", 0, List.of(TestDoor.key("ssh-ed25519", 256)), "x", ""));
        Files.writeString(knownHosts, mine.knownHosts() + other.knownHosts());
        SshSessions sessions = sessions(settings()
                .withPasswords(s -> s.name().equals("john") ? new Secret("pa$$ word") : Secret.NONE));
        CommandResult login =
                sessions.shell(TestDoor.server("john", mine.host, mine.port(), Map.of())).run(Command.of("true"));
        assertTrue(login.ok(), login::describe);
        String refused = notStarted(sessions
                .shell(TestDoor.server("paul", other.host, other.port(), Map.of()))
                .run(Command.of("true")));
        assertTrue(refused.contains("refused the login of operator"), refused);
        assertEquals(List.of(), other.passwordsTried);
        mine.passwordsTried.forEach(p -> assertEquals("pa$$ word", p));
    }

    @Test
    void aPeerThatSaysNothingTimesOutAndHoldsNobodyElseUp() throws Exception {
        TestDoor door = door();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.33.3"))) {
            SshSessions sessions = sessions(settings()
                    .withTimeouts(Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofSeconds(5)));
            Server frozen = TestDoor.server(
                    "frozen", "127.0.33.3", silent.getLocalPort(), Map.of("ssh_key", keyFile.toString()));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<CommandResult>> stuck = new ArrayList<>();
                for (int i = 0; i < SshHost.PARALLEL_COMMANDS; i++) {
                    stuck.add(threads.submit(() -> sessions.shell(frozen).run(Command.of("true").within(Patience.LIMIT))));
                }
                assertTrue(sessions.shell(door.server("john", keyFile)).run(Command.of("true")).ok());
                assertTrue(stuck.stream().noneMatch(Future::isDone), "the living host waited for the frozen one");
                for (Future<CommandResult> result : stuck) {
                    assertTrue(notStarted(result.get()).contains("did not answer over SSH within"), result.get()::describe);
                }
                SshSessions patient = sessions(settings()
                        .withTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(5)));
                long start = System.nanoTime();
                notStarted(patient.shell(frozen).run(Command.of("true").within(Duration.ofMillis(300))));
                assertTrue(System.nanoTime() - start < 50_000_000_000L, "the command's own timeout did not hold");
            }
        }
    }

    @Test
    void aHungCommandEndsInTimeAndTheSessionLivesOn() throws Exception {
        TestDoor door = door();
        Shell shell = shell(door);
        assertTrue(shell.run(Command.of("true")).ok());
        long start = System.nanoTime();
        CommandResult hung = shell.run(Command.of("sleep", "600").within(Duration.ofMillis(500)));
        assertInstanceOf(CommandResult.Unfinished.class, hung);
        assertTrue(System.nanoTime() - start < 60_000_000_000L, hung::describe);
        assertTrue(shell.run(Command.of("true")).ok());
        assertEquals(1, door.logins.get());
    }

    @Test
    void aLostConnectionLeavesTheCommandUnfinished() throws Exception {
        TestDoor door = door();
        Shell shell = shell(door);
        CommandResult result = shell.run(Command.of("sh", "-c", "echo begun; sleep 20"), line -> door.close());
        assertInstanceOf(CommandResult.Unfinished.class, result);
        assertTrue(result.describe().contains("was lost before sh ended"), result::describe);
    }

    @Test
    void hazard40_secretsAreInNoProcessListAndCrossSudo() throws Exception {
        Needs.that(Files.isDirectory(Path.of("/proc/self")), "no /proc to read process lists from");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path sudo = bin.resolve("sudo");
        Files.writeString(sudo, """
                #!/bin/sh
                while [ "$1" != "--" ]; do shift; done; shift
                exec env -i PATH="$PATH" LC_ALL="$LC_ALL" "$@"
                """);
        Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwxr-xr-x"));
        TestDoor door = keep(new TestDoor(
                HOST, 0, List.of(TestDoor.key("ssh-ed25519", 256)), "", "PATH=" + Quoting.shell(bin.toString()) + ":$PATH"));
        door.allowed.add(client);
        Files.writeString(knownHosts, door.knownHosts());
        Shell shell = shell(door);
        String secret = "t0p 'secret' \\ $HOME";
        Command command = Command.of(
                        "sh", "-c", "printf '%s' \"$PGPASSWORD\"; printf '\\n%s\\n' \"$0\"; cat; cat /proc/[0-9]*/cmdline 2>/dev/null", "--")
                .as(RunAs.POSTGRES)
                .withSecret("PGPASSWORD", new Secret(secret))
                .withInput("the input\n");
        String output = exited(shell.run(command)).output();
        assertTrue(output.startsWith(secret + "\n--\nthe input\n"), output);
        assertTrue(output.contains("IFS= read -r PGPASSWORD"), "the process list was not seen");
        assertEquals(-1, output.indexOf("t0p", 1), "the secret is in a process list");
        assertFalse(shell.preview(command).contains("t0p"));
    }

    @Test
    void hazard19_manyHostsAtOnceNeverMixTheirOutput() throws Exception {
        int hosts = 20;
        List<Server> servers = new ArrayList<>();
        for (int i = 1; i <= hosts; i++) {
            TestDoor door = keep(new TestDoor(
                    "127.0.34." + i, 0, List.of(TestDoor.key("ssh-ed25519", 256)), "", "export DOOR=door" + i));
            door.allowed.add(client);
            Files.writeString(knownHosts, Files.exists(knownHosts) ? Files.readString(knownHosts) + door.knownHosts() : door.knownHosts());
            servers.add(door.server("door" + i, keyFile));
        }
        SshSessions sessions = sessions(settings());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (Server server : servers) {
                for (int i = 0; i < 3; i++) {
                    String mine = server.name() + " " + i;
                    tasks.add(() -> {
                        List<String> wrong = new ArrayList<>();
                        CommandResult result = sessions.shell(server)
                                .run(
                                        Command.of("sh", "-c", "for n in 1 2 3 4 5 6 7 8 9; do echo \"$DOOR $0\"; done", mine.split(" ", 2)[1])
                                                .within(Patience.LIMIT),
                                        line -> {
                                            if (!line.equals(mine)) {
                                                wrong.add(line);
                                            }
                                        });
                        if (!(result instanceof CommandResult.Exited e && e.output().equals((mine + "\n").repeat(9)))) {
                            wrong.add(result.toString());
                        }
                        return wrong;
                    });
                }
            }
            for (Future<List<String>> task : threads.invokeAll(tasks)) {
                assertEquals(List.of(), task.get());
            }
        }
    }

    @Test
    void noMoreChannelsThanAHostAllows() throws Exception {
        TestDoor door = door();
        Shell shell = shell(door);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<CommandResult>> tasks =
                    java.util.Collections.nCopies(20, () -> shell.run(Command.of("sleep", "0.2")));
            for (Future<CommandResult> task : threads.invokeAll(tasks)) {
                assertTrue(task.get().ok(), task.get()::describe);
            }
        }
        assertEquals(1, door.logins.get());
        assertTrue(door.mostOpen.get() > 1 && door.mostOpen.get() <= 10, "channels open at once: " + door.mostOpen);
    }

    @Test
    void nobodyThereIsSaidPlainly() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            port = free.getLocalPort();
        }
        SshSessions sessions = sessions(settings());
        Map<String, String> key = Map.of("ssh_key", keyFile.toString());
        String refused = notStarted(sessions.shell(TestDoor.server("john", HOST, port, key)).run(Command.of("true")));
        assertTrue(refused.contains("Connection refused"), refused);
        String unknown = notStarted(
                sessions.shell(TestDoor.server("john", "; rm -rf $(x)", port, key)).run(Command.of("true")));
        assertTrue(unknown.contains("is not a host name"), unknown);
    }

    private TestDoor door() throws Exception {
        TestDoor door = keep(TestDoor.open(HOST, client));
        Files.writeString(knownHosts, door.knownHosts());
        return door;
    }

    private TestDoor keep(TestDoor door) {
        open.add(door);
        return door;
    }

    private Shell shell(TestDoor door) {
        return sessions(settings()).shell(door.server("john", keyFile));
    }

    private SshSessions sessions(SshSettings settings) {
        SshSessions sessions = new SshSessions(settings);
        open.add(sessions);
        return sessions;
    }

    private SshSettings settings() {
        return SshSettings.standard()
                .withKnownHosts(List.of(knownHosts))
                .withAgent(Optional.empty())
                .withTimeouts(Patience.LIMIT, Patience.LIMIT, Duration.ofMinutes(1));
    }

    private static CommandResult.Exited exited(CommandResult result) {
        return assertInstanceOf(CommandResult.Exited.class, result, result::describe);
    }

    private static String notStarted(CommandResult result) {
        return assertInstanceOf(CommandResult.NotStarted.class, result, result::describe).why();
    }
}
