package org.handyrep.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void whatRunsIsTakenByNobodyElse() throws IOException {
        assertTrue(RunFile.isFree(directory));
        try (RunFile taken = RunFile.take(directory)) {
            taken.remember(List.of(directory.resolve("john")));
            assertFalse(RunFile.isFree(directory));
            assertThrows(DemoException.class, () -> RunFile.take(directory));
            assertFalse(RunFile.isFree(directory));
        }
        assertTrue(RunFile.isFree(directory));
    }

    @Test
    void anotherProgramsDemoIsItsOwnUntilThatProgramEnds() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            long start = other.info().startInstant().orElseThrow().getEpochSecond();
            Files.writeString(directory.resolve("demo.run"), "process " + other.pid() + " started " + start + "\n");
            Files.createDirectory(directory.resolve("john"));
            assertFalse(RunFile.isFree(directory));
            assertThrows(DemoException.class, () -> RunFile.take(directory));
            assertTrue(Files.exists(directory.resolve("john")));
        } finally {
            other.destroyForcibly();
        }
        assertTrue(other.waitFor(60, TimeUnit.SECONDS));
        assertTrue(RunFile.isFree(directory));
        try (RunFile taken = RunFile.take(directory)) {
            assertFalse(Files.exists(directory.resolve("john")));
        }
    }
}
