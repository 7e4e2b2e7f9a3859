package org.handyrep.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BrokenConfTest {

    @TempDir
    Path directory = Path.of("");

    /// Whole files, the line of the error, a part of its text.
    static Stream<Arguments> broken() {
        return Stream.concat(brokenServers(), inFrontOfServers().map(a -> {
            String text = String.valueOf(a.get()[1]);
            return Arguments.of(a.get()[0], text + Samples.MINIMAL, a.get()[2], a.get()[3]);
        }));
    }

    private static Stream<Arguments> inFrontOfServers() {
        return Stream.of(
                wrong("boolean", "[failover]\nauto_failover = ture\n", 2, "auto_failover = ture cannot be: it must be True or False; did you mean True?"),
                wrong("boolean list", "[failover]\nremaster = True, False\n", 2, "takes one value, not a list"),
                wrong("not a number", "[failover]\n\npoll_interval = often\n", 3, "must be a whole number from 1 to 86400"),
                wrong("number too small", "[failover]\npoll_interval = 0\n", 2, "must be a whole number"),
                wrong("number too big", "[failover]\nfail_retries = 99999999999999999999\n", 2, "must be a whole number"),
                wrong("port", "[server_defaults]\nport = 70000\n", 2, "port = 70000 cannot be: it must be a whole number from 1 to 65535"),
                wrong("relative pgdata", "[server_defaults]\npgdata = data\n", 2, "must be an absolute path"),
                wrong("unknown plugin", "[failover]\npoll_method = poll_isredy\n", 2, "poll_isredy, which does not exist (there are: poll_connect, poll_isready); did you mean poll_isready?"),
                wrong("plugin of wrong kind", "[failover]\nselection_method = poll_connect\n", 2, "needs a plugin of kind selection, and poll_connect is of kind polling"),
                wrong("unknown default method", "[server_defaults]\nclone_method = clone_magic\n", 2, "clone_magic, which does not exist"),
                wrong("ssl mode", "[handyrep2]\n[failover]\n[archive]\narchiving = perhaps\n", 4, "archiving = perhaps"),
                wrong("no equals sign", "[failover]\nauto_failover True\n", 2, "neither a [section] nor a key = value"),
                wrong("empty key", "[failover]\n= True\n", 2, "neither a [section] nor a key = value"),
                wrong("open quote", "[passwords]\nsuperuser_pass = \"abc\n", 2, "superuser_pass opens with \" which is not closed"),
                wrong("text after quote", "[passwords]\nsuperuser_pass = \"abc\" def\n", 2, "text after the closing quote of superuser_pass"),
                wrong("password with comma", "[passwords]\nsuperuser_pass = a,b\n", 2, "superuser_pass takes one value, not a list; quote it"),
                wrong("two commas", "[failover]\nx = a,,b\n", 2, "nothing between two commas in the list of x"),
                wrong("unbalanced section", "[failover\n", 1, "not a section header"),
                wrong("unequal brackets", "[[failover]\n", 1, "has 2 [ but 1 ]"),
                wrong("nested too deep", "[failover]\n[[[x]]]\n", 2, "nested too deep"),
                wrong("empty section", "[]\n", 1, "not a section header"),
                wrong("key before section", "auto_failover = True\n", 1, "stands before the first [section]"),
                wrong("key twice", "[failover]\nauto_failover = True\nauto_failover = False\n", 3, "auto_failover is there twice in this section, first on line 2"),
                wrong("section twice", "[failover]\n[archive]\n[failover]\n", 3, "section failover is there twice, first on line 1"),
                wrong("triple quote never closed", "[failover]\nx = '''abc\n", 2, "opens with ''' which is never closed"),
                wrong("control character", "[failover]\nselection_method = \"a\u001b[2Jb\"\n", 2, "(not printable), which does not exist"),
                wrong("line break in a name", "[archive]\n[handyrep9]\n[server_defaults]\nssh_user = '''a\nb'''\n", 4, "must not contain control characters or line breaks"),
                wrong("extra command without plugin", "[extra_failover_commands]\n[[tell]]\nparameters = a\n", 2, "extra failover command tell has no command"),
                wrong("extra command unknown", "[extra_failover_commands]\n[[tell]]\ncommand = sucessplugin\n", 3, "did you mean successplugin?"),
                wrong("plugin section twice", "[plugins]\n[[poll_isready]]\n[[PollIsReady]]\n", 3, "has two sections, the first on line 2"));
    }

    private static Stream<Arguments> brokenServers() {
        return Stream.of(
                wrong("no servers", "[handyrep]\n", 0, "no enabled server with role = master"),
                wrong("no master", "[servers]\n[[a]]\nhostname = a\n", 1, "no enabled server with role = master"),
                wrong("disabled master", "[servers]\n[[a]]\nhostname = a\nrole = master\nenabled = False\n", 1, "a has role = master but is not enabled"),
                wrong("two masters", "[servers]\n[[a]]\nhostname = a\nrole = master\n[[b]]\nhostname = b\nrole = master\n", 7, "two enabled masters, a and b"),
                wrong("same server twice", "[servers]\n[[a]]\nhostname = a\nrole = master\n[[a]]\nhostname = b\n", 5, "server a is there twice, first on line 2"),
                wrong("no hostname", "[servers]\n[[a]]\nrole = master\n", 2, "server a has no hostname"),
                wrong("port of one server", "[servers]\n[[a]]\nhostname = a\nrole = master\nport = x\n", 5, "port = x cannot be"),
                wrong("method of one server", "[servers]\n[[a]]\nhostname = a\nrole = master\npromotion_method = promote_pgctl_\nrestart_method = restart\n", 6, "restart, which does not exist (there are: restart_pg_ctl); did you mean restart_pg_ctl?"),
                wrong("lag limit of one server", "[servers]\n[[a]]\nhostname = a\nrole = master\nlag_limit = -1\n", 5, "lag_limit = -1 cannot be"),
                wrong("lost header", "[servers]\nhostname = a\nrole = master\n", 2, "stands directly under [servers]"),
                wrong("server in a server", "[servers]\n[[a]]\nhostname = a\nrole = master\n[[[b]]]\n", 5, "is inside the server a"));
    }

    private static Arguments wrong(String name, String text, int line, String message) {
        return Arguments.of(name, text, line, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void saysWhatIsWrongAndWhere(String name, String text, int line, String message) throws IOException {
        assertError(Samples.write(directory, text), line, message);
    }

    private static void assertError(Path file, int line, String message) {
        ConfResult result = ConfReader.read(file, Samples.PLUGINS);
        ConfResult.Rejected rejected = assertInstanceOf(ConfResult.Rejected.class, result);
        boolean told = rejected.problems().stream()
                .anyMatch(p -> p.isError() && p.line() == line && p.text().contains(message));
        assertTrue(told, () -> "no error on line " + line + " with: " + message + "\n" + Samples.said(rejected.problems()));
        if (line > 0) {
            assertTrue(Samples.said(rejected.problems()).contains("handyrep.conf:" + line + ": error: "));
        }
    }

    @Test
    void everythingIsToldAtOnceByLine() throws IOException {
        String text = "[failover]\nauto_failover = x\npoll_method = y\nremastr = True\n[handyrepp]\n[passwords]\na = \"\n";
        List<ConfProblem> problems = Samples.problems(Samples.write(directory, text));
        assertEquals(List.of(0, 2, 3, 4, 5, 7), problems.stream().map(ConfProblem::line).toList());
        assertEquals(
                List.of(true, true, true, false, false, true),
                problems.stream().map(ConfProblem::isError).toList());
    }

    @Test
    void binaryJunkIsOneClearError() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] junk = new byte[random.nextInt(4000)];
            random.nextBytes(junk);
            assertInstanceOf(
                    ConfResult.Rejected.class, ConfReader.read(Samples.write(directory, junk), Samples.PLUGINS));
        }
        byte[] elf = {0x7f, 'E', 'L', 'F', '\n', 1, 0, 3};
        List<ConfProblem> problems = Samples.problems(Samples.write(directory, elf));
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().text().contains(":2: error: is not a text file"), () -> Samples.said(problems));
    }

    @Test
    void otherEncodingsAreNamed() throws IOException {
        byte[] latin = (Samples.MINIMAL + "# caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        assertError(Samples.write(directory, latin), 9, "is not valid UTF-8 on line 9");
        byte[] utf16 = Samples.MINIMAL.getBytes(StandardCharsets.UTF_16);
        assertError(Samples.write(directory, utf16), 1, "UTF-16");
    }

    @Test
    void missingFileAndDirectory() throws IOException {
        assertError(directory.resolve("nothing.conf"), 0, "does not exist");
        assertError(Files.createDirectory(directory.resolve("d")), 0, "is a directory");
    }

    @Test
    void cutAtEveryByteTheSampleNeverThrowsAndNeverLosesItsMasterSilently() throws IOException {
        byte[] whole = Files.readAllBytes(Samples.SAMPLE);
        int master = new String(whole, StandardCharsets.UTF_8).indexOf("role = master");
        assertTrue(master > 0);
        for (int length = 0; length < whole.length; length++) {
            if (isInsideComment(whole, length)) {
                continue;
            }
            Path file = Samples.write(directory, java.util.Arrays.copyOf(whole, length));
            ConfResult result = ConfReader.read(file, Samples.PLUGINS);
            if (length < master) {
                assertInstanceOf(ConfResult.Rejected.class, result, "cut at " + length);
            }
            if (result instanceof ConfResult.Loaded loaded && whole[length - 1] != '\n') {
                assertFalse(loaded.conf().warnings().isEmpty(), "cut at " + length);
            }
        }
    }

    /// Of the words of a comment one byte in sixteen is enough.
    private static boolean isInsideComment(byte[] text, int length) {
        int start = length;
        while (start > 0 && text[start - 1] != '\n') {
            start--;
        }
        String line = new String(text, start, length - start, StandardCharsets.UTF_8).strip();
        return line.startsWith("#") && line.length() > 1 && length % 16 != 0;
    }

    @Test
    void passwordsAreInNoMessage() throws IOException {
        for (String line : List.of("superuser_pass = hunter2,x", "superuser_pass = \"hunter2", "hunter2", "superuser_pass = hunter2#x",
                "superuser_pass = '''hunter2", "superuser_pas = hunter2", "superuser_pass = \"hunter2\" x", "superuser_pass = \"hunter2\u0001\"")) {
            List<ConfProblem> problems = Samples.problems(Samples.write(directory, "[passwords]\n" + line + "\n"));
            assertTrue(problems.stream().anyMatch(p -> p.line() == 2), line);
            assertFalse(Samples.said(problems).contains("hunter2"), () -> Samples.said(problems));
        }
    }

    @Test
    void aVeryLongLineIsRefusedInNoTime() throws IOException {
        String deep = "[".repeat(200_000) + "\n" + " = ".repeat(100_000) + "\n" + Samples.MINIMAL;
        assertError(Samples.write(directory, deep), 1, "too long to be meant");
    }
}
