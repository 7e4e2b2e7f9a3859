package org.handyrep.conf;

import static org.handyrep.conf.ServersFileTest.NOON;
import static org.handyrep.conf.ServersFileTest.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTableTest {

    private final StateTable table = new StateTable("public", "handyrep");

    @TempDir
    Path directory = Path.of("");

    static Row row(@Nullable String... columns) {
        Map<String, @Nullable String> all = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            all.put(String.valueOf(columns[i]), columns[i + 1]);
        }
        return new Row(all);
    }

    private static Row[] columns(String... names) {
        return java.util.Arrays.stream(names).map(n -> row("name", n)).toArray(Row[]::new);
    }

    @Test
    void namesAreQuoted() {
        FakeSql sql = new FakeSql().rows().rows(row("n", "0"));
        StateTable hostile = new StateTable("a\"; DROP TABLE x; --", "t\"");
        assertTrue(hostile.init(sql).succeeded());
        assertEquals("CREATE SCHEMA \"a\"\"; DROP TABLE x; --\"", sql.statements.get(2));
        assertTrue(sql.statements.get(3).startsWith("CREATE TABLE \"a\"\"; DROP TABLE x; --\".\"t\"\"\" (updated timestamptz, "));
        assertFalse(sql.statements.getFirst().contains("DROP"));
    }

    @Test
    void aTableThatIsThereIsLeftAlone() {
        FakeSql sql = new FakeSql().rows(columns("updated", "config", "servers", "status", "last_ip", "last_sync", "own"));
        assertTrue(table.init(sql).succeeded());
        assertEquals(1, sql.statements.size());
        Outcome other = table.init(new FakeSql().rows(columns("id", "status")));
        assertTrue(other.details().endsWith("lacks updated, config, servers, last_ip, last_sync"), other::details);
        assertFalse(table.init(new FakeSql().refused()).succeeded());
    }

    @Test
    void theNewestWholeRowIsRead() {
        FakeSql sql = new FakeSql()
                .rows(columns("updated"))
                .rows(
                        row("updated", "2026-01-03T00:00:00Z", "servers", "{", "status", "{}"),
                        row("updated", "2026-01-02T00:00:00.5Z", "servers", "{\"a\":{\"hostname\":\"h\"}}", "status", "{}"));
        SavedResult.Found found = assertInstanceOf(SavedResult.Found.class, table.read(sql));
        assertEquals(java.time.Instant.parse("2026-01-02T00:00:00.5Z"), found.state().updated());
        assertEquals(1, found.problems().size());
        assertEquals(new SavedResult.Absent(), table.read(new FakeSql()));
        assertInstanceOf(SavedResult.Unusable.class, table.read(new FakeSql().refused()));
    }

    @Test
    void aNewerStateOfAnotherConsoleIsNotOverwritten() throws IOException {
        Conf conf = Samples.load(directory, Samples.MINIMAL);
        assertTrue(table.write(new FakeSql().rows(row("done", "1")), state(NOON, "john"), conf).succeeded());
        Outcome refused = table.write(new FakeSql().rows(), state(NOON, "john"), conf);
        assertTrue(refused.details().contains("newer state that another HandyRep wrote"), refused::details);
        assertFalse(table.write(new FakeSql().refused(), state(NOON, "john"), conf).succeeded());
    }

    @Test
    void scenario29_tableNeverContainsPasswords() throws IOException {
        StringBuilder text = new StringBuilder("[passwords]\n");
        int number = 0;
        for (ConfOption option : ConfOptions.of("passwords")) {
            text.append(option.name()).append(" = sesame").append(number++).append('\n');
        }
        text.append("own = sesame98\n")
                .append(Samples.MINIMAL.replace("hostname = 127.0.0.2",
                        "hostname = 127.0.0.2\nssh_password = sesame50\nnote = \"the word is sesame0\"\n"
                                + "url = postgres://u:sesame51@h/db"))
                .append("[plugins]\n[[mail]]\nsmtp_pass = sesame52\nauth_token = sesame53\n")
                .append("extra = \"host=a password='sesame 54 sesame55' user=b\"\ncopied = sesame98\n")
                .append("[extra_failover_commands]\n[[x]]\ncommand = successplugin\nparameters = password=sesame56, sesame1\n");
        Conf conf = Samples.load(directory, text.toString());
        SavedState state = new SavedState(
                NOON, conf.servers(), Map.of(), org.handyrep.cluster.ClusterStatus.HEALTHY, "");
        FakeSql sql = new FakeSql().rows(row("done", "1"));
        assertTrue(table.write(sql, state, conf).succeeded());
        String config = String.valueOf(sql.parameters.getFirst().get(1));
        assertFalse(config.contains("sesame"), config);
        assertEquals("test", SavedJson.tree(config).at("/handyrep/cluster_name").asString());
        assertEquals("127.0.0.2", SavedJson.tree(config).at("/servers/paul/hostname").asString());
        assertFalse(config.contains("\"passwords\""), config);
        String servers = String.valueOf(sql.parameters.getFirst().get(2));
        for (String secret : List.of("sesame50", "sesame51")) {
            assertFalse(servers.contains(secret), servers);
        }
        ServersFile file = new ServersFile(directory.resolve("servers.save"));
        assertTrue(file.write(state).succeeded());
        String saved = java.nio.file.Files.readString(file.file());
        assertFalse(saved.contains("sesame50") || saved.contains("sesame51"), saved);
    }
}
