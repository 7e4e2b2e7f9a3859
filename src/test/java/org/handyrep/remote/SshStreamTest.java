package org.handyrep.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Running;
import org.handyrep.plugin.Shell;
import org.handyrep.testing.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that stream, each in a session of its own.
class SshStreamTest {

    @TempDir
    private Path folder;

    private TestDoor door;
    private SshSessions sessions;
    private Shell shell;

    @BeforeEach
    void open() throws Exception {
        KeyPair client = TestDoor.key("ssh-ed25519", 256);
        Path keyFile = TestDoor.keyFile(folder.resolve("id"), client, "");
        door = TestDoor.open("127.0.34.1", client);
        Path knownHosts = Files.writeString(folder.resolve("known_hosts"), door.knownHosts());
        sessions = new SshSessions(SshSettings.standard()
                .withKnownHosts(List.of(knownHosts))
                .withAgent(Optional.empty())
                .withTimeouts(Patience.LIMIT, Patience.LIMIT, Duration.ofMinutes(1)));
        shell = sessions.shell(door.server("john", keyFile));
    }

    @AfterEach
    void close() throws Exception {
        sessions.close();
        door.close();
    }

    @Test
    void aSessionInWhichNothingRunsIsGivenAwayAndTheNextIsOpenedMeanwhile() throws Exception {
        assertTrue(shell.run(Command.of("true")).ok());
        assertEquals(1, door.logins.get());
        try (Running first = shell.start(Command.of("cat"), line -> {})) {
            Awaitility.await("a session for what comes next").until(() -> door.logins.get() == 2);
            assertTrue(shell.run(Command.of("true")).ok());
            try (Running second = shell.start(Command.of("echo", "two"), line -> {})) {
                assertEquals("two\n", new String(second.output().readAllBytes(), StandardCharsets.UTF_8));
                assertTrue(second.await().ok());
            }
            first.input().write("still here".getBytes(StandardCharsets.UTF_8));
            first.input().close();
            assertEquals("still here", new String(first.output().readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(first.await().ok());
        }
        assertTrue(shell.run(Command.of("true")).ok());
        assertEquals(3, door.logins.get(), "one for each that streamed, one for all others");
    }

    @Test
    void aSessionInWhichSomethingRunsIsKept() throws Exception {
        Path begun = folder.resolve("begun");
        Path end = folder.resolve("end");
        var running = java.util.concurrent.CompletableFuture.supplyAsync(() -> shell.run(Command.of(
                "sh", "-c", "touch \"$1\"; while test ! -e \"$2\"; do sleep 0.01; done; echo done", "sh", begun.toString(), end.toString())));
        Awaitility.await("it runs").until(() -> Files.exists(begun));
        try (Running stream = shell.start(Command.of("cat"), line -> {})) {
            assertEquals(2, door.logins.get());
            stream.close();
            Files.createFile(end);
            assertTrue(running.join().ok(), () -> "the stream's end took nothing else along: " + running.join().describe());
        }
    }
}
