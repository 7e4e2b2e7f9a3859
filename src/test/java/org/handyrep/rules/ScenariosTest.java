package org.handyrep.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each of the accidents that the project is made against has a test of its name, `scenario13_…`.
class ScenariosTest {

    private static final int LAST = 30;

    private static final Pattern NAME = Pattern.compile("(?:void|Stream<DynamicTest>) scenario(\\d+)_");

    @Test
    void everyScenarioIsATest() throws IOException {
        Set<Integer> named;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            named = files.filter(f -> f.toString().endsWith("Test.java") || f.toString().contains("faults"))
                    .filter(Files::isRegularFile)
                    .flatMap(f -> NAME.matcher(text(f)).results())
                    .map((MatchResult m) -> Integer.valueOf(m.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        List<Integer> missing = IntStream.rangeClosed(1, LAST)
                .filter(n -> !named.contains(n))
                .boxed()
                .toList();
        assertEquals(List.of(), missing);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
