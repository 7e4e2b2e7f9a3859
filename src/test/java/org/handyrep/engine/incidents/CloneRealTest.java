package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.testing.Needs;
import org.handyrep.testing.TemporaryFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Clones of real servers, by every method. Tests of one method share a laboratory, in which all three servers stream again when the next one begins.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloneRealTest {

    private static final List<String> METHODS = List.of("clone_tar", "clone_basebackup", "clone_rsync");

    private final Map<String, CloneLab> shared = new HashMap<>();

    private interface Body {
        void run(CloneLab clones) throws Exception;
    }

    private Stream<DynamicTest> each(Body body) {
        return METHODS.stream().map(method -> DynamicTest.dynamicTest(method, () -> body.run(shared(method))));
    }

    private CloneLab shared(String method) throws IOException {
        CloneLab clones = shared.computeIfAbsent(method, m -> {
            CloneLab made = CloneLab.open(m);
            made.fill(10);
            return made;
        });
        clones.restore();
        return clones;
    }

    @AfterAll
    void close() {
        shared.values().forEach(CloneLab::close);
    }

    @TestFactory
    Stream<DynamicTest> hazard43_aRunningTargetIsOverwrittenOnlyWithReclone() {
        return each(clones -> {
            assertTrue(clones.reason(false).contains("only with reclone"), () -> clones.reason(false));
            assertEquals("t", clones.lab.query("george", "SELECT pg_is_in_recovery()"), "it still runs");
            Files.writeString(clones.george().settings().data().resolve(".left"), "a dot-file that the source does not have");
            for (String server : List.of("john", "george")) {
                Path data = clones.lab.server(server).settings().data();
                Files.writeString(data.resolve("handyrep.clone"), "of long ago\n\n");
                OsUser.forPostgres().createDirectory(data.resolve("handyrep_old"));
            }
            clones.lab.succeeds("disable", "servername", "george");
            assertFalse(clones.george().isRunning());
            assertTrue(clones.reason(false).contains("its end was not confirmed"), () -> clones.reason(false));
            clones.cloned("reclone", "True");
            clones.assertReplica();
            assertFalse(Files.exists(clones.george().settings().data().resolve(".left")), "hazard41: dot-files go too");
            Files.delete(clones.lab.server("john").settings().data().resolve("handyrep.clone"));
            Files.delete(clones.lab.server("john").settings().data().resolve("handyrep_old"));
        });
    }

    @Test
    void hazard41_theWrongTargetIsRefused() throws Exception {
        CloneLab clones = shared("clone_tar");
        var primary = clones.lab.refusal(new Request.Clone("john", Optional.empty(), true));
        assertTrue(primary.reason().contains("is the configured primary"), primary::reason);
        clones.lab.succeeds("disable", "servername", "george");
        String data = clones.george().settings().data().toString();
        Path link = Files.createSymbolicLink(clones.george().settings().home().resolve("link"), Path.of(data));
        Map<String, String> wrong = Map.of(
                "/", "is a directory of the system",
                "/var/lib", "is a directory of the system",
                data + "/../data", "not written plainly",
                link.toString(), "by a symbolic link",
                clones.lab.server("john").settings().data().toString(), "of the server that is copied",
                clones.george().settings().home().toString(), "is no data directory");
        for (Map.Entry<String, String> path : wrong.entrySet()) {
            clones.lab.succeeds("alter_server_def", "servername", "george", "pgdata", path.getKey());
            assertTrue(clones.reason(true).contains(path.getValue()), () -> path.getKey() + ": " + clones.reason(true));
        }
        Files.delete(link);
        clones.lab.succeeds("alter_server_def", "servername", "george", "pgdata", data);
        assertEquals("t", clones.lab.query("john", "SELECT NOT pg_is_in_recovery()"));
    }

    @Test
    void hazard41_anotherClusterIsNeverRemoved() throws Exception {
        CloneLab clones = shared("clone_tar");
        clones.empty();
        OsUser user = OsUser.forPostgres();
        PostgresBinaries binaries = clones.george().settings().binaries();
        Process initdb = new ProcessBuilder(user.wrap(List.of(
                        binaries.program("initdb"), "-D", clones.george().settings().data().toString(), "-N", "--locale=C")))
                .directory(Path.of("/").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, initdb.waitFor());
        assertTrue(clones.reason(true).contains("belongs to another cluster"), () -> clones.reason(true));
        assertTrue(Files.exists(clones.george().settings().data().resolve("PG_VERSION")));
    }

    @TestFactory
    Stream<DynamicTest> hazard42_tablespacesAndRelocatedWalGoWhereTheyAreMapped() {
        return METHODS.stream().map(method -> DynamicTest.dynamicTest(method, () -> {
            OsUser user = OsUser.forPostgres();
            Path root = Files.createTempDirectory(Path.of("/tmp"), "handyrep-places-").toRealPath();
            Files.setPosixFilePermissions(root, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            Path from = root.resolve("space with blank");
            Path to = root.resolve("mapped");
            Path wal = root.resolve("wal");
            Path other = root.resolve("untouched");
            for (Path place : List.of(from, to, wal, other)) {
                user.createDirectory(place);
            }
            Files.writeString(other.resolve("file"), "stays");
            try (CloneLab clones = CloneLab.open(
                    method, CloneLab.binaries(method), Map.of("tablespace_mapping", "\"" + from + "=" + to + "\"", "wal_location", wal.toString()))) {
                clones.empty();
                clones.lab.server("paul").stop("fast");
                clones.lab.server("john").execute("CREATE TABLESPACE space LOCATION '" + from + "'");
                clones.lab.server("john").execute("CREATE TABLE spaced TABLESPACE space AS SELECT generate_series(1, 1000) AS id");
                clones.cloned();
                clones.assertReplica();
                assertEquals("1000", clones.lab.query("george", "SELECT count(*) FROM spaced"));
                assertEquals(to.toString(), clones.lab.query("george", "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = 'space'"));
                assertEquals(wal, Files.readSymbolicLink(clones.george().settings().data().resolve("pg_wal")));
                assertEquals("stays", Files.readString(other.resolve("file")));
                CloneLab.assertClean(to);
                CloneLab.assertClean(wal);
                if (method.equals("clone_tar")) {
                    // Every method has the places cleared alike.
                    clones.cloned("reclone", "True");
                    clones.assertReplica();
                }
                assertEquals("1000", clones.lab.query("george", "SELECT count(*) FROM spaced"));
                if (method.equals("clone_rsync")) {
                    clones.lab.cluster.editConf(text -> text.replace("use_compression = False", "use_ssh = False"));
                    clones.lab.succeeds("reload_conf");
                    assertTrue(clones.reason(true).contains("need use_ssh"), () -> clones.reason(true));
                }
            } finally {
                TemporaryFiles.delete(root);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> hazard47_aCancelledCloneLeavesEverythingAsItWas() {
        return each(clones -> {
            // Only the copy is another one with each method.
            List<String> points = clones == shared.get("clone_tar") ? List.of("Set aside", "Copy", "Wait until") : List.of("Copy");
            for (String step : points) {
                String id = clones.begun(clones.plan(true, step.equals("Copy") ? 1024 : 0), step);
                if (step.equals("Copy")) {
                    await("bytes have come").atMost(Duration.ofSeconds(60)).until(() ->
                            clones.lab.operation(id).progress().map(Progress::done).orElse(0L) > 0);
                }
                clones.lab.engine.cancel(Lab.ANNA, id);
                Operation ended = clones.lab.ended(id);
                if (ended.state() == Operation.State.SUCCEEDED && step.equals("Wait until")) {
                    continue;
                }
                assertEquals(Operation.State.ROLLED_BACK, ended.state(), ended::toString);
                clones.assertReplica();
                assertEquals(List.of(), leftovers(clones), "commands still run");
            }
        });
    }

    @Test
    void aReplicaThatWasPromotedBeforeItsCloneEndedIsNotStopped() throws Exception {
        CloneLab clones = shared("clone_tar");
        Plan plan = clones.plan(true, 0);
        // So that it waits to stream for as long as the test needs; before that, no clone would be planned.
        clones.lab.server("john").execute("ALTER ROLE replicator NOLOGIN");
        try {
            String id = clones.begun(plan, "Wait until");
            await("george takes sessions").atMost(Lab.SOON).ignoreExceptions().until(() -> clones.lab.query("george", "SELECT pg_promote()").equals("t"));
            clones.lab.engine.cancel(Lab.ANNA, id);
            Operation ended = clones.lab.ended(id);
            assertEquals(Operation.State.INTERRUPTED, ended.state(), ended::toString);
            assertTrue(ended.toString().contains("george was promoted since"), ended::toString);
            assertEquals("f", clones.lab.query("george", "SELECT pg_is_in_recovery()"), "george still runs");
            assertTrue(clones.lab.engine.leave(Lab.ANNA, id).succeeded());
        } finally {
            clones.lab.server("john").execute("ALTER ROLE replicator LOGIN");
            clones.george().stop("fast");
        }
    }

    private static List<String> leftovers(CloneLab clones) {
        String fresh = clones.george().settings().data().resolve("handyrep_new").toString();
        return ProcessHandle.allProcesses()
                .map(p -> p.info().commandLine().orElse(""))
                .filter(c -> c.contains(fresh))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> scenario25_aCloneWhoseConsoleWasKilledIsTakenUpByTheNext() {
        return each(clones -> {
            EngineChild.killedHalfWay(clones.lab, "george");
            await("what copied has ended").until(() -> leftovers(clones).isEmpty());
            clones.lab.reopen();
            Operation left = clones.lab.engine.operations().getFirst();
            assertEquals(Operation.State.INTERRUPTED, left.state(), left::toString);
            assertFalse(clones.george().isRunning());
            // Taking back is the same with each method.
            boolean back = clones == shared.get("clone_basebackup");
            Outcome begun = back ? clones.lab.engine.rollBack(Lab.ANNA, left.id()) : clones.lab.engine.resume(Lab.ANNA, left.id());
            assertTrue(begun.succeeded(), begun::details);
            assertEquals(back ? Operation.State.ROLLED_BACK : Operation.State.SUCCEEDED, clones.lab.ended(left.id()).state(),
                    () -> clones.lab.operation(left.id()).toString());
            clones.assertReplica();
        });
    }

    @TestFactory
    Stream<DynamicTest> scenario20_aSourceThatDiesHalfWayLeavesTheTargetAsItWas() {
        return each(clones -> {
            clones.lab.awaitCaughtUp("john", "paul");
            String id = String.valueOf(clones.lab.engine
                    .begin(Lab.ANNA, clones.lab.plan(new Request.Clone("george", Optional.of("paul"), true, 1024)))
                    .extra().get("operation"));
            await("bytes have come").atMost(Duration.ofSeconds(60)).until(() ->
                    clones.lab.operation(id).progress().map(Progress::done).orElse(0L) > 0);
            clones.lab.server("paul").kill9();
            Operation ended = clones.lab.ended(id);
            assertEquals(Operation.State.ROLLED_BACK, ended.state(), ended::toString);
            clones.assertReplica();
        });
    }

    @TestFactory
    Stream<DynamicTest> scenario19_anEmptyTargetBecomesAReplicaAlsoOfAPromotedReplica() {
        return each(clones -> {
            clones.empty();
            Path home = clones.george().settings().home();
            Set<String> before = CloneLab.listed(home, clones.george().settings().data());
            clones.lab.server("john").execute("ALTER SYSTEM SET primary_slot_name = 'gone'");
            clones.lab.server("john").execute("ALTER SYSTEM SET recovery_target_timeline = 'current'");
            clones.lab.server("john").execute("ALTER SYSTEM SET restore_command = '/bin/false'");
            clones.lab.server("john").execute("SELECT pg_reload_conf()");
            clones.cloned();
            clones.assertReplica();
            assertEquals("", clones.lab.query("george", "SHOW primary_slot_name"));
            assertEquals("", clones.lab.query("george", "SHOW restore_command"));
            assertEquals(before, CloneLab.listed(home, clones.george().settings().data()), "files outside of the data directory changed");
            assertFalse(clones.plan(true, 0).asText().contains("s3cret"), "hazard40: the password in a plan");
            assertTrue(clones.lab.cluster.commands().stream().noneMatch(c -> c.contains("s3cret")), "hazard40: the password in a command");
        });
    }

    @Test
    void hazard44_aCopyOfAReplicaFollowsThePrimary() throws Exception {
        CloneLab clones = shared("clone_tar");
        clones.empty();
        clones.cloned("clonefrom", "paul");
        clones.assertReplica();
    }

    @Test
    void aTargetDiskThatFillsUpEndsTheCloneAndIsCleanedUp() throws Exception {
        Needs.that("root".equals(System.getProperty("user.name")), "only root can mount a small disk");
        CloneLab clones = shared("clone_tar");
        clones.empty();
        Path data = clones.george().settings().data();
        OsUser user = OsUser.forPostgres();
        run("mount", "-t", "tmpfs", "-o", "size=60m,mode=0700,uid=" + user.name(), "handyrep-test", data.toString());
        try {
            String id = clones.begun(clones.plan(false, 8000), "Copy");
            await("bytes have come").atMost(Duration.ofSeconds(60)).until(() ->
                    clones.lab.operation(id).progress().map(Progress::done).orElse(0L) > 0);
            run("mount", "-o", "remount,size=24m", data.toString());
            Operation ended = clones.lab.ended(id);
            assertEquals(Operation.State.ROLLED_BACK, ended.state(), ended::toString);
            // What tar says of a full disk depends on whether a part of its block still went through.
            assertTrue(ended.summary().matches("(?s).*(No space left|Wrote only ).*"), ended::summary);
            try (Stream<Path> left = Files.list(data)) {
                assertEquals(List.of(), left.toList());
            }
        } finally {
            // A look of the console may stand in it for a moment.
            run("umount", "-l", data.toString());
        }
    }

    private static void run(String... words) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(words).inheritIO().start().waitFor(), String.join(" ", words));
    }
}
