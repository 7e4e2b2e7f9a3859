package org.handyrep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.Operator;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.TemporaryFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Names, hosts and paths that would run a command if they ever met a shell or SQL unquoted: the canary file is never made.
class HostileNamesTest {

    private final ManagedCluster cluster = ManagedCluster.start(1);
    private final String conf = cluster.conf().toString();
    private final Path directory = openToAll();
    private final Path canary = directory.resolve("canary");

    private static Path openToAll() {
        try {
            Path made = Files.createTempDirectory(Path.of("/tmp"), "handyrep-canary-");
            return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
        TemporaryFiles.delete(directory);
    }

    private List<String> hostile() {
        return List.of(
                "x; touch " + canary,
                "$(touch " + canary + ")",
                "`touch " + canary + "`",
                "x' ; touch " + canary + " ; '",
                "x\" ; touch " + canary + " ; \"",
                "x | touch " + canary + " #",
                "x\ntouch " + canary,
                "-rf " + canary,
                "x'; COPY (SELECT 1) TO PROGRAM 'touch " + canary + "'; --");
    }

    private Ran call(String... words) {
        List<String> all = new ArrayList<>(List.of("call"));
        all.addAll(List.of(words));
        all.addAll(List.of("--conf", conf));
        Ran ran = Ran.of(all.toArray(String[]::new));
        assertFalse(Files.exists(canary), () -> "it ran: " + all);
        return ran;
    }

    @Test
    void hostileHostsAreRefusedAndHostilePathsRunNothing() {
        LocalPostgres john = cluster.server("john");
        try (ClusterEngine engine = cluster.engine()) {
            Map<?, ?> info = (Map<?, ?>) result(engine, "get_server_info", Map.of("servername", "john")).getOrDefault("john", Map.of());
            for (String word : hostile()) {
                String own = "s" + hostile().indexOf(word);
                assertEquals("FAIL", result(engine, "add_server", Map.of("servername", own, "hostname", word)).get("result"));
                assertEquals("FAIL", result(engine, "poll", Map.of("servername", word)).get("result"));
                assertEquals("FAIL", result(engine, "promote", Map.of("newmaster", word)).get("result"));
                Map<String, String> there = Map.of(
                        "servername", own,
                        "hostname", john.settings().host(),
                        "ssh_port", String.valueOf(info.get("ssh_port")),
                        "port", "1",
                        "pgdata", "/" + word);
                assertEquals(
                        word.contains("\n") ? "FAIL" : "SUCCESS", result(engine, "add_server", there).get("result"));
                assertEquals("FAIL", result(engine, "restart", Map.of("servername", own)).get("result"));
            }
            assertEquals("SUCCESS", result(engine, "verify_all", Map.of()).get("result"));
        }
    }

    private Map<String, Object> result(ClusterEngine engine, String function, Map<String, String> arguments) {
        Map<String, Object> rd = engine.call(Operator.local(), function, arguments);
        assertFalse(Files.exists(canary), () -> "it ran: " + function + " " + arguments);
        return rd;
    }

    @Test
    void aReplicaWithAHostileNameIsOperatedLikeAnyOther() {
        LocalPostgres paul = cluster.server("paul");
        var before = Ran.of("call", "get_server_info", "servername=paul", "--conf", conf).json().path("paul");
        String name = "pa'ul\"; $(touch " + canary + ") `touch " + canary + "` \\";
        assertEquals(0, call("disable", "servername=paul").exit());
        assertEquals(0, call("remove", "servername=paul").exit());
        Ran added = call("add_server", "servername=" + name, "hostname=" + paul.settings().host(),
                "port=" + paul.settings().port(), "pgdata=" + paul.settings().data(),
                "ssh_port=" + before.path("ssh_port").asString());
        assertEquals(0, added.exit(), added::toString);
        for (List<String> act : List.of(
                List.of("startup", "servername=" + name),
                List.of("enable", "servername=" + name),
                List.of("remaster", "replicaserver=" + name),
                List.of("restart", "servername=" + name),
                List.of("manual_failover", "newmaster=" + name))) {
            Ran ran = call(act.toArray(String[]::new));
            assertEquals(0, ran.exit(), () -> act + " " + ran);
        }
        assertEquals("f", PostgresCluster.query(paul, "SELECT pg_is_in_recovery()"));
        assertTrue(Ran.of("check", "--conf", conf).out().contains("restart_pg_ctl"));
        assertFalse(Files.exists(canary));
    }
}
