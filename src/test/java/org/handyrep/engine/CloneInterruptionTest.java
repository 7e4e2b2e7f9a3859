package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.FakeServers.Fault;
import org.handyrep.engine.FakeServers.Node.Data;
import org.handyrep.engine.Operation.State;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Planner;
import org.handyrep.plan.Request;
import org.handyrep.plan.Rules;
import org.handyrep.plan.Situation;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.CloneLook;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.PlaceSeen;
import org.handyrep.plugin.cloning.SourceSeen;
import org.handyrep.testing.MemoryDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cloning george × every act × every way to be interrupted: john never stops, and george is what he was or what he shall be, or somebody is told.
class CloneInterruptionTest {

    private static final String PGDATA = "/srv/pg";

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private static FakeServers servers() {
        FakeServers servers = FakeServers.ofThree();
        servers.change("george", s -> new Server(
                s.name(), s.hostname(), s.port(), s.role(), true, 999, 1000, Map.of("pgdata", PGDATA, "clone_method", "clone_tar")));
        return servers;
    }

    @Test
    void hazard44_anInterruptedCloneIsNeverTakenForAReplica() throws Exception {
        FakeServers count = servers();
        Story whole = run(count, directory.resolve("count"));
        assertEquals(State.SUCCEEDED, whole.toOperation().state(), () -> whole.events() + " " + count.performed);
        for (int act = 0; act < count.deeds(); act++) {
            for (Fault fault : Fault.values()) {
                for (boolean resumed : List.of(false, true)) {
                    FakeServers servers = servers();
                    servers.faultAt = act;
                    servers.fault = fault;
                    Path folder = Files.createTempDirectory(directory, "journal");
                    Story story = run(servers, folder);
                    servers.healthyFromNow();
                    boolean killed = !story.hasEnded() && (fault == Fault.KILLED_BEFORE || fault == Fault.KILLED_AFTER);
                    if (!story.hasEnded()) {
                        PlanRunner runner = InterruptionTest.runner(servers, folder, story);
                        story = resumed ? runner.run() : runner.rollBack();
                    }
                    if (killed && resumed) {
                        assertEquals(State.SUCCEEDED, story.toOperation().state(), () -> servers.performed.toString());
                    }
                    judge(servers, story, act + " " + fault + (resumed ? " resumed" : "") + " " + servers.performed);
                }
            }
        }
    }

    private static void judge(FakeServers servers, Story story, String when) {
        assertTrue(servers.node("john").takesWrites(), when);
        FakeServers.Node george = servers.node("george");
        switch (story.toOperation().state()) {
            case SUCCEEDED -> {
                assertTrue(george.data == Data.NEW || story.toOperation().afterwards().stream().anyMatch(a -> a.contains("set aside")), when);
                assertTrue(servers.server("george").enabled() && george.running && george.marked, when);
            }
            case ROLLED_BACK -> {
                assertEquals(Data.OLD, george.data, when);
                assertTrue(george.running && servers.server("george").enabled(), when);
                assertEquals(Map.of(), servers.node("john").heldSlots, when);
            }
            case RUNNING, ROLLING_BACK, FAILED, INTERRUPTED -> {
                assertFalse(story.toOperation().summary().isBlank(), when);
                assertFalse(servers.server("george").enabled() && george.data == Data.COPIED && !george.running, when);
            }
        }
    }

    @Test
    void hazard43_whatRunsByNowIsNotEmptied() {
        FakeServers servers = servers();
        servers.node("george").running = false;
        Plan plan = plan(servers, "");
        servers.node("george").running = true;
        Story story = InterruptionTest.run(servers, plan, directory);
        assertEquals(State.ROLLED_BACK, story.toOperation().state());
        assertEquals(Data.OLD, servers.node("george").data);
        assertFalse(servers.performed.stream().anyMatch(d -> d.startsWith("ClearTarget")), servers.performed::toString);
    }

    /// The slot that is taken when it goes on keeps nothing of what was written meanwhile.
    @Test
    void aFinishedCopyWhoseWalIsGoneIsNotMadeAReplica() throws Exception {
        FakeServers servers = servers();
        servers.faultAt = indexOf("MakeReplica");
        servers.fault = Fault.KILLED_BEFORE;
        Path folder = Files.createTempDirectory(directory, "journal");
        Story story = run(servers, folder);
        servers.healthyFromNow();
        servers.recycle("john");
        Story ended = InterruptionTest.runner(servers, folder, story).run();
        assertEquals(State.ROLLED_BACK, ended.toOperation().state(), servers.performed::toString);
        assertTrue(ended.toOperation().summary().contains("the WAL is gone"), ended.toOperation()::summary);
        assertEquals(Data.OLD, servers.node("george").data);
        assertFalse(servers.performed.stream().anyMatch(d -> d.startsWith("MakeReplica")), servers.performed::toString);
    }

    private int indexOf(String deed) throws Exception {
        FakeServers count = servers();
        var unused = run(count, Files.createTempDirectory(directory, "count"));
        return IntStream.range(0, count.performed.size()).filter(i -> count.performed.get(i).startsWith(deed)).findFirst().orElseThrow();
    }

    private static Story run(FakeServers servers, Path folder) {
        return InterruptionTest.run(servers, plan(servers, "pid 7"), folder);
    }

    private static Plan plan(FakeServers servers, String running) {
        Finding verdict = new Finding("PrimaryOK", Severity.OK, "john", "fine", List.of(), false);
        PlaceSeen place = new PlaceSeen(PGDATA, true, "", PGDATA, true, "1:2", List.of("PG_VERSION"), List.of(), PlaceSeen.Left.NOTHING, new PlaceSeen.Space("1", 1_000_000, 0), false);
        HostSeen seen = new HostSeen(
                "postgres", "/var/lib/postgresql", "boot", List.of(place), "18",
                Optional.of(new ControlData("7000", 1800, "in archive recovery", new Lsn(1), new Lsn(1), 1)), "01", running, Optional.empty(), Map.of());
        SourceSeen source = new SourceSeen(180000, "/data", false, 1000, Map.of(), 5, 5, "7000", "");
        CloneJob job = new CloneJob("george", "john", "john", 180000, PGDATA, "/data", Optional.empty(), List.of(), 0, "t");
        Situation situation = new Situation(
                        servers.snapshot(),
                        new Diagnosis(verdict, List.of(), Map.of(), ClusterStatus.HEALTHY, ""),
                        List.of(),
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        Situation.Around.NOTHING,
                        Rules.STANDARD,
                        servers::preview)
                .withClone(new CloneLook(servers.look("george"), Optional.of(seen), Optional.empty(), false, source, Outcome.success("tar is there"), "", job, List.of()));
        return assertInstanceOf(Plan.class, Planner.plan(situation, new Request.Clone("george", Optional.empty(), true)));
    }
}
