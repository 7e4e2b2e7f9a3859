package org.handyrep.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LocalShellTest {

    private final LocalShell shell = LocalShell.ofThisUser("postgres");

    @Test
    void hazard73_hostileWordsArriveUnchanged() {
        List<String> argv = new ArrayList<>(List.of("printf", "[%s]"));
        argv.addAll(QuotingTest.HOSTILE);
        assertEquals(
                "[" + String.join("][", QuotingTest.HOSTILE) + "]", exited(shell.run(Command.of(argv))).output());
    }

    @Test
    void hazard73_aMissingProgramIsNotAFailedOne() {
        assertInstanceOf(CommandResult.NotStarted.class, shell.run(Command.of("/no/such/pg_isready", "-h", "db1")));
    }

    @Test
    void statusOutputErrorsAndLines() {
        List<String> lines = new ArrayList<>();
        CommandResult.Exited result =
                exited(shell.run(Command.of("sh", "-c", "echo one; echo two >&2; printf three; exit 3"), lines::add));
        assertEquals(3, result.status());
        assertEquals("one\nthree", result.output());
        assertEquals("two\n", result.errors());
        assertEquals(List.of("one", "three", "two"), lines.stream().sorted().toList());
    }

    @Test
    void inputAndSecretReachTheProgram() {
        Command command = Command.of("sh", "-c", "printf '%s|' \"$PGPASSWORD\"; cat")
                .withSecret("PGPASSWORD", new Secret(" a'b \\n$c "))
                .withInput("first\nlast");
        assertEquals(" a'b \\n$c |first\nlast", exited(shell.run(command)).output());
    }

    @Test
    void aHungCommandIsKilledInTime(@TempDir Path folder) {
        Path pid = folder.resolve("pid");
        long start = System.nanoTime();
        CommandResult result = shell.run(
                Command.of("sh", "-c", "sleep 600 & echo $! > \"$0\"; wait", pid.toString()).within(Duration.ofMillis(700)));
        assertInstanceOf(CommandResult.Unfinished.class, result);
        assertTrue(System.nanoTime() - start < 100_000_000_000L, "it took too long");
        org.awaitility.Awaitility.await().until(() -> ProcessHandle.of(
                        Long.parseLong(Files.readString(pid).strip()))
                .filter(ProcessHandle::isAlive)
                .isEmpty());
    }

    @Test
    void aDaemonThatKeepsTheOutputOpenDoesNotHoldUsUp(@TempDir Path folder) throws Exception {
        Path pid = folder.resolve("pid");
        long start = System.nanoTime();
        CommandResult.Exited result =
                exited(shell.run(Command.of("sh", "-c", "sleep 600 & echo $! > \"$0\"; echo started", pid.toString())));
        assertEquals("started\n", result.output());
        assertTrue(System.nanoTime() - start < 100_000_000_000L, "it waited for the daemon");
        assertTrue(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow().destroy());
    }

    @Test
    void muchOutputIsCutNotKept() {
        CommandResult.Exited result = exited(shell.run(Command.of("head", "-c", "3000000", "/dev/zero")));
        assertEquals(0, result.status());
        assertEquals(CommandOutput.KEPT, result.output().length());
        assertFalse(result.output().contains("x"));
    }

    private static CommandResult.Exited exited(CommandResult result) {
        return assertInstanceOf(CommandResult.Exited.class, result, result::describe);
    }
}
