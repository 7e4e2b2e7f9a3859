package org.handyrep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.handyrep.conf.ConfProblem;
import org.handyrep.conf.ConfReader;
import org.handyrep.conf.ConfResult;
import org.handyrep.engine.PluginFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Broken configurations through the command line: every problem with file and line on standard error, exit 2, nothing on standard output.
class BrokenConfCommandTest {

    private static final PluginFolder PLUGINS = PluginFolder.open(Path.of("plugins"));

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.handyrep.conf.BrokenConfTest#broken")
    void everyProblemIsToldAndNothingElseHappens(String name, String text, int line, String message) throws IOException {
        Path conf = Files.writeString(directory.resolve("handyrep.conf"), text);
        ConfResult.Rejected rejected = assertInstanceOf(ConfResult.Rejected.class, ConfReader.read(conf, PLUGINS));
        Ran ran = Ran.of("check", "--conf", conf.toString());
        assertEquals(2, ran.exit());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains(line > 0 ? "handyrep.conf:" + line + ": error: " : "handyrep.conf: error: "), ran::err);
        for (ConfProblem problem : rejected.problems()) {
            assertTrue(ran.err().contains(problem.text()), () -> problem.text() + "\nis not in\n" + ran.err());
        }
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "nothing was written beside the broken file");
        }
    }

    @Test
    void everyCommandRefusesAMissingConf() {
        String missing = directory.resolve("none.conf").toString();
        for (String[] command : new String[][] {
            {"check", "--conf", missing}, {"watch", "--conf", missing}, {"call", "get_status", "--conf", missing}
        }) {
            Ran ran = Ran.of(command);
            assertEquals(2, ran.exit());
            assertTrue(ran.err().contains("none.conf: error: does not exist"), ran::err);
        }
    }

    @Test
    void badUsageNamesWhatIsWrong() {
        for (String[] command : new String[][] {
            {"cal"}, {"call"}, {"call", "get_status"}, {"check"}, {"call", "poll", "john", "--conf", "x"}, {"--nothing"}
        }) {
            Ran ran = Ran.of(command);
            assertEquals(2, ran.exit(), () -> String.join(" ", command));
            assertEquals("", ran.out());
            assertTrue(ran.err().contains("Usage: handyrep") || ran.err().contains("Did you mean"), ran::err);
        }
    }
}
