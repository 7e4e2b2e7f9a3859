package org.handyrep.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TemplatesTest {

    private static final Map<String, Object> VARIABLES = variables();

    @TempDir
    Path directory = Path.of("");

    private static Map<String, Object> variables() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", "o'neil & \"sons\" <x>");
        all.put("port", 6432);
        all.put("dbs", List.of("a", "b"));
        all.put("empty", List.of());
        all.put("on", true);
        all.put("off", false);
        all.put("server", Map.of("host", "h1"));
        return all;
    }

    record Case(String template, @Nullable String text) {}

    record Cases(String about, Map<String, Object> variables, List<Case> cases) {}

    static Stream<Arguments> asJinja() throws IOException {
        Cases all = JsonMapper.shared().readValue(Files.readString(Path.of("src/test/resources/jinja/cases.json")), Cases.class);
        return all.cases().stream().map(one -> Arguments.of(one, all.variables()));
    }

    @ParameterizedTest
    @MethodSource("asJinja")
    void rendersAsJinjaDoes(Case one, Map<String, Object> variables) throws IOException {
        Files.writeString(directory.resolve("t"), one.template());
        Outcome outcome = new Templates(directory).render("t", variables);
        assertEquals(one.text() != null, outcome.succeeded(), outcome::details);
        if (one.text() != null) {
            assertEquals(one.text(), outcome.details());
        }
    }

    /// A misspelled name in an archive script must not become `test -f && exit 0`, which throws WAL away.
    @ParameterizedTest
    @ValueSource(strings = {
        "test -f {{ noarchivefile }} && exit 0",
        "test -f {{ archive.no_archive_file }} && exit 0",
        "{% if noarchivefile %}x{% endif %}",
        "{% if not noarchivefile %}exit 0{% endif %}",
        "{{ noarchivefile or '' }}",
        "{{ noarchivefile ~ '' }}",
        "{% set f = noarchivefile %}test -f {{ f }}",
        "{% for f in noarchivefiles %}x{% endfor %}",
        "{{ noarchivefile|trim }}",
        "{{ [noarchivefile]|join }}"
    })
    void aWrongNameIsAlwaysAnErrorThatNamesIt(String template) throws IOException {
        Files.writeString(directory.resolve("t"), "#!/bin/sh\n" + template);
        Outcome outcome = new Templates(directory).render("t", Map.of("no_archive_file", "/stop", "archive", Map.of()));
        assertInstanceOf(Outcome.Failure.class, outcome);
        assertTrue(outcome.details().matches("template t, line 2: no value for no_?archive_?files?"), outcome::details);
    }

    @Test
    void aTemplateReachesNothingOfJava() throws IOException {
        for (String template : List.of(
                "{{ name.getClass() }}", "{{ name.class }}", "{{ dbs.size() }}", "{{ server.getClass().forName('x') }}", "{{ name.length() }}")) {
            Files.writeString(directory.resolve("t"), template);
            assertInstanceOf(Outcome.Failure.class, new Templates(directory).render("t", VARIABLES), template);
        }
    }

    @Test
    void whatWouldNotEndIsEnded() throws IOException {
        for (String template : List.of(
                "{% for a in range(100000) %}{% for b in range(1000) %}0123456789{% endfor %}{% endfor %}",
                "{{ 'x' * 99999999999 }}", "{{ range(999999999)|list }}", "(".repeat(1), "{{ " + "(".repeat(20000) + " }}")) {
            Files.writeString(directory.resolve("t"), template);
            Outcome outcome = new Templates(directory).render("t", VARIABLES);
            assertTrue(!outcome.succeeded() || outcome.details().equals("("), template.substring(0, 1));
        }
    }

    @Test
    void whatIsMissingIsNamedWithTemplateAndLine() throws IOException {
        Files.writeString(directory.resolve("t"), "a\nb\n{{ nothing_here }}\n");
        Outcome outcome = new Templates(directory).render("t", VARIABLES);
        assertInstanceOf(Outcome.Failure.class, outcome);
        assertEquals("template t, line 3: no value for nothing_here", outcome.details());
    }

    @Test
    void whatIsMalformedIsNamedWithTemplateAndLine() throws IOException {
        Files.writeString(directory.resolve("t"), "a\n{% for x in dbs %}\n");
        assertFailure("t", "template t, line");
        Files.writeString(directory.resolve("t"), "a\n{{ name | no_such_filter }}\n");
        assertFailure("t", "no_such_filter");
        assertFailure("other", "does not exist");
    }

    @Test
    void nothingOutsideOfTheDirectoryIsRead() throws IOException {
        Path inside = Files.createDirectory(directory.resolve("templates"));
        Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(inside.resolve("link"), directory.resolve("secret"));
        Files.writeString(inside.resolve("good"), "good");
        Files.writeString(inside.resolve("include"), "{% include '../secret' %}");
        Files.writeString(inside.resolve("include2"), "{% include '" + directory.resolve("secret") + "' %}");
        Templates templates = new Templates(inside);
        assertEquals("good", templates.render("good", Map.of()).details());
        assertEquals("good", templates.render("./good", Map.of()).details());
        for (String name : List.of("../secret", directory.resolve("secret").toString(), "link", "", ".", "..", "x/../../secret", "a\0b")) {
            Outcome outcome = templates.render(name, Map.of());
            assertInstanceOf(Outcome.Failure.class, outcome, name);
        }
        for (String name : List.of("include", "include2")) {
            assertTrue(!templates.render(name, Map.of()).details().equals("secret"), name);
        }
    }

    @Test
    void recoveryConfHoldsTheConnection() {
        Outcome outcome = new Templates(Path.of("conf/templates"))
                .render(
                        "recovery.conf.template",
                        Map.of(
                                "replica_connection", "host=john port=5432 user=replicator",
                                "archive_recovery_line", "restore_command = 'cp /a/%f %p'"));
        List<String> settings = outcome.details().lines()
                .filter(l -> !l.isBlank() && !l.startsWith("#"))
                .toList();
        assertEquals(
                List.of(
                        "standby_mode = 'on'",
                        "recovery_target_timeline = 'latest'",
                        "primary_conninfo = 'host=john port=5432 user=replicator'",
                        "restore_command = 'cp /a/%f %p'"),
                settings);
    }

    @Test
    void theOtherTemplatesRenderWithTheirVariables() {
        Templates templates = new Templates(Path.of("conf/templates"));
        Map<String, Object> archive =
                Map.of("archive_directory", "/a", "no_archive_file", "/stop", "archive_host", "h");
        assertTrue(templates.render("archive.sh.local.template", archive).details().contains("directory='/a'"));
        assertTrue(templates.render("archive.sh.remote.template", archive).details().contains("host='h'"));
        Outcome bouncer = templates.render("pgbouncer.ini.template", Map.of("dbsection", "a = host=b", "port", 6432));
        assertTrue(bouncer.details().contains("[databases]\na = host=b\n"));
        assertTrue(bouncer.details().contains("listen_port = 6432\n"));
    }

    private void assertFailure(String template, String part) {
        Outcome outcome = new Templates(directory).render(template, VARIABLES);
        assertInstanceOf(Outcome.Failure.class, outcome);
        assertTrue(outcome.details().contains(part), outcome::details);
    }
}
