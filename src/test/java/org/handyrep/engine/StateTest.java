package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// servers.save and the handyrep table as an engine uses them, on a real cluster.
class StateTest {

    private static final Operator ANNA = Operator.local();

    private final ManagedCluster cluster = ManagedCluster.start(1);

    @AfterEach
    void stop() {
        cluster.close();
    }

    private Path save() {
        return cluster.conf().resolveSibling("servers.save");
    }

    private String table(String expression) {
        LocalPostgres primary = cluster.postgres().servers().stream()
                .filter(LocalPostgres::isRunning)
                .filter(s -> PostgresCluster.query(s, "SELECT pg_is_in_recovery()").equals("f"))
                .findFirst()
                .orElseThrow();
        return PostgresCluster.query(primary, "SELECT " + expression + " FROM public.handyrep");
    }

    private static Map<String, Object> call(ClusterEngine engine, String function, String... arguments) {
        Map<String, String> named = new java.util.LinkedHashMap<>();
        Stream.of(arguments).map(a -> a.split("=", 2)).forEach(pair -> named.put(pair[0], pair[1]));
        Map<String, Object> rd = engine.call(ANNA, function, named);
        assertEquals("SUCCESS", rd.get("result"), rd::toString);
        return rd;
    }

    private void forgetTheFiles() throws IOException {
        try (Stream<Path> files = Files.list(save().resolveSibling(".").normalize())) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("servers\\.save(\\.\\d+)?")).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void scenario29_theTableNeverContainsPasswordsAndItsCopyOutlivesTheConsolesFiles() throws IOException {
        try (ClusterEngine engine = cluster.engine()) {
            call(engine, "verify_all");
            call(engine, "init_handyrep_db");
            Awaitility.await().until(() -> table("count(*)").equals("1"));
            call(engine, "add_server", "servername=ringo", "hostname=127.0.0.9", "replication_options=password='"
                    + PostgresCluster.PASSWORD.replace("'", "\\'") + "'", "my_password=" + PostgresCluster.PASSWORD);
            Awaitility.await().until(() -> table("servers::text").contains("ringo"));
            call(engine, "manual_failover", "newmaster=paul");
        }
        assertEquals("master", table("servers->'paul'->>'role'"), "the console has copied the roles before it ended");
        assertEquals("lab", table("config->'handyrep'->>'cluster_name'"));
        String row = PostgresCluster.query(cluster.server("paul"), "SELECT t::text FROM public.handyrep AS t");
        assertFalse(row.contains(PostgresCluster.PASSWORD) || row.contains("s3cret"), row);
        assertNoFileHoldsThePassword();

        forgetTheFiles();
        try (ClusterEngine engine = cluster.engine()) {
            assertEquals("john", engine.call(ANNA, "get_master_name", Map.of()).get("master"), "nothing was asked yet");
            call(engine, "verify_all");
            assertEquals("paul", call(engine, "get_master_name").get("master"));
            assertTrue(engine.call(ANNA, "get_server_info", Map.of()).containsKey("ringo"));
            assertTrue(Files.exists(save()));
        }
    }

    private void assertNoFileHoldsThePassword() throws IOException {
        Path directory = save().resolveSibling(".").normalize();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> holders = files.filter(Files::isRegularFile)
                    .filter(f -> !f.equals(cluster.conf()))
                    .filter(f -> text(f).contains("s3cret"))
                    .toList();
            assertEquals(List.of(), holders);
        }
        assertTrue(Files.exists(save()), "there was something to look at");
        assertTrue(Files.exists(directory.resolve("handyrep.log")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void scenario23_aCutServersFileIsReplacedByThePreviousGenerationAndTheRolesAreRelearnt() throws IOException {
        try (ClusterEngine engine = cluster.engine()) {
            call(engine, "manual_failover", "newmaster=paul");
        }
        Path older;
        try (Stream<Path> files = Files.list(save().resolveSibling(".").normalize())) {
            older = files.filter(f -> f.getFileName().toString().matches("servers\\.save\\.\\d+"))
                    .filter(f -> isMaster(text(f), "john"))
                    .findFirst()
                    .orElseThrow();
        }
        String before = Files.readString(older);
        forgetTheFiles();
        Files.writeString(save().resolveSibling("servers.save.1"), before);
        Files.writeString(save(), before.substring(0, before.length() / 2));
        cluster.server("paul").freeze();
        try (ClusterEngine engine = cluster.engine()) {
            assertEquals("john", engine.call(ANNA, "get_master_name", Map.of()).get("master"));
            Refusal refusal = assertInstanceOf(
                    Refusal.class, engine.plan(ANNA, new Request.Service("john", RunMode.RESTART)));
            assertTrue(refusal.reason().startsWith("roles are not re-learnt yet: servers.save is damaged"), refusal.reason());
            assertTrue(engine.view().confWarnings().stream().anyMatch(w -> w.startsWith("roles are not re-learnt yet")));

            cluster.server("paul").thaw();
            assertInstanceOf(Plan.class, engine.plan(ANNA, new Request.Service("john", RunMode.RESTART)));
            assertEquals("paul", engine.call(ANNA, "get_master_name", Map.of()).get("master"));
            assertTrue(isMaster(Files.readString(save()), "paul"));
        } finally {
            cluster.server("paul").thaw();
        }
    }

    private static boolean isMaster(String json, String server) {
        return json.replaceAll("\\s", "").matches(".*\"" + server + "\":\\{[^}]*\"role\":\"master\".*");
    }

    @Test
    void whatACommandChangesIsKnownToTheConsoleThatRunsBeside() {
        try (ClusterEngine window = cluster.engine();
                ClusterEngine command = cluster.engine()) {
            window.start();
            Awaitility.await().until(() -> window.view().lastFullPoll().isPresent());
            call(command, "add_server", "servername=ringo", "hostname=127.0.0.9");
            Awaitility.await().until(() -> window.view().snapshot().find("ringo").isPresent());
            call(window, "add_server", "servername=pete", "hostname=127.0.0.8");
            call(command, "poll_all");
            assertTrue(command.view().snapshot().find("pete").isPresent());
            assertEquals(Optional.empty(), command.view().snapshot().find("stuart"));
        }
    }

    @Test
    void aTableThatCannotBeWrittenIsToldOnceAndHoldsNothingUp() {
        PostgresCluster.query(cluster.server("john"), "CREATE TABLE public.handyrep (updated timestamptz)");
        try (ClusterEngine engine = cluster.engine()) {
            for (int round = 0; round < 5; round++) {
                call(engine, "verify_all");
            }
            call(engine, "add_server", "servername=ringo", "hostname=127.0.0.9");
            for (int round = 0; round < 3; round++) {
                call(engine, "poll_all");
            }
            String log = engine.call(ANNA, "read_log", Map.of("numlines", "100")).toString();
            Awaitility.await().untilAsserted(() -> assertEquals(
                    1, engine.call(ANNA, "read_log", Map.of("numlines", "100")).toString().split("not written: table", -1).length - 1, log));
        }
    }
}
