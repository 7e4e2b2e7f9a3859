package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plan.Request.Rejoin.How;
import org.handyrep.testing.Needs;
import org.handyrep.testing.RepositoryPlugins;
import org.handyrep.testing.TemporaryFiles;
import org.junit.jupiter.api.Test;

/// Old primaries come back, on real servers.
class RejoinRealTest {

    private static final String MARK = "# of its own: ";

    private static Lab open(PostgresBinaries binaries) throws IOException {
        Lab lab = Lab.open(binaries, Map.of("autovacuum", "off", "wal_keep_size", "0"));
        for (String server : List.of("john", "paul", "george")) {
            Files.writeString(hba(lab, server), MARK + server + "\n", StandardOpenOption.APPEND);
        }
        lab.look();
        return lab;
    }

    private static Path hba(Lab lab, String server) {
        return lab.server(server).settings().data().resolve("pg_hba.conf");
    }

    private static Plan plan(Lab lab, String server) {
        return lab.plan(new Request.Rejoin(server, How.AUTO));
    }

    private static String refusal(Lab lab, String server) {
        Refusal refusal = lab.refusal(new Request.Rejoin(server, How.AUTO));
        return refusal.reason() + " " + refusal.checks();
    }

    /// It comes up as the primary that it was, and writes what nobody receives.
    private static void writesAlone(Lab lab, String server) throws IOException {
        Files.deleteIfExists(lab.server(server).settings().data().resolve("standby.signal"));
        lab.server(server).start();
        for (int i = 0; i < 3; i++) {
            lab.server(server).execute("CREATE TABLE only_" + server + "_has_" + i + " AS SELECT generate_series(1, 1000) AS n");
        }
    }

    private static void assertBack(Lab lab, String server, String primary) throws IOException {
        lab.awaitCaughtUp(primary, server);
        assertEquals("t", lab.query(server, "SELECT pg_is_in_recovery()"));
        assertEquals("1", lab.query(primary, "SELECT count(*) FROM pg_stat_replication WHERE application_name = '" + server + "' AND state = 'streaming'"));
        assertEquals("0", lab.query(server, "SELECT count(*) FROM pg_class WHERE relname LIKE 'only_" + server + "%'"));
        assertEquals(String.valueOf(lab.server(server).settings().port()), lab.query(server, "SHOW port"));
        assertEquals(server, lab.query(server, "SHOW cluster_name"));
        assertTrue(Files.readString(hba(lab, server)).endsWith(MARK + server + "\n"), "its pg_hba.conf");
        assertEquals("0", lab.query(primary, "SELECT count(*) FROM pg_replication_slots WHERE slot_name LIKE 'handyrep%'"), "a slot was left");
        try (Stream<Path> beside = Files.list(lab.server(server).settings().home())) {
            assertEquals(List.of(), beside.filter(f -> f.getFileName().toString().startsWith("handyrep-rejoin")).toList());
        }
        assertTrue(lab.isEnabled(server));
        assertEquals("replica", lab.role(server));
        await("nothing is found wrong with " + server).atMost(Lab.SOON).until(() ->
                lab.look().findings().stream().noneMatch(f -> f.server().equals(server)));
    }

    @Test
    void scenario26_aRewoundOldPrimaryKeepsItsConfigurationPortAndHba() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.find();
        Needs.that(binaries.complete(), "pg_rewind is not installed");
        try (Lab lab = open(binaries)) {
            aCrashedOne(lab);
            oneThatDidNotDiverge(lab);
            oneThatWasStoppedInOrder(lab);
            assertTrue(lab.cluster.commands().stream().noneMatch(c -> c.contains(org.handyrep.testing.PostgresCluster.PASSWORD)));
        }
    }

    private static void aCrashedOne(Lab lab) throws IOException {
        lab.server("john").kill9();
        lab.succeeds("manual_failover", "newmaster", "paul");
        writesAlone(lab, "john");
        assertTrue(refusal(lab, "john").contains("isolate it first"), "a primary in traffic");
        // The checkpoint after its recovery would have no use for the WAL file of the fork.
        lab.server("john").execute("SELECT pg_switch_wal()");
        lab.server("john").kill9();
        lab.awaitVerdict("PrimaryOK");
        assertFalse(Files.exists(lab.server("john").settings().data().resolve("standby.signal")));
        recycled(lab, "john");

        assertTrue(lab.fails("rejoin", "replicaserver", "john").toString().contains("confirm=john"));
        Plan plan = plan(lab, "john");
        assertTrue(plan.asText().contains("3 commits"), plan::asText);
        Operation done = lab.run(plan);
        assertEquals(Operation.State.SUCCEEDED, done.state(), () -> String.valueOf(lab.engine.report(done.id())));
        assertBack(lab, "john", "paul");
        evidence(plan);
    }

    /// As a checkpoint leaves old WAL files behind the newest, for later.
    private static void recycled(Lab lab, String server) throws IOException {
        Path wal = lab.server(server).settings().data().resolve("pg_wal");
        try (Stream<Path> files = Files.list(wal)) {
            Path last = files.filter(f -> f.getFileName().toString().matches("[0-9A-F]{24}")).max(Path::compareTo).orElseThrow();
            long number = Long.parseLong(last.getFileName().toString().substring(16), 16) + 1;
            Files.copy(last, wal.resolve("0000000100000000%08X".formatted(number)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void evidence(Plan plan) throws IOException {
        String shown = plan.steps().stream().filter(s -> s.title().startsWith("Save")).findFirst().orElseThrow().preview().getFirst();
        Path folder = Path.of(shown.substring(shown.lastIndexOf(" to ") + 4));
        String text = Files.readString(folder.resolve("evidence.txt"));
        assertTrue(text.contains("desc: COMMIT") && text.contains("Latest checkpoint location"), text);
        try (Stream<Path> files = Files.list(folder)) {
            List<String> wal = files.map(f -> f.getFileName().toString()).filter(f -> f.matches("00000001[0-9A-F]{16}")).sorted().toList();
            assertEquals(List.of("000000010000000000000001"), wal, "from the fork to the end, and no more");
        }
    }

    /// A switchover that leaves paul stopped.
    private static void switchOver(Lab lab, String to) {
        lab.succeeds("manual_failover", "newmaster", to, "old_primary_follows", "False");
        lab.awaitVerdict("PrimaryOK");
    }

    private static void oneThatDidNotDiverge(Lab lab) throws IOException {
        switchOver(lab, "john");
        Plan plan = plan(lab, "paul");
        assertEquals(Optional.empty(), plan.impact().typedName(), plan::asText);
        assertFalse(plan.asText().contains("pg_rewind"), plan::asText);
        lab.succeeds("rejoin", "replicaserver", "paul");
        assertBack(lab, "paul", "john");
        assertTrue(refusal(lab, "paul").contains("nothing to rejoin"));
    }

    private static void oneThatWasStoppedInOrder(Lab lab) throws IOException {
        switchOver(lab, "paul");
        Path auto = lab.server("john").settings().data().resolve("postgresql.auto.conf");
        writesAlone(lab, "john");
        lab.server("john").execute("ALTER SYSTEM SET wal_log_hints = off");
        lab.server("john").stop("fast");
        lab.server("john").start();
        lab.server("john").stop("fast");
        lab.awaitVerdict("PrimaryOK");
        String why = refusal(lab, "john");
        assertTrue(why.contains("neither data checksums nor wal_log_hints"), why);

        lab.server("john").start();
        lab.server("john").execute("ALTER SYSTEM RESET wal_log_hints");
        lab.server("john").stop("fast");
        lab.server("john").start();
        lab.server("john").execute("ALTER SYSTEM SET work_mem = '5MB'");
        lab.server("john").stop("fast");
        lab.awaitVerdict("PrimaryOK");
        Path stale = Files.createDirectories(lab.server("john").settings().home().resolve("handyrep-rejoin-john"));
        Files.writeString(stale.resolve("state"), "settled\n");
        Files.createFile(stale.resolve("rewound"));
        RepositoryPlugins.permit(stale, "rwxrwxrwx");
        lab.succeeds("rejoin", "replicaserver", "john", "how", "rewind", "confirm", "john");
        assertBack(lab, "john", "paul");
        assertTrue(Files.readString(auto).contains("work_mem"), "postgresql.auto.conf is its own");
    }

    @Test
    void withoutTheToolAnOldPrimaryThatDivergedIsNotTouchedAndOneThatDidNotFollows() throws Exception {
        try (Lab lab = open(PostgresBinaries.embedded())) {
            lab.server("john").kill9();
            lab.succeeds("manual_failover", "newmaster", "paul");
            lab.succeeds("rejoin", "replicaserver", "john");
            assertBack(lab, "john", "paul");
            lab.succeeds("manual_failover", "newmaster", "john", "old_primary_follows", "False");
            writesAlone(lab, "paul");
            lab.server("paul").stop("fast");
            lab.awaitVerdict("PrimaryOK");
            String why = refusal(lab, "paul");
            assertTrue(why.contains("no pg_rewind") && why.contains("how=reclone"), why);
            assertEquals("john", lab.call("get_master_name").get("details"));
        }
    }

    /// A pg_rewind that does what its rehearsal says, and then waits for a word: `go` lets it do its work, `fail` ends it after it has changed a file.
    private static final String TOOL =
            """
            #!/bin/sh
            case " $* " in *" --dry-run "*|*" --version "*) exec %1$s "$@";; esac
            touch %2$s.begun
            until test -e %2$s; do sleep 0.05; done
            if test "$(cat %2$s)" = fail; then
              for word; do case $word in --target-pgdata=*) printf torn > "${word#*=}/global/pg_filenode.map";; esac; done
              echo "pg_rewind: error: could not read from the source" >&2
              exit 1
            fi
            exec %1$s "$@"
            """;

    @Test
    void whatBecomesOfARewindIsKnownToWhoeverComesAfterIt() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.find();
        Needs.that(binaries.complete(), "pg_rewind is not installed");
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "handyrep-rewind-");
        try (Lab lab = open(binaries)) {
            Path word = folder.resolve("word");
            Path tool = Files.writeString(folder.resolve("pg_rewind"), TOOL.formatted(binaries.program("pg_rewind"), word));
            RepositoryPlugins.permit(tool, "rwxr-xr-x");
            RepositoryPlugins.permit(folder, "rwxrwxrwx");
            for (String server : List.of("john", "paul")) {
                lab.succeeds("alter_server_def", "servername", server, "rewind_path", tool.toString());
            }
            lab.server("john").kill9();
            lab.succeeds("manual_failover", "newmaster", "paul");

            writesAlone(lab, "john");
            lab.server("john").kill9();
            EngineChild.killedInRejoin(lab, folder.resolve("word.begun"), "john");
            lab.reopen();
            Operation left = lab.engine.operations().getFirst();
            assertEquals(Operation.State.INTERRUPTED, left.state(), left::toString);
            assertFalse(lab.engine.rollBack(Lab.ANNA, left.id()).succeeded(), "nothing of a rewind can be taken back");
            Files.writeString(word, "go");
            assertTrue(lab.engine.resume(Lab.ANNA, left.id()).succeeded());
            assertEquals(Operation.State.SUCCEEDED, lab.ended(left.id()).state(), () -> lab.operation(left.id()).toString());
            assertBack(lab, "john", "paul");

            lab.server("paul").kill9();
            lab.succeeds("manual_failover", "newmaster", "john");
            writesAlone(lab, "paul");
            lab.server("paul").kill9();
            lab.awaitVerdict("PrimaryOK");
            Files.writeString(word, "fail");
            Operation failed = lab.run(plan(lab, "paul"));
            assertEquals(Operation.State.INTERRUPTED, failed.state(), failed::toString);
            assertTrue(failed.summary().contains("could not read from the source"), failed::summary);
            assertTrue(failed.summary().contains("how=reclone"), failed::summary);
            assertFalse(lab.server("paul").isRunning());
            String why = refusal(lab, "paul");
            assertTrue(why.contains("pg_rewind failed on paul before") && why.contains("how=reclone"), why);
            assertFalse(lab.engine.resume(Lab.ANNA, failed.id()).succeeded() && lab.ended(failed.id()).state() == Operation.State.SUCCEEDED);
            assertFalse(lab.server("paul").isRunning(), "what pg_rewind left torn is never started");
            assertTrue(lab.engine.leave(Lab.ANNA, failed.id()).succeeded(), "a clone may be begun now");
        } finally {
            TemporaryFiles.delete(folder);
        }
    }
}
