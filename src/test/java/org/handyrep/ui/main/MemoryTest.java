package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.handyrep.ui.common.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {

    @TempDir
    Path folder = Path.of(".");

    @Test
    void comesBackAsItWasWritten() throws IOException {
        Memory memory = new Memory(List.of(Path.of("/etc/handyrep/orders \"1\".conf"), Path.of("/b.conf")), Optional.of(Look.DARK), false);
        Path file = folder.resolve("deep/er/console.json");
        memory.write(file);
        assertEquals(memory, Memory.read(file));
        Memory.NOTHING.write(file);
        assertEquals(Memory.NOTHING, Memory.read(file));
        try (var left = Files.list(folder.resolve("deep/er"))) {
            assertEquals(1, left.count(), "no temporary file stays");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,2]", "{\"clusters\": 7, \"look\": 3}", "{\"clusters\": [\"\\u0000\"]}", "\u0000\u0001"})
    void aDamagedFileCountsAsEmpty(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("console.json"), content);
        assertEquals(Memory.NOTHING, Memory.read(file));
    }

    @Test
    void aMissingFileCountsAsEmpty() {
        assertEquals(Memory.NOTHING, Memory.read(folder.resolve("none.json")));
    }
}
