package org.handyrep.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each fault of the original has tests that would find it here; `hazards.txt` names them.
class HazardsTest {

    private static final int LAST = 77;

    @Test
    void everyFaultHasATest() throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                tests.put(file.toFile().getName().replace(".java", ""), Files.readString(file));
            }
        }
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/hazards.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertEquals(
                IntStream.rangeClosed(1, LAST).mapToObj(String::valueOf).toList(),
                lines.stream().map(line -> line.split(" ", 2)[0]).toList());
        for (String line : lines) {
            String named = line.substring(0, line.indexOf('|')).strip().split("\\s+", 2)[1];
            for (String name : named.equals("-") ? List.<String>of() : List.of(named.split("\\s+"))) {
                String[] words = name.split("\\.", 2);
                String text = tests.getOrDefault(words[0], "");
                boolean there = words.length == 1 ? text.contains("@Test") : text.contains(" " + words[1] + "(");
                assertTrue(there, () -> "fault " + line + ": there is no " + name);
            }
        }
    }
}
