package org.handyrep.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ServersFileTest {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /// As Python's json.dump writes it.
    private static final String ORIGINAL =
            """
            {"status": {"status": "warning", "status_message": "1 replicas are down", "status_no": 3, "status_ts": "2014-03-01 12:00:00", "pid": 4242}, \
            "servers": {"paul": {"status": "down", "status_no": 5, "status_ts": "2014-03-01 11:59:00", "status_message": null, "hostname": "paul.local", \
            "role": "replica", "port": 5433, "enabled": false, "failover_priority": 2, "lag_limit": 100, "pgdata": "/var/lib/postgresql/9.3/main", \
            "lag": 0.5, "wal_location": "", "tags": ["x", {"y": 1}], "smtp_pass": "sesame"}, \
            "john": {"status": "healthy", "status_no": 1, "hostname": "john.local", "role": "master", "port": "5432", "enabled": true}}}""";

    @TempDir
    Path directory = Path.of("");

    private ServersFile file() {
        return new ServersFile(directory.resolve("servers.save"));
    }

    static SavedState state(Instant at, String master) {
        List<Server> servers = Stream.of("john", "paul")
                .map(n -> new Server(n, "127.0.0.1", 5432, n.equals(master) ? Role.MASTER : Role.REPLICA, true, 1, 1000,
                        Map.of("pgdata", "/data")))
                .toList();
        Map<String, Status> statuses = new LinkedHashMap<>();
        servers.forEach(s -> statuses.put(s.name(), new Status(ServerStatus.HEALTHY, at, "fine")));
        return new SavedState(at, servers, statuses, ClusterStatus.HEALTHY, "all well");
    }

    private static SavedState found(SavedResult result) {
        return assertInstanceOf(SavedResult.Found.class, result).state();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        SavedState state = state(NOON, "paul");
        assertEquals(new SavedResult.Absent(), file().read());
        assertTrue(file().write(state).succeeded());
        assertEquals(new SavedResult.Found(state, "servers.save", List.of()), file().read());
    }

    @Test
    void aFileOfTheOriginalIsReadAndItsKeysAreKept() throws IOException {
        Files.writeString(file().file(), ORIGINAL);
        SavedState state = found(file().read());
        Instant then = LocalDateTime.parse("2014-03-01T12:00:00").atZone(ZoneId.systemDefault()).toInstant();
        assertEquals(then, state.updated());
        assertEquals(ClusterStatus.WARNING, state.clusterStatus());
        assertEquals(List.of("paul", "john"), state.servers().stream().map(Server::name).toList());
        Server paul = state.servers().getFirst();
        assertEquals("paul.local:5433", paul.address());
        assertFalse(paul.enabled());
        assertEquals(Optional.of("0.5"), paul.setting("lag"));
        assertEquals(Optional.empty(), paul.setting("wal_location"));
        assertEquals(ServerStatus.DOWN, statusOf(state, "paul"));
        assertEquals(5432, state.servers().get(1).port());

        assertTrue(file().write(state).succeeded());
        JsonNode written = SavedJson.tree(Files.readString(file().file()));
        JsonNode before = SavedJson.tree(ORIGINAL);
        assertEquals(4242, written.at("/status/pid").asInt());
        assertEquals(before.at("/servers/paul/tags"), written.at("/servers/paul/tags"));
        assertTrue(written.at("/servers/paul/lag").isNumber());
        assertEquals(state.servers(), found(file().read()).servers());
        assertFalse(Files.readString(file().file()).contains("sesame"));
    }

    private static ServerStatus statusOf(SavedState state, String server) {
        return Optional.ofNullable(state.statuses().get(server)).orElseThrow().status();
    }

    @Test
    void tenGenerationsAreKept() throws IOException {
        for (int i = 0; i < 15; i++) {
            assertTrue(file().write(state(NOON.plusSeconds(i), "john")).succeeded());
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(11, files.count());
        }
        for (int i = 1; i <= 10; i++) {
            String text = Files.readString(directory.resolve("servers.save." + i));
            assertEquals(NOON.plusSeconds(14 - i), SavedJson.read(text, NOON).updated());
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file().file())));
    }

    @Test
    void scenario23_cutAtAnyByteThePreviousGenerationIsUsed() throws IOException {
        ServersFile file = file();
        file.write(state(NOON, "john"));
        file.write(state(NOON.plusSeconds(60), "paul"));
        byte[] whole = Files.readAllBytes(file.file());
        int last = new String(whole, java.nio.charset.StandardCharsets.UTF_8).lastIndexOf('}');
        for (int length = 0; length <= last; length++) {
            Files.write(file.file(), Arrays.copyOf(whole, length));
            SavedResult.Found found = assertInstanceOf(SavedResult.Found.class, file.read(), "cut at " + length);
            assertEquals("servers.save.1", found.origin());
            assertEquals(NOON, found.state().updated());
            assertTrue(found.problems().getFirst().startsWith("servers.save is damaged: "), "cut at " + length);
        }
        Conf conf = Samples.load(directory, Samples.MINIMAL);
        StartState start = StartState.choose(file.read(), new SavedResult.Absent(), conf, NOON);
        assertEquals("servers.save.1", start.origin());
        assertFalse(start.rolesAreCertain(), "the roles are to be learnt from the servers");
        assertEquals(1, start.problems().size());
    }

    @Test
    void scenario23_damageIsNotMadeAGenerationAndTheNextWriteMendsIt() throws IOException {
        ServersFile file = file();
        file.write(state(NOON, "john"));
        file.write(state(NOON.plusSeconds(1), "paul"));
        Files.writeString(file.file(), "{\"servers\": {");
        assertTrue(file.write(state(NOON.plusSeconds(2), "paul")).succeeded());
        assertEquals(NOON.plusSeconds(2), found(file.read()).updated());
        String kept = Files.readString(directory.resolve("servers.save.1"));
        assertEquals(NOON, SavedJson.read(kept, NOON).updated());
    }

    @Test
    void scenario23_withoutAnyWholeGenerationTheConfIsOnlyAGuess() throws IOException {
        Files.writeString(file().file(), "\0\0\0\0");
        Files.writeString(directory.resolve("servers.save.1"), "[]");
        SavedResult result = file().read();
        assertEquals(2, assertInstanceOf(SavedResult.Unusable.class, result).problems().size());
        StartState start = StartState.choose(result, new SavedResult.Absent(), Samples.load(directory, Samples.MINIMAL), NOON);
        assertEquals("handyrep.conf", start.origin());
        assertFalse(start.rolesAreCertain());
        assertTrue(start.problems().getLast().contains("may be older than the last failover"));
    }

    @Test
    void aStateThatCannotBeUsedIsDamageToo() {
        for (String bad : List.of(
                "{}", "{\"servers\": {}, \"status\": {}}", "{\"servers\": {\"a\": {\"hostname\": \"a\"}}}",
                "{\"servers\": {\"a\": {}}, \"status\": {}}", "{\"servers\": {\"a\": 1}, \"status\": {}}",
                "{\"servers\": {\"a\": {\"hostname\": \"-oX\"}}, \"status\": {}}",
                "{\"servers\": {\"a\": {\"hostname\": \"a\", \"port\": \"x\"}}, \"status\": {}}",
                "{\"servers\": {\"a\\n\": {\"hostname\": \"a\"}}, \"status\": {}}",
                "{\"servers\": {\"a\": {\"hostname\": \"a\"}}, \"status\": {}} x")) {
            org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, () -> SavedJson.read(bad, NOON), bad);
        }
    }

    @Test
    void aWriteThatFailsLeavesTheFileAsItWas() throws IOException {
        ServersFile file = file();
        file.write(state(NOON, "john"));
        Files.createDirectories(directory.resolve("servers.save.new/full"));
        Outcome outcome = file.write(state(NOON.plusSeconds(1), "paul"));
        assertFalse(outcome.succeeded());
        assertEquals(NOON, found(file.read()).updated());
        assertFalse(new ServersFile(directory.resolve("nowhere/servers.save")).write(state(NOON, "john")).succeeded());
    }

    @Test
    void theNewestOfFileAndTableWins() throws IOException {
        Conf conf = Samples.load(directory, Samples.MINIMAL);
        SavedResult older = new SavedResult.Found(state(NOON, "john"), "servers.save", List.of());
        SavedResult newer = new SavedResult.Found(state(NOON.plusSeconds(1), "paul"), "table", List.of());
        SavedResult unreachable = new SavedResult.Unusable(List.of("refused"));
        assertEquals("table", StartState.choose(older, newer, conf, NOON).origin());
        assertEquals("table", StartState.choose(newer, older, conf, NOON).origin());
        StartState primaryDown = StartState.choose(older, unreachable, conf, NOON);
        assertEquals("servers.save", primaryDown.origin());
        assertTrue(primaryDown.rolesAreCertain());
        StartState first = StartState.choose(new SavedResult.Absent(), new SavedResult.Absent(), conf, NOON);
        assertEquals("handyrep.conf", first.origin());
        assertTrue(first.rolesAreCertain());
        assertFalse(StartState.choose(new SavedResult.Absent(), unreachable, conf, NOON).rolesAreCertain());
        Conf override = Samples.load(directory, Samples.MINIMAL.replace("[servers]", "override_server_file = True\n[servers]"));
        assertEquals("handyrep.conf", StartState.choose(older, newer, override, NOON).origin());
    }
}
