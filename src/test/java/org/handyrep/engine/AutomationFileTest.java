package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.handyrep.plan.check.Paused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people told failover_check outlives the program, and is never guessed.
class AutomationFileTest {

    private static final Paused PAUSE =
            new Paused("anna", "new disks", Instant.parse("2026-03-01T12:00:00Z"), Optional.of(Instant.parse("2026-03-01T13:00:00Z")));
    private static final AutomationFile.Acknowledgement KNOWN =
            new AutomationFile.Acknowledgement("bob", "a broken fan", Instant.parse("2026-03-01T11:00:00Z"));

    @TempDir
    Path directory;

    @Test
    void anotherProgramReadsWhatOneWroteEvenWhileBothRun() {
        AutomationFile one = file();
        AutomationFile other = file();
        assertEquals(AutomationFile.Kept.NOTHING, other.read());
        assertTrue(one.change(kept -> kept.paused(Optional.of(PAUSE))).succeeded());
        assertEquals(Optional.of(PAUSE), other.read().pause());
        assertTrue(other.change(kept -> kept.acknowledged(KNOWN)).succeeded());
        assertEquals(new AutomationFile.Kept(Optional.of(PAUSE), Optional.of(KNOWN), Optional.empty()), one.read());
        assertEquals(one.read(), file().read());
    }

    @Test
    void aFileThatIsCutAnywhereIsDamagedAndNotEmpty() throws IOException {
        file().change(kept -> kept.paused(Optional.of(PAUSE)).acknowledged(KNOWN));
        String whole = Files.readString(path()).strip();
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(path(), whole.substring(0, length));
            AutomationFile.Kept kept = file().read();
            assertTrue(kept.damage().isPresent() && kept.damage().get().contains("is damaged"), "cut at " + length + ": " + kept);
        }
    }

    @Test
    void aDamagedFileIsWrittenAnewByTheNextWord() throws IOException {
        Files.writeString(path(), "{");
        AutomationFile file = file();
        assertTrue(file.read().damage().isPresent());
        assertTrue(file.change(kept -> kept.paused(Optional.empty())).succeeded());
        assertEquals(AutomationFile.Kept.NOTHING, file.read());
        assertEquals(AutomationFile.Kept.NOTHING, file().read());
    }

    @Test
    void whatCannotBeWrittenDoesNotCount() {
        AutomationFile nowhere = new AutomationFile(directory.resolve("missing").resolve("file"));
        assertTrue(!nowhere.change(kept -> kept.paused(Optional.of(PAUSE))).succeeded());
        assertEquals(Optional.empty(), nowhere.read().pause());
    }

    private AutomationFile file() {
        return new AutomationFile(path());
    }

    private Path path() {
        return directory.resolve("servers.save.automation");
    }
}
