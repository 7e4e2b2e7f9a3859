package org.handyrep.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// conf/handyrep.conf is the documentation that users read first.
class SampleConfTest {

    @Test
    void hasNoProblems() {
        ConfResult result = ConfReader.read(Samples.SAMPLE, Samples.PLUGINS);
        assertEquals("", Samples.said(Samples.problems(Samples.SAMPLE)));
        assertTrue(result instanceof ConfResult.Loaded);
    }

    @Test
    void documentsEveryOptionOfEverySectionWithItsMeaningAndDefault() throws IOException {
        List<String> lines = Files.readAllLines(Samples.SAMPLE);
        List<String> missing = new ArrayList<>();
        for (ConfOption option : ConfOptions.ALL) {
            int section = lines.indexOf("[" + option.section() + "]");
            int key = section;
            while (++key < lines.size() && !lines.get(key).matches("\\[\\w+\\]")) {
                if (lines.get(key).matches("[# ]*" + option.name() + " =.*")) {
                    break;
                }
            }
            StringBuilder comment = new StringBuilder();
            for (int i = key - 1; i > section && lines.get(i).strip().startsWith("#"); i--) {
                comment.insert(0, lines.get(i).replaceFirst("^[ #]+", "") + " ");
            }
            String fallback = option.defaultValue().isEmpty() ? "none" : option.defaultValue();
            String wanted = option.meaning() + " Default: " + fallback + ".";
            if (section < 0 || key >= lines.size() || !comment.toString().strip().endsWith(wanted)) {
                missing.add("[" + option.section() + "] " + option.name() + ": # " + wanted);
            }
        }
        assertEquals(List.of(), missing, "handyrep.conf does not say about these what the program knows");
    }

    @Test
    void holdsOnlyKnownOptionsAndNoPassword() {
        for (OptionInForce option : loaded().options()) {
            if (option.section().equals("passwords")) {
                assertEquals("", option.value(), option.name());
            }
        }
    }

    @Test
    void namesTemplatesThatExist() {
        Conf conf = loaded();
        Path templates = conf.path("handyrep", "templates_dir").orElseThrow();
        for (String name : List.of(
                "recovery.conf.template", "archive.sh.local.template", "archive.sh.remote.template", "pgbouncer.ini.template")) {
            assertTrue(Files.isRegularFile(templates.resolve(name)), name);
        }
    }

    private static Conf loaded() {
        return switch (ConfReader.read(Samples.SAMPLE, Samples.PLUGINS)) {
            case ConfResult.Loaded l -> l.conf();
            case ConfResult.Rejected r -> throw new AssertionError(Samples.said(r.problems()));
        };
    }
}
