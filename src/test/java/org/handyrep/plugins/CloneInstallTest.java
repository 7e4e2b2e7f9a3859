package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.PlaceScripts;
import org.handyrep.remote.LocalShell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command that moves a copy to where a server would start from it, on real directories.
class CloneInstallTest {

    @TempDir
    Path temporary;

    private Path data = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        data = Files.createDirectory(temporary.toRealPath().resolve("data"));
        Files.writeString(data.resolve(CloneJob.MARKER), "t\n\n");
        Files.createDirectories(data.resolve("handyrep_new/base"));
        Files.writeString(data.resolve("handyrep_new/PG_VERSION"), "15\n");
    }

    private CommandResult.Exited install() {
        CloneJob job = new CloneJob("george", "john", "john", 150000, data.toString(), "/other", Optional.empty(), List.of(), 0, "t");
        String me = System.getProperty("user.name");
        return assertInstanceOf(CommandResult.Exited.class, new LocalShell(me, me).run(PlaceScripts.install(job, true)));
    }

    @Test
    void whateverBecomesOfItNothingThatCouldStartAsAPrimaryIsLeft() throws IOException {
        Files.createDirectories(data.resolve("base/in the way"));
        assertEquals(9, install().status());
        assertTrue(Files.exists(data.resolve("standby.signal")), "marked before anything can start");

        Files.delete(data.resolve("base/in the way"));
        assertEquals(0, install().status());
        assertTrue(Files.exists(data.resolve("standby.signal")));
        assertEquals("15\n", Files.readString(data.resolve("PG_VERSION")));
        assertFalse(Files.exists(data.resolve("handyrep_new")));
    }

    @Test
    void before12ItIsARecoveryConf() throws IOException {
        Files.writeString(data.resolve("handyrep_new/PG_VERSION"), "9.6\n");
        assertEquals(0, install().status());
        assertEquals("standby_mode = 'on'\n", Files.readString(data.resolve("recovery.conf")));
        assertFalse(Files.exists(data.resolve("standby.signal")));
    }
}
