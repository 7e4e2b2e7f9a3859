package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.remote.LocalShell;
import org.handyrep.testing.MemoryDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only what a freeze changed is given back, and only to a server that is frozen still.
class FreezeScriptsTest {

    private static final LocalShell HERE = new LocalShell("owner", "owner");
    private static final String JOHN = "primary_conninfo = 'host=john'";
    private static final String NOBODY = "primary_conninfo = ''";
    private static final String PAUL = "primary_conninfo = 'host=paul'";

    @TempDir(factory = MemoryDirectory.class)
    Path data;

    @BeforeEach
    void isFrozen() throws IOException {
        settings("work_mem = '7MB'", JOHN, "primary_slot_name = 'mine'", "restore_command = 'fetch %f'");
        does(FreezeScripts.keepSettings(data.toString(), NOBODY));
        replace(JOHN, NOBODY);
    }

    private void settings(String... lines) throws IOException {
        Files.write(data.resolve("postgresql.auto.conf"), List.of(lines));
    }

    private List<String> settings() throws IOException {
        return Files.readAllLines(data.resolve("postgresql.auto.conf"));
    }

    /// As `ALTER SYSTEM` does.
    private void replace(String line, String by) throws IOException {
        settings(Stream.concat(settings().stream().filter(l -> !l.equals(line)), Optional.of(by).stream()).toArray(String[]::new));
    }

    private boolean isKept() {
        return Files.exists(data.resolve("postgresql.auto.conf.handyrep-frozen"));
    }

    private static void does(Command command) {
        CommandResult result = HERE.run(command);
        assertTrue(result.ok(), result::describe);
    }

    @Test
    void whatWasSetWhileItWasFrozenStays() throws IOException {
        replace("work_mem = '7MB'", "synchronous_standby_names = 'FIRST 1 (george)'");
        replace("primary_slot_name = 'mine'", "primary_slot_name = ''");
        does(FreezeScripts.keepSettings(data.toString(), NOBODY));
        does(FreezeScripts.thaw(data.toString()));
        assertEquals(
                List.of("synchronous_standby_names = 'FIRST 1 (george)'", JOHN, "primary_slot_name = 'mine'", "restore_command = 'fetch %f'"), settings());
        assertFalse(isKept());
        does(FreezeScripts.thaw(data.toString()));
        assertEquals(4, settings().size(), "twice is once");
    }

    @Test
    void whoIsPromotedWhileItIsFrozenKeepsWhomItsCommitsWaitFor() throws IOException {
        replace("restore_command = 'fetch %f'", "synchronous_standby_names = 'FIRST 1 (george)'");
        does(FreezeScripts.leads(data.toString()));
        assertTrue(settings().contains("synchronous_standby_names = 'FIRST 1 (george)'"), settings()::toString);
        assertTrue(settings().contains("restore_command = 'fetch %f'"), settings()::toString);
        assertFalse(settings().contains(JOHN), settings()::toString);
        assertFalse(isKept());
    }

    @Test
    void aCopyThatWasForgottenRevertsNothing() throws IOException {
        replace(NOBODY, PAUL);
        replace("work_mem = '7MB'", "work_mem = '9MB'");
        List<String> byHand = settings();
        does(FreezeScripts.thaw(data.toString()));
        assertEquals(byHand, settings());
        assertFalse(isKept());
        isFrozen();
        replace(NOBODY, PAUL);
        List<String> again = settings();
        does(FreezeScripts.leads(data.toString()));
        assertEquals(again, settings());
    }

    @Test
    void whatAnInterruptedFastForwardSetIsNeverTakenForItsOwn() throws IOException {
        List<String> own = List.of("work_mem = '7MB'", JOHN, "primary_slot_name = 'mine'", "restore_command = 'fetch %f'");
        does(FreezeScripts.forwards(data.toString(), PAUL));
        replace(NOBODY, PAUL);
        replace("primary_slot_name = 'mine'", "primary_slot_name = ''");
        does(FreezeScripts.keepSettings(data.toString(), NOBODY));
        does(FreezeScripts.thaw(data.toString()));
        assertEquals(own, settings());
        CommandResult unfrozen = HERE.run(FreezeScripts.forwards(data.toString(), PAUL));
        assertTrue(unfrozen.describe().contains("was not frozen"), unfrozen::describe);
    }

    @Test
    void whomItFollowedIsForgottenOnlyWhenTheFileSaysWhomItFollowsNow() throws IOException {
        CommandResult early = HERE.run(FreezeScripts.follows(data.toString(), PAUL));
        assertTrue(early.describe().contains("does not say: " + PAUL), early::describe);
        assertTrue(isKept());
        assertTrue(settings().contains(NOBODY), "a reload leads nowhere");
        replace(NOBODY, PAUL);
        does(FreezeScripts.follows(data.toString(), PAUL));
        assertFalse(isKept());
        assertFalse(settings().contains(JOHN), settings()::toString);
    }

    /// Before PostgreSQL 13 a frozen replica waits an hour.
    @Test
    void anHourEndsWithTheFreeze() throws IOException {
        settings(JOHN, "wal_retrieve_retry_interval = '3s'");
        String hour = "wal_retrieve_retry_interval = '1h'";
        List<String> own = settings();
        does(FreezeScripts.keepSettings(data.toString(), hour));
        replace(own.getLast(), hour);
        does(FreezeScripts.retryAgain(data.toString()));
        assertEquals(own, settings());
        assertTrue(isKept());
        replace(JOHN, PAUL);
        does(FreezeScripts.endFastForward(data.toString()));
        assertEquals(own, settings().stream().sorted().toList());

        does(FreezeScripts.keepSettings(data.toString(), hour));
        replace(own.getLast(), hour);
        replace(JOHN, PAUL);
        does(FreezeScripts.follows(data.toString(), PAUL));
        assertEquals(List.of(PAUL, own.getLast()), settings());
    }

    /// Before PostgreSQL 12: it would be a replica again at its next start.
    @Test
    void whoIsPromotedGetsNoRecoveryConfBack() throws IOException {
        Files.writeString(data.resolve("recovery.conf"), "standby_mode = on");
        does(FreezeScripts.keepRecoveryConf(data.toString()));
        Files.move(data.resolve("recovery.conf"), data.resolve("recovery.done"));
        does(FreezeScripts.leads(data.toString()));
        assertFalse(Files.exists(data.resolve("recovery.conf")));
        assertFalse(Files.exists(data.resolve("recovery.conf.handyrep-frozen")));
    }
}
