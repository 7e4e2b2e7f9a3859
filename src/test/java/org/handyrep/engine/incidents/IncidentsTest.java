package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Candidate;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.junit.jupiter.api.Test;

/// Accidents that happened to others, played on real servers.
class IncidentsTest {

    @Test
    void scenario06_sshAndSqlDeadIsNotFencedWithoutAPersonsWord() {
        try (Lab lab = Lab.open()) {
            lab.look();
            lab.server("john").kill9();
            lab.cluster.closeDoor("john");
            lab.reopen();
            Diagnosis diagnosis = lab.look();
            assertFalse(diagnosis.verdict().code().equals("PrimaryProcessDown"), diagnosis::toString);

            for (String word : List.of("", "paul", "JOHN")) {
                Map<String, Object> refused = word.isEmpty()
                        ? lab.fails("manual_failover", "newmaster", "paul")
                        : lab.fails("manual_failover", "newmaster", "paul", "confirm", word);
                assertTrue(String.valueOf(refused.get("details")).contains("confirm=john"), refused::toString);
            }
            assertFalse(lab.isPrimary("paul"));

            Map<String, Object> done = lab.succeeds("manual_failover", "newmaster", "paul", "confirm", "john", "remaster", "False");
            assertTrue(done.toString().contains("george stays frozen"), done::toString);
            assertTrue(lab.isPrimary("paul"));

            lab.server("john").start();
            assertTrue(lab.isPrimary("john"), "it was not switched off after all");
            assertEquals("", lab.query("george", "SHOW primary_conninfo"), "george does not go back to it");
            lab.awaitVerdict("SplitBrain");
            lab.succeeds("remaster", "replicaserver", "george");
            lab.awaitCaughtUp("paul", "george");
            assertFalse(Files.exists(lab.server("george").settings().data().resolve("postgresql.auto.conf.handyrep-frozen")));
        }
    }

    @Test
    void scenario09_aStandbyWithoutWalReceiverIsNotEligible() {
        try (Lab lab = Lab.open()) {
            detach(lab, "george");
            Diagnosis diagnosis = lab.look();
            assertTrue(diagnosis.findings().stream().anyMatch(f -> f.code().equals("StandbyDetached")), diagnosis::toString);
            assertEquals("unavailable", diagnosis.status("george").status().word());
            assertTrue(lab.refusal(failoverTo("george")).reason().contains("no WAL receiver"));

            lab.server("john").execute("CREATE TABLE newer AS SELECT 1 AS n");
            lab.awaitCaughtUp("john", "paul");
            lab.server("john").kill9();
            assertTrue(lab.refusal(failoverTo("george")).reason().contains("behind the most advanced replica"));
            assertEquals("paul", lab.engine.candidates().candidates().getFirst().server());
        }
    }

    @Test
    void whatIsWrongBesideTheVerdictIsLoggedOnceAndItsEndToo() throws Exception {
        try (Lab lab = Lab.open()) {
            lab.look();
            List<String> log = new CopyOnWriteArrayList<>();
            try (AutoCloseable unused = lab.engine.watchLog(line -> log.add(line.category() + " " + line.message()))) {
                lab.server("paul").execute("SELECT pg_wal_replay_pause()");
                await("it is told").atMost(Lab.SOON).until(() -> {
                    lab.look();
                    return log.stream().anyMatch(l -> l.startsWith("FINDING replay is paused on paul"));
                });
                lab.server("paul").execute("SELECT pg_wal_replay_resume()");
                await("its end is told").atMost(Lab.SOON).until(() -> {
                    lab.look();
                    return log.stream().anyMatch(l -> l.startsWith("FINDING over: replay is paused on paul"));
                });
                assertEquals(2, log.stream().filter(l -> l.startsWith("FINDING")).count(), log::toString);
            }
        }
    }

    @Test
    void scenario10_aStandbyThatRestartedWhileThePrimaryIsDeadKeepsItsTruePosition() {
        try (Lab lab = Lab.open()) {
            lab.server("john").execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
            lab.awaitCaughtUp("john", "paul", "george");
            lab.server("john").kill9();
            lab.look();
            Lsn before = position(lab, "paul");
            lab.server("paul").stop("fast");
            lab.server("paul").start();

            lab.look();
            assertFalse(before.isAfter(position(lab, "paul")), () -> before + " before, now " + position(lab, "paul"));
            Candidate paul = lab.engine.candidates().candidates().stream()
                    .filter(c -> c.server().equals("paul"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Optional.empty(), paul.obstacle());
            lab.succeeds("manual_failover", "newmaster", "paul");
            assertEquals("1000", lab.query("paul", "SELECT count(*) FROM kept"));
        }
    }

    @Test
    void scenario12_anAheadStandbyAfterAWrongPromotionIsForkedAndIsNotMadeToFollow() {
        try (Lab lab = Lab.open()) {
            detach(lab, "paul");
            lab.server("john").execute("CREATE TABLE only_george_has AS SELECT generate_series(1, 1000) AS n");
            lab.awaitCaughtUp("john", "george");
            lab.server("john").kill9();
            lab.look();
            lab.succeeds("promote", "newmaster", "paul", "confirm", "paul");
            lab.server("paul").execute("CREATE TABLE later AS SELECT generate_series(1, 10000) AS n");

            Diagnosis diagnosis = lab.look();
            assertEquals("unavailable", diagnosis.status("george").status().word(), diagnosis::toString);
            assertTrue(
                    diagnosis.findings().stream()
                            .anyMatch(f -> f.code().equals("StandbyForked") && f.server().equals("george")),
                    diagnosis::toString);
            Map<String, Object> refused = lab.fails("remaster", "replicaserver", "george");
            assertTrue(refused.toString().contains("it would fork"), refused::toString);
            assertEquals("1000", lab.query("george", "SELECT count(*) FROM only_george_has"));
        }
    }

    @Test
    void scenario13_anOldPrimaryThatReturnsWritableIsASplitBrainAndNothingIsTouched() throws IOException {
        try (Lab lab = Lab.open()) {
            lab.look();
            lab.server("john").kill9();
            lab.succeeds("manual_failover", "newmaster", "paul");
            assertFalse(lab.isEnabled("john"));
            lab.look();
            String before = String.valueOf(lab.entry("get_server_info", "john").get("status"));

            Files.delete(lab.server("john").settings().data().resolve("standby.signal"));
            lab.server("john").start();
            lab.awaitVerdict("SplitBrain");

            assertTrue(lab.engine.view().diagnosis().verdict().sentence().contains("john"));
            assertFalse(lab.engine.view().diagnosis().verdict().automationMayAct());
            assertEquals(before, lab.entry("get_server_info", "john").get("status"), "a disabled server keeps its status");
            assertEquals("master", lab.role("paul"));
            assertTrue(lab.refusal(failoverTo("george")).reason().contains("diverges"));
            assertTrue(lab.isPrimary("john") && lab.isPrimary("paul"), "nobody was stopped");
            assertEquals(1, lab.engine.operations().size());
        }
    }

    @Test
    void scenario14_aSyncStandbyThatIsGoneStallsCommitsAndNeitherTheLookNorTheVerdictHangs() throws Exception {
        try (Lab lab = Lab.open()) {
            lab.server("john").execute("CREATE TABLE t (n int)");
            lab.server("john").execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
            lab.server("john").execute("SELECT pg_reload_conf()");
            await().until(() -> lab.query("john", "SHOW synchronous_standby_names").equals("nobody"));
            Thread waits = Thread.startVirtualThread(() -> {
                try (Connection session = lab.server("john").connect();
                        Statement statement = session.createStatement()) {
                    statement.execute("INSERT INTO t VALUES (1)");
                } catch (SQLException e) {
                    // The end of the test, or of the server.
                }
            });
            lab.awaitVerdict("SyncStalled");
            long start = System.nanoTime();
            assertEquals("SyncStalled", lab.verdict());
            assertTrue(System.nanoTime() - start < 30_000_000_000L, "the look hung");
            assertFalse(lab.engine.view().diagnosis().verdict().automationMayAct());
            assertTrue(lab.isPrimary("john"));

            lab.server("john").execute("ALTER SYSTEM RESET synchronous_standby_names");
            lab.server("john").execute("SELECT pg_reload_conf()");
            waits.join();
            lab.awaitVerdict("PrimaryOK");
        }
    }

    @Test
    void scenario15_aFrozenIdlePrimaryIsNamedAndKilledBeforeAnotherTakesOver() {
        try (Lab lab = Lab.open()) {
            for (int i = 0; i < 5; i++) {
                assertEquals("PrimaryOK", lab.verdict(), "an idle primary is no false alarm");
            }
            lab.server("john").freeze();
            assertFalse(lab.look().verdict().automationMayAct(), "too new to prove death");
            lab.awaitVerdict("PrimaryHung");

            Plan plan = lab.plan(failoverTo("paul"));
            assertTrue(plan.asText().contains("Kill the hanging PostgreSQL on john"), plan::asText);
            Operation done = lab.run(plan);
            assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
            assertTrue(lab.isPrimary("paul"));
            assertEquals(List.of(), processesIn(lab.server("john").settings().data()));
            lab.awaitStreams("paul", 1);
        }
    }

    @Test
    void scenario20_anOddDataDirectoryIsRefusedAndRunsNothing() throws IOException {
        Path trap = Path.of("/tmp/handyrep-trap-" + System.nanoTime());
        try (Lab lab = Lab.open()) {
            String data = lab.server("john").settings().data().toString();
            for (String odd : List.of(data + "/base", "/nowhere; touch " + trap, "/tmp/$(touch " + trap + ")")) {
                lab.cluster.editConf(text -> text.replaceFirst("pgdata = .*john.*|pgdata = \".*\"", "pgdata = \"" + odd.replace("$", "\\$") + "\""));
                lab.reopen();
                lab.look();
                Refusal refusal = lab.refusal(failoverTo("paul"));
                assertTrue(refusal.toString().contains("STOP"), refusal::toString);
                assertFalse(Files.exists(trap), odd);
            }
            lab.server("john").kill9();
            Refusal refusal = lab.refusal(failoverTo("paul"));
            assertTrue(refusal.toString().contains("cannot be told"), refusal::toString);
            assertFalse(lab.isPrimary("paul"));
        }
    }

    @Test
    void scenario30_tooManyConnectionsIsAlive() throws SQLException {
        List<Connection> crowd = new ArrayList<>();
        try (Lab lab = Lab.open(Map.of("max_connections", "16"))) {
            try {
                crowd(lab, crowd);
                assertEquals("PrimaryRejecting", lab.verdict());
                assertFalse(lab.engine.view().diagnosis().verdict().automationMayAct());
                assertInstanceOf(ServerState.Rejecting.class, lab.state("john"));
                assertTrue(lab.refusal(failoverTo("paul")).reason().contains("john lives"));
            } finally {
                for (Connection connection : crowd) {
                    connection.close();
                }
            }
            lab.awaitVerdict("PrimaryOK");
        }
    }

    private static void crowd(Lab lab, List<Connection> crowd) {
        await().atMost(Lab.SOON).until(() -> {
            try {
                crowd.add(lab.server("john").connect());
                return false;
            } catch (SQLException e) {
                return "53300".equals(e.getSQLState());
            }
        });
    }

    /// Takes away a replica's upstream, so that it receives nothing any more.
    private static void detach(Lab lab, String replica) {
        lab.server(replica).execute("ALTER SYSTEM SET primary_conninfo = ''");
        lab.server(replica).execute("SELECT pg_reload_conf()");
        await().atMost(Lab.SOON).until(() -> lab.query(replica, "SELECT count(*) FROM pg_stat_wal_receiver").equals("0"));
    }

    private static Lsn position(Lab lab, String server) {
        return assertInstanceOf(ServerState.Replica.class, lab.state(server)).position();
    }

    /// Those of PostgreSQL: a look of the console at the host stands in that directory too, for a moment.
    private static List<Long> processesIn(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    try {
                        Path proc = Path.of("/proc/" + process.pid());
                        return Files.readSymbolicLink(proc.resolve("cwd")).equals(data)
                                && Files.readSymbolicLink(proc.resolve("exe")).endsWith("postgres");
                    } catch (IOException e) {
                        return false;
                    }
                })
                .map(ProcessHandle::pid)
                .toList();
    }
}
