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
import java.util.Set;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.FakeServers.Fault;
import org.handyrep.engine.Operation.State;
import org.handyrep.plan.OldData;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Planner;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plan.RejoinLook;
import org.handyrep.plan.Request;
import org.handyrep.plan.Rules;
import org.handyrep.plan.Situation;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rejoining john × every act × every way to be interrupted: paul alone takes writes, and john is what he was, or a replica of paul, or stopped and somebody is told.
class RejoinInterruptionTest {

    private static final long FORK = 1500;
    private static final long END = 2000;

    @TempDir
    Path directory;

    /// After a failover in which nobody could reach john's host: he crashed, and nothing keeps him from coming up as a primary.
    private static FakeServers servers(long end) {
        FakeServers servers = FakeServers.ofThree();
        FakeServers.Node paul = servers.node("paul");
        paul.marked = false;
        paul.upstream = "";
        paul.timeline = 2;
        paul.history = List.of(new TimelineSwitch(1, new Lsn(FORK)));
        paul.lsn = 1800;
        servers.node("george").upstream = "paul";
        servers.node("john").running = false;
        servers.node("john").lsn = end;
        servers.proxies.values().forEach(proxy -> proxy.writesTo = "paul");
        servers.change("john", s -> s.withRole(Role.REPLICA).withEnabled(false));
        servers.change("paul", s -> s.withRole(Role.MASTER));
        return servers;
    }

    @Test
    void anInterruptedRejoinNeverMakesASecondPrimaryAndNeverLiesAboutTheData() throws Exception {
        everyWay(END);
    }

    @Test
    void theSameWhereNothingDiverged() throws Exception {
        everyWay(FORK);
    }

    private void everyWay(long end) throws Exception {
        FakeServers count = servers(end);
        Story whole = InterruptionTest.run(count, plan(count, end), Files.createTempDirectory(directory, "count"));
        assertEquals(State.SUCCEEDED, whole.toOperation().state(), () -> whole.events() + " " + count.performed);
        judge(count, whole, end, "undisturbed");
        for (int act = 0; act < count.deeds(); act++) {
            for (Fault fault : Fault.values()) {
                for (boolean resumed : List.of(false, true)) {
                    FakeServers servers = servers(end);
                    servers.faultAt = act;
                    servers.fault = fault;
                    Path folder = Files.createTempDirectory(directory, "journal");
                    Story story = InterruptionTest.run(servers, plan(servers, end), folder);
                    servers.healthyFromNow();
                    if (!story.hasEnded()) {
                        PlanRunner runner = InterruptionTest.runner(servers, folder, story);
                        story = resumed ? runner.run() : runner.rollBack();
                    }
                    judge(servers, story, end, act + " " + fault + (resumed ? " resumed" : "") + " " + servers.performed);
                }
            }
        }
    }

    private static void judge(FakeServers servers, Story story, long end, String when) {
        assertEquals(List.of("paul"), servers.writable(), when);
        FakeServers.Node john = servers.node("john");
        switch (story.toOperation().state()) {
            case SUCCEEDED -> {
                assertTrue(john.running && john.marked && john.timeline == 2 && john.upstream.equals("paul"), when);
                assertTrue(servers.server("john").enabled() && servers.server("john").isReplica(), when);
                assertTrue(end == FORK || john.evidence, when);
            }
            case ROLLED_BACK -> {
                assertTrue(!john.running && !john.rewound && !john.kept, when);
                assertFalse(servers.server("john").enabled(), when);
                assertEquals(Set.of(), servers.node("paul").heldSlots.keySet(), when);
            }
            case RUNNING, ROLLING_BACK, FAILED, INTERRUPTED -> {
                assertFalse(story.toOperation().summary().isBlank(), when);
                assertTrue(!servers.server("john").enabled() || john.running, when);
                assertTrue(!john.running || john.marked && john.settled, when);
            }
        }
    }

    private static Plan plan(FakeServers servers, long end) {
        Finding verdict = new Finding("PrimaryOK", Severity.OK, "paul", "fine", List.of(), false);
        OldData data = new OldData(
                new ControlData("7000", 1800, "in production", new Lsn(900), new Lsn(900), 1), 18, "", false, 1, List.of(), 16 << 20, "",
                new OldData.Rewind("pg_rewind (PostgreSQL) 18.1", Optional.of(true), Optional.of(true)));
        RejoinJob job = new RejoinJob("john", "paul", 18, "/data", "", "/beside/handyrep-rejoin-john", "/bin/pg_rewind", "/bin/postgres");
        RejoinLook look = new RejoinLook(
                servers.look("john"), Optional.of(data), "", Optional.of(new Lsn(FORK)),
                Optional.of(new Situation.LeftWal("john", new Lsn(end), List.of())), true, new RejoinLook.Source(true, "", true, "", true), "/evidence", job);
        Situation situation = new Situation(
                        servers.snapshot(),
                        new Diagnosis(verdict, List.of(), Map.of(), ClusterStatus.HEALTHY, ""),
                        List.of(),
                        Optional.empty(),
                        Map.of("john", Outcome.success("works")),
                        Map.of(),
                        Situation.Around.NOTHING,
                        Rules.STANDARD,
                        servers::preview)
                .withRejoin(look);
        return assertInstanceOf(Plan.class, Planner.plan(situation, new Request.Rejoin("john", Request.Rejoin.How.AUTO)));
    }
}
