package org.handyrep.engine;

import static org.handyrep.testing.RepositoryPlugins.permit;
import static org.handyrep.testing.RepositoryPlugins.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.handyrep.plugin.Alert;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Promotion;
import org.handyrep.plugin.Selection;
import org.handyrep.testing.FakeTools;
import org.handyrep.testing.Needs;
import org.handyrep.testing.RepositoryPlugins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {

    private static final String ALERT = """
            package alert;
            import org.handyrep.plugin.*;
            public class %s extends HandyRepPlugin implements Alert {
                public Outcome run(String category, String message) { return Outcome.success(%s); }
                public Outcome test() { return Outcome.success("fine"); }
            }
            """;

    @TempDir
    Path directory;

    private Path plugins;
    private Path cache;

    @BeforeEach
    void folders() {
        plugins = directory.resolve("plugins");
        cache = directory.resolve("cache");
    }

    @Test
    void findsAPluginWhateverItsCaseAndUnderscores() {
        write(plugins, "alert/PushMail.java", ALERT.formatted("PushMail", "category + message"));
        for (String name : List.of("push_mail", "PushMail", "PUSHMAIL", " push__mail ")) {
            assertEquals("ab", find(open(), name).plugin().run("a", "b").details());
        }
        assertEquals(Set.of("push_mail"), open().working(Kind.ALERT));
    }

    @Test
    void aBrokenFileCostsOnePluginAndNamesTheLine() {
        write(plugins, "alert/Good.java", ALERT.formatted("Good", "\"good\""));
        write(plugins, "alert/Typo.java", ALERT.formatted("Typo", "mesage"));
        write(plugins, "alert/Cut.java", "package alert;\npublic class Cut extends {");
        write(plugins, "alert/OnTypo.java", "package alert;\npublic class OnTypo extends Typo {}");
        PluginFolder folder = open();
        assertInstanceOf(PluginLookup.Found.class, find(folder, "good"));
        String typo = reason(folder, "typo");
        assertTrue(typo.contains("alert/Typo.java, line 4") && typo.contains("cannot find symbol") && typo.contains("mesage"), typo);
        String cut = reason(folder, "cut");
        assertTrue(cut.contains("alert/Cut.java, line 2"), cut);
        String built = reason(folder, "on_typo");
        assertTrue(built.contains("alert/OnTypo.java, line 2"), built);
    }

    @Test
    void whatIsMissingOrBrokenFailsWithTheReason() {
        PluginFolder folder = open(write(plugins, "alert/Good.java", ALERT.formatted("Good", "\"good\"")));
        PluginLookup<Alert> lookup = find(folder, "god");
        String reason = assertInstanceOf(PluginLookup.Broken.class, lookup).reason();
        assertTrue(reason.contains("no plugin god") && reason.contains("good"), reason);
        Outcome outcome = lookup.plugin().run("a", "b");
        assertFalse(outcome.succeeded());
        assertEquals(reason, outcome.details());
        for (Kind kind : Kind.values()) {
            Object standIn = folder.find(kind, "god", kind.type(), new FakeTools()).plugin();
            assertTrue(kind.type().isInstance(standIn), kind + " has no stand-in");
            assertFalse(((HandyRepPlugin) standIn).test().succeeded());
        }
    }

    @Test
    void aMissingSelectionSelectsNobody() {
        Selection selection = open().find(Kind.SELECTION, "select_replica_furthest_ahead", Selection.class, new FakeTools())
                .plugin();
        assertEquals(List.of(), selection.run(new FakeTools().snapshot(), Map.of()));
    }

    @Test
    void twoFilesWithOneNameAreAnErrorForBoth() {
        write(plugins, "alert/PushMail.java", ALERT.formatted("PushMail", "\"a\""));
        write(plugins, "extra/Pushmail.java", "package extra;");
        PluginFolder folder = open();
        String reason = reason(folder, "push_mail");
        assertTrue(reason.contains("alert/PushMail.java and extra/Pushmail.java"), reason);
        assertTrue(folder.views(Map.of()).stream().allMatch(v -> v.error().isPresent()));
    }

    @Test
    void saysWhatIsWrongWithAClassThatCompiles() {
        assertWrong("alert/NoParent.java", "package alert; public class NoParent {}", "does not extend HandyRepPlugin");
        assertWrong(
                "alert/NoKind.java",
                "package alert; public class NoKind extends org.handyrep.plugin.HandyRepPlugin {"
                        + " public org.handyrep.plugin.Outcome test() { return null; } }",
                "implements Alert");
        assertWrong("alert/Shape.java", ALERT.formatted("Shape", "\"\"").replace("public class", "public abstract class"), "is abstract");
        assertWrong("promotion/Astray.java", ALERT.formatted("Astray", "\"\""), "must begin with package promotion;");
        assertWrong("alert/File.java", ALERT.formatted("Klass", "\"\""), "class Klass is public");
        assertWrong("alert/Hidden.java", ALERT.formatted("Hidden", "\"\"").replace("public class", "class"), "not public");
        assertWrong(
                "alert/Throws.java",
                ALERT.formatted("Throws", "\"\"").replace("public Outcome test", "public Throws() { throw new IllegalStateException(\"no luck\"); } public Outcome test"),
                "no luck");
        assertWrong("alerts/Room.java", ALERT.formatted("Room", "\"\""), "does not lie in the folder of a kind");
        assertWrong("Loose.java", "public class Loose {}", "does not lie in the folder of a kind");
    }

    @Test
    void whatAPluginThrowsIsItsFailureWithTheLine() {
        write(plugins, "alert/Faulty.java", ALERT.formatted("Faulty", "String.valueOf(1 / category.length())"));
        write(plugins, "alert/Mute.java", ALERT.formatted("Mute", "\"\"").replace("return Outcome.success(\"\");", "return null;"));
        Outcome outcome = find(open(), "faulty").plugin().run("", "");
        assertFalse(outcome.succeeded());
        assertEquals("faulty has a fault in run: java.lang.ArithmeticException: / by zero in line 4", outcome.details());
        assertTrue(find(open(), "faulty").plugin().run("x", "").succeeded());
        assertEquals("mute has a fault in run: it answered nothing", find(open(), "mute").plugin().run("", "").details());
    }

    @Test
    void aPluginOfAnotherKindIsRefused() {
        PluginFolder folder = open(write(plugins, "alert/PushMail.java", ALERT.formatted("PushMail", "\"a\"")));
        PluginLookup<Promotion> lookup = folder.find(Kind.PROMOTION, "push_mail", Promotion.class, new FakeTools());
        String reason = assertInstanceOf(PluginLookup.Broken.class, lookup).reason();
        assertTrue(reason.contains("no plugin for promotion_method") && reason.contains("does not implement Promotion"), reason);
    }

    @Test
    void whatOthersCanWriteIsRefused() throws IOException {
        Needs.that(Files.getFileStore(directory).supportsFileAttributeView("posix"), "POSIX permissions");
        Path good = write(plugins, "alert/Good.java", ALERT.formatted("Good", "\"good\""));
        write(plugins, "alert/Other.java", ALERT.formatted("Other", "\"other\""));
        permit(good, "rw-r--rw-");
        String reason = reason(open(), "good");
        assertTrue(reason.contains("can be written by everybody") && reason.contains("chmod o-w"), reason);
        assertInstanceOf(PluginLookup.Found.class, find(open(), "other"));

        permit(good, "rw-r--r--");
        permit(plugins, "rwxrwxrwx");
        assertTrue(reason(open(), "other").contains("no plugin is used: "), reason(open(), "other"));
        assertEquals(Set.of(), open().working(Kind.ALERT));

        permit(plugins, "rwxr-xr-x");
        permit(plugins.resolve("alert"), "rwxr-xrwx");
        assertTrue(reason(open(), "good").contains("can be written by everybody"));
    }

    @Test
    void theGroupMayWriteOnlyIfItHoldsNobodyElse() {
        assertTrue(PluginPermissions.isPrivate("anna", "anna", List.of("root:x:0:", "anna:x:1000:")));
        assertTrue(PluginPermissions.isPrivate("anna", "anna", List.of("anna:x:1000:anna")));
        assertFalse(PluginPermissions.isPrivate("anna", "anna", List.of("anna:x:1000:anna,eve")));
        assertFalse(PluginPermissions.isPrivate("staff", "anna", List.of("staff:x:50:")));
    }

    @Test
    void reloadPicksUpAnEdit() {
        PluginFolder folder = open(write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "\"first\"")));
        Alert before = find(folder, "mail").plugin();
        write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "\"second\""));
        write(plugins, "alert/More.java", ALERT.formatted("More", "\"more\""));
        folder.reload();
        assertEquals("second", find(folder, "mail").plugin().run("", "").details());
        assertEquals("more", find(folder, "more").plugin().run("", "").details());
        assertEquals("first", before.run("", "").details());
    }

    @Test
    void aReloadKeepsWhatWorkedUntilTheFileIsMended() throws IOException {
        Path file = write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "\"first\""));
        PluginFolder folder = open();
        write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "mesage"));
        write(plugins, "alert/Young.java", ALERT.formatted("Young", "mesage"));
        folder.reload();
        folder.reload();
        assertEquals("first", find(folder, "mail").plugin().run("", "").details());
        assertTrue(folder.kept("mail").orElseThrow().contains("alert/Mail.java, line 4"), folder.kept("mail")::toString);
        assertEquals(Set.of("mail"), folder.working(Kind.ALERT), "one that never worked does not begin to");
        PluginView view = view(folder, "mail");
        assertTrue(view.error().isEmpty() && view.fault().isPresent());
        assertTrue(view.excerpt().get(2).matches("→ +4 .*success\\(mesage\\).*"), view.excerpt()::toString);

        Files.delete(file);
        folder.reload();
        assertEquals("first", find(folder, "mail").plugin().run("", "").details());
        assertEquals("alert/Mail.java is gone", folder.kept("mail").orElseThrow());
        assertTrue(folder.views(Map.of()).stream().noneMatch(v -> v.name().equals("mail")), "nobody uses it");
        assertEquals(List.of("push_alert_method"), view(folder, "mail").usedBy());

        write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "\"mended\""));
        folder.reload();
        assertEquals("mended", find(folder, "mail").plugin().run("", "").details());
        assertEquals(Optional.empty(), folder.kept("mail"));
    }

    @Test
    void aFolderThatBecomesCarelessIsNotReadButTakesNothingAway() {
        Needs.that(directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "POSIX permissions");
        write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "\"first\""));
        PluginFolder folder = open();
        write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "\"evil\""));
        permit(plugins, "rwxrwxrwx");
        folder.reload();
        assertEquals("first", find(folder, "mail").plugin().run("", "").details());
        assertTrue(folder.kept("mail").orElseThrow().contains("can be written by everybody"), folder.kept("mail")::toString);
    }

    private static PluginView view(PluginFolder folder, String name) {
        return folder.views(Map.of(name, List.of("push_alert_method"))).stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCompilerRunsOnlyWhenSomethingChanged() throws IOException {
        write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "\"first\""));
        assertFalse(open().isFromCache());
        assertTrue(open().isFromCache());
        assertEquals("first", find(open(), "mail").plugin().run("", "").details());
        write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "\"other\""));
        assertFalse(open().isFromCache());
        assertEquals("other", find(open(), "mail").plugin().run("", "").details());
        try (Stream<Path> files = Files.list(cache)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }
        assertFalse(open().isFromCache(), "a damaged cache was believed");
        permit(cache, "rwxrwxrwx");
        assertFalse(open().isFromCache(), "a cache that others can write to was believed");
    }

    @Test
    void theFolderWinsOverTheClassPath() throws ReflectiveOperationException {
        Class<?> built = Class.forName("generic.FailPlugin");
        write(plugins, "generic/FailPlugin.java", """
                package generic;
                public class FailPlugin extends org.handyrep.plugin.HandyRepPlugin {
                    public org.handyrep.plugin.Outcome test() { return org.handyrep.plugin.Outcome.failure("edited"); }
                }
                """);
        HandyRepPlugin edited = open().find(Kind.GENERIC, "failplugin", HandyRepPlugin.class, new FakeTools()).plugin();
        assertEquals("edited", edited.test().details());
        assertNotSame(built, edited.getClass());
    }

    @Test
    void pluginsMayUseTheJarsOfLib() throws IOException {
        Path jar = jar("public class Greeting { public static String TEXT = \"from a jar\"; }");
        Path lib = Files.createDirectories(plugins.resolve("lib"));
        permit(lib, "rwxr-xr-x");
        Files.copy(jar, lib.resolve("greeting.jar"));
        permit(lib.resolve("greeting.jar"), "rw-r--r--");
        PluginFolder folder = open(write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "greet.Greeting.TEXT")));
        assertEquals("from a jar", find(folder, "mail").plugin().run("", "").details());
        permit(lib.resolve("greeting.jar"), "rw-r--rw-");
        assertTrue(reason(open(), "mail").contains("greeting.jar can be written by everybody"));
    }

    @Test
    void everyPluginOfTheProjectLoads() {
        RepositoryPlugins.copyTo(plugins);
        PluginFolder folder = open();
        assertEquals(List.of(), folder.views(Map.of()).stream().filter(v -> v.error().isPresent()).toList());
        assertTrue(folder.working(Kind.PROMOTION).containsAll(Set.of("promote_pg_ctl", "failplugin", "successplugin")));
        assertTrue(folder.working(Kind.REPLICATION).containsAll(Set.of("replication_mb_lag_93", "replication_mb_lag")));
    }

    @Test
    void namesInUseWithoutAFileAreShown() {
        PluginFolder folder = open(write(plugins, "alert/Mail.java", ALERT.formatted("Mail", "\"\"")));
        List<PluginView> views = folder.views(Map.of("Mail", List.of("push_alert_method"), "gone", List.of("poll_method")));
        assertEquals(List.of("push_alert_method"), views.getFirst().usedBy());
        assertEquals("gone", views.getLast().name());
        assertTrue(views.getLast().error().isPresent());
    }

    private void assertWrong(String file, String text, String expected) {
        Path path = write(plugins, file, text);
        String error = open().views(Map.of()).stream()
                .filter(v -> v.file().equals(file))
                .findFirst()
                .flatMap(PluginView::error)
                .orElse("no error");
        assertTrue(error.contains(expected), error);
        assertTrue(path.toFile().delete());
    }

    private Path jar(String source) throws IOException {
        Path code = Files.createDirectories(directory.resolve("jar/greet")).resolve("Greeting.java");
        Files.writeString(code, "package greet; " + source);
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, code.toString()));
        Path jar = directory.resolve("greeting.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("greet/Greeting.class"));
            out.write(Files.readAllBytes(code.resolveSibling("Greeting.class")));
        }
        assertTrue(Files.readString(jar, StandardCharsets.ISO_8859_1).startsWith("PK"));
        return jar;
    }

    private PluginFolder open(Path... written) {
        return PluginFolder.open(plugins, cache);
    }

    private static PluginLookup<Alert> find(PluginFolder folder, String name) {
        return folder.find(Kind.ALERT, name, Alert.class, new FakeTools());
    }

    private static String reason(PluginFolder folder, String name) {
        return assertInstanceOf(PluginLookup.Broken.class, find(folder, name)).reason();
    }
}
