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
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.FakeServers.Fault;
import org.handyrep.engine.Operation.State;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Planner;
import org.handyrep.plan.Request;
import org.handyrep.plan.Rules;
import org.handyrep.plan.Situation;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.MemoryDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Isolating john × every act × every way to be interrupted: paul never stops, and john never comes back by itself.
class IsolateInterruptionTest {

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private static FakeServers splitBrain() {
        FakeServers servers = FakeServers.ofThree();
        servers.primariesAtMost = 2;
        servers.node("paul").marked = false;
        servers.node("paul").timeline = 2;
        servers.change("paul", s -> s.withRole(org.handyrep.cluster.Role.MASTER));
        servers.change("john", s -> s.withRole(org.handyrep.cluster.Role.REPLICA).withEnabled(false));
        return servers;
    }

    @Test
    void scenario13_theRivalIsStoppedOnceAndTheOtherPrimaryNever() throws Exception {
        FakeServers count = splitBrain();
        assertEquals(State.SUCCEEDED, run(count, directory.resolve("count")).toOperation().state());
        for (int act = 0; act < count.deeds(); act++) {
            for (Fault fault : Fault.values()) {
                for (boolean resumed : List.of(false, true)) {
                    FakeServers servers = splitBrain();
                    servers.faultAt = act;
                    servers.fault = fault;
                    Path folder = Files.createTempDirectory(directory, "journal");
                    Story story = run(servers, folder);
                    servers.healthyFromNow();
                    if (resumed && !story.hasEnded()) {
                        story = InterruptionTest.runner(servers, folder, story).run();
                    }
                    judge(servers, story, act + " " + fault + (resumed ? " resumed" : ""));
                }
            }
        }
    }

    private static void judge(FakeServers servers, Story story, String when) {
        Operation operation = story.toOperation();
        assertTrue(servers.node("paul").takesWrites(), when);
        assertFalse(servers.performed.stream().anyMatch(d -> d.contains("START") || d.contains("server=paul, mode")), when);
        if (operation.state() == State.SUCCEEDED) {
            assertEquals(List.of("paul"), servers.writable(), when);
            assertTrue(servers.node("john").marked, when);
            assertFalse(servers.server("john").enabled(), when);
        } else {
            assertFalse(operation.summary().isBlank(), when);
            assertEquals(operation.state() == State.ROLLED_BACK, servers.node("john").running && story.hasEnded(), when);
        }
    }

    @Test
    void nobodyIsStoppedWhenTheOtherIsGoneByThen() {
        FakeServers servers = splitBrain();
        Plan plan = plan(servers);
        servers.node("paul").running = false;
        Story story = InterruptionTest.run(servers, plan, directory);
        assertEquals(State.ROLLED_BACK, story.toOperation().state());
        assertTrue(servers.node("john").takesWrites());
        assertTrue(story.toOperation().summary().contains("without john nobody would"), story.toOperation().summary());
    }

    private static Story run(FakeServers servers, Path folder) {
        return InterruptionTest.run(servers, plan(servers), folder);
    }

    private static Plan plan(FakeServers servers) {
        Finding verdict = new Finding("SplitBrain", Severity.CRITICAL, "paul", "two primaries", List.of(), false);
        Situation situation = new Situation(
                servers.snapshot(),
                new Diagnosis(verdict, List.of(), Map.of(), ClusterStatus.DOWN, ""),
                List.of(),
                Optional.empty(),
                Map.of("john", Outcome.success("runs")),
                Map.of(),
                new Situation.Around(true, true, false, false, List.of()),
                Rules.STANDARD,
                servers::preview);
        return assertInstanceOf(Plan.class, Planner.plan(situation, new Request.Isolate("john")));
    }
}
