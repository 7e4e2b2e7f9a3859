package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
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
        Path orders = Path.of("/etc/handyrep/orders \"1\".conf");
        Memory memory = new Memory(
                List.of(orders, Path.of("/b.conf")), Optional.of(orders), Optional.of(Look.DARK), Optional.of(new Rectangle2D(-3, 40, 1200, 801.5)), true, false);
        Path file = folder.resolve("deep/er/console.json");
        memory.write(file);
        assertEquals(new Memory.Found(memory, Optional.empty()), Memory.read(file));
        Memory.NOTHING.write(file);
        assertEquals(Memory.NOTHING, Memory.read(file).memory());
        try (var left = Files.list(folder.resolve("deep/er"))) {
            assertEquals(1, left.count(), "no temporary file stays");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,2]", "{\"clusters\": [\"\\u0000\"]}", "\u0000\u0001"})
    void aDamagedFileIsToldAndKeptBesideTheNewOne(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("console.json"), content);
        Memory.Found found = Memory.read(file);
        assertEquals(Memory.NOTHING, found.memory());
        assertTrue(found.trouble().orElseThrow().contains("console.json.broken"), found::toString);
        new Memory(List.of(Path.of("/b.conf")), Optional.empty()).write(file);
        assertEquals(content, Files.readString(folder.resolve("console.json.broken")));
        assertEquals(List.of(Path.of("/b.conf")), Memory.read(file).memory().clusters());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"clusters\": 7, \"look\": 3}", "{\"window\": 3}", "{\"window\": {\"width\": \"wide\"}}", "{\"later\": {\"than\": \"this\"}}"})
    void whatIsNotUnderstoodCountsAsMissing(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("console.json"), content);
        assertEquals(new Memory.Found(Memory.NOTHING, Optional.empty()), Memory.read(file));
    }

    @Test
    void aFileOfBeforeTheWindowWasRememberedIsRead() throws IOException {
        Path file = Files.writeString(folder.resolve("console.json"), "{\"clusters\": [\"/b.conf\"], \"look\": \"dark\"}");
        assertEquals(new Memory(List.of(Path.of("/b.conf")), Optional.of(Look.DARK)), Memory.read(file).memory());
    }

    @Test
    void aMissingFileCountsAsEmpty() {
        assertEquals(new Memory.Found(Memory.NOTHING, Optional.empty()), Memory.read(folder.resolve("none.json")));
    }
}
