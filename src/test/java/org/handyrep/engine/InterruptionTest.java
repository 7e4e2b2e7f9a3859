package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.FakeServers.Fault;
import org.handyrep.engine.FakeServers.Killed;
import org.handyrep.engine.Operation.State;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Planner;
import org.handyrep.plan.Request;
import org.handyrep.plan.Rules;
import org.handyrep.plan.Situation;
import org.handyrep.plan.Step;
import org.handyrep.plan.step.FenceStopped;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.MemoryDirectory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every plan of manual_failover × every act × every way to be interrupted: never two primaries, and before the point of no return the old primary writes again.
class InterruptionTest {

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    enum Start {
        SWITCHOVER(servers -> {}),
        PRIMARY_KILLED(servers -> servers.node("john").running = false),
        PRIMARY_HUNG(servers -> servers.node("john").hung = true),
        HOST_LOST(servers -> servers.node("john").hostAnswers = false),
        /// paul lacks what george has, and both lack what john wrote last.
        BEHIND(servers -> {
            servers.node("john").running = false;
            servers.node("john").lsn = 1500;
            servers.node("george").lsn = 1200;
        }),
        /// The same, and nothing may be lost.
        BEHIND_AND_NOTHING_MAY_BE_LOST(servers -> {
            servers.node("john").running = false;
            servers.node("john").lsn = 1500;
            servers.node("george").lsn = 1200;
        }),
        CUT_FENCED_BY_COMMAND(servers -> servers.node("john").hostAnswers = false),
        CUT_FENCED_BY_PROXIES(servers -> {
            servers.node("john").hostAnswers = false;
            servers.node("john").behindProxies = true;
        }),
        CUT_FENCED_BY_REPLICAS(servers -> {
            servers.node("john").hostAnswers = false;
            servers.node("john").synchronous = true;
        }),
        CUT_FENCED_BY_REPLICAS_WITHOUT_REMASTER(CUT_FENCED_BY_REPLICAS.happen),
        /// john → paul → george
        CASCADE(servers -> {
            servers.node("john").running = false;
            servers.node("george").upstream = "paul";
        });

        private final Consumer<FakeServers> happen;

        Start(Consumer<FakeServers> happen) {
            this.happen = happen;
        }

        FakeServers servers() {
            FakeServers servers = FakeServers.ofThree();
            happen.accept(servers);
            if (this == HOST_LOST) {
                servers.node("john").running = false;
            }
            return servers;
        }
    }

    private enum Then {
        NOTHING,
        RESUME,
        ROLL_BACK
    }

    @TestFactory
    Stream<DynamicTest> anInterruptedPlanNeverMakesTwoPrimaries() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Start start : Start.values()) {
            FakeServers count = start.servers();
            run(count, planFor(start, count), Path.of(directory.toString(), "count-" + start));
            for (int act = 0; act < count.deeds(); act++) {
                for (Fault fault : Fault.values()) {
                    for (Then then : Then.values()) {
                        for (boolean permanent : fault == Fault.REFUSED ? List.of(false, true) : List.of(false)) {
                            int at = act;
                            String name = start + " act " + at + " " + fault + (permanent ? " for good" : "") + " then " + then;
                            tests.add(DynamicTest.dynamicTest(name, () -> interrupted(start, at, fault, permanent, then)));
                        }
                    }
                }
            }
        }
        return tests.stream();
    }

    private void interrupted(Start start, int act, Fault fault, boolean permanent, Then then) throws Exception {
        FakeServers servers = start.servers();
        Plan plan = planFor(start, servers);
        servers.faultAt = act;
        servers.fault = fault;
        servers.permanent = permanent;
        Path folder = java.nio.file.Files.createTempDirectory(directory, "journal");
        Story story = run(servers, plan, folder);
        servers.healthyFromNow();
        boolean wasPastReturn = story.isPastReturn();
        if (!story.hasEnded() && then == Then.RESUME) {
            story = runner(servers, folder, story).run();
        } else if (!story.hasEnded() && then == Then.ROLL_BACK && !wasPastReturn) {
            story = runner(servers, folder, story).rollBack();
        }
        judge(servers, start, story, then);
    }

    /// The copy of a journal may end earlier, as early as the plan while clients wait, but never before a point of no return that was begun.
    @Test
    void scenario25_anotherConsoleThatTakesOverFromAnOlderCopyNeverMakesTwoPrimaries() throws Exception {
        for (Start start : List.of(Start.SWITCHOVER, Start.PRIMARY_KILLED)) {
            FakeServers count = start.servers();
            run(count, planFor(start, count), Path.of(directory.toString(), "copied-" + start));
            for (int act = 0; act < count.deeds(); act++) {
                for (Fault fault : List.of(Fault.KILLED_BEFORE, Fault.KILLED_AFTER)) {
                    for (int cut : List.of(0, 1, 4, Integer.MAX_VALUE)) {
                        takenOver(start, act, fault, cut, Then.RESUME);
                        takenOver(start, act, fault, cut, Then.ROLL_BACK);
                    }
                }
            }
        }
    }

    private void takenOver(Start start, int act, Fault fault, int cut, Then then) throws Exception {
        FakeServers servers = start.servers();
        servers.faultAt = act;
        servers.fault = fault;
        Path folder = java.nio.file.Files.createTempDirectory(directory, "first");
        Story whole = run(servers, planFor(start, servers), folder);
        servers.healthyFromNow();
        Path other = java.nio.file.Files.createTempDirectory(directory, "second");
        Journal journal = new Journal(other);
        List<String> lines = new Journal(folder).lines("op");
        int secured = 0;
        for (int i = 0; i < whole.events().size(); i++) {
            if (whole.events().get(i).step() == whole.pointOfNoReturn()) {
                secured = secured == 0 ? i + 1 : secured;
            }
        }
        journal.merge("op", lines.subList(0, Math.max(1 + secured, lines.size() - Math.min(cut, lines.size()))));
        journal.append("op", new JournalEvent(JournalEvent.Kind.TAKEN_OVER, Clock.systemUTC().instant(), -1, "begun by anna@desk1", 0));
        Story story = journal.read().getFirst();
        if (!story.hasEnded()) {
            boolean back = then == Then.ROLL_BACK && !story.isPastReturn();
            story = back ? runner(servers, other, story).rollBack() : runner(servers, other, story).run();
            judge(servers, start, story, then);
        }
    }

    /// Until the first act that hangs on it nobody but the console that is gone need know of the plan.
    @Test
    void scenario25_whatNoJournalTellsOfIsInNobodysWay() throws Exception {
        for (Start start : List.of(Start.PRIMARY_KILLED, Start.BEHIND)) {
            FakeServers count = start.servers();
            Plan plan = planFor(start, count);
            for (int act = 0; act < plan.steps().stream().filter(Step::mayPrecedeCopies).count(); act++) {
                for (Fault fault : List.of(Fault.KILLED_BEFORE, Fault.KILLED_AFTER)) {
                    FakeServers servers = start.servers();
                    servers.faultAt = act;
                    servers.fault = fault;
                    run(servers, planFor(start, servers), java.nio.file.Files.createTempDirectory(directory, "gone"));
                    assertEquals(List.of(), servers.writable(), "killed before the promotion");
                    servers.healthyFromNow();
                    Story story = run(servers, planFor(start, servers), java.nio.file.Files.createTempDirectory(directory, "anew"));
                    assertEquals(State.SUCCEEDED, story.toOperation().state(), () -> story.events().toString());
                    judge(servers, start, story, Then.NOTHING);
                }
            }
        }
    }

    private static void judge(FakeServers servers, Start start, Story story, Then then) {
        Operation operation = story.toOperation();
        assertTrue(servers.writable().size() <= 1, () -> "two primaries: " + servers.writable());
        switch (operation.state()) {
            case SUCCEEDED -> {
                assertEquals(List.of("paul"), servers.writable());
                assertEquals("master", servers.server("paul").role().name());
                boolean told = start == Start.BEHIND && operation.afterwards().stream().anyMatch(a -> a.contains("and this is lost"));
                assertTrue(servers.node("paul").lsn >= servers.node("john").lsn || start.name().startsWith("CUT") || told, "nothing is lost");
                assertEquals(start == Start.SWITCHOVER ? "FIRST 1 (john)" : "FIRST 1 (george)", start.name().startsWith("CUT") ? "FIRST 1 (george)" : servers.node("paul").syncNames, "whom commits wait for");
                assertTrue(servers.node("john").slots.contains("elsewhere"), "a slot that nobody knows is left alone");
                assertTrue(start != Start.SWITCHOVER || servers.node("john").slots.size() == 1
                        || operation.afterwards().stream().anyMatch(a -> a.contains("Drop the slot")), "slots that nobody uses are dropped, or it is said why not");
                assertTrue(servers.node("george").lsn <= servers.node("paul").lsn, "nobody is ahead of the new primary");
                assertTrue(!servers.node("george").frozen || operation.afterwards().stream().anyMatch(a -> a.contains("george")),
                        "george gets no WAL and nobody says so");
                assertFalse(servers.node("paul").salvaged && operation.afterwards().stream().noneMatch(a -> a.contains("fetched WAL")),
                        "the fetched WAL is left behind and nobody says so");
                assertTrue(servers.proxies.values().stream().noneMatch(p -> p.cut), "clients are kept out");
                assertEquals(List.of(), waiting(servers), "clients still wait");
                assertTrue(
                        operation.afterwards().stream().anyMatch(a -> a.contains("proxies") || a.contains("writes"))
                                || servers.proxies.values().stream().allMatch(p -> p.writesTo.equals("paul")),
                        () -> "a proxy was not moved and nobody says so: " + story.events());
            }
            case ROLLED_BACK -> {
                if (start == Start.SWITCHOVER) {
                    assertEquals(List.of("john"), servers.writable(), "the old primary writes again");
                    assertEquals("master", servers.server("john").role().name());
                } else {
                    assertFalse(servers.writable().contains("paul"));
                }
                assertFalse(servers.node("george").frozen, "thawed");
                assertFalse(servers.node("paul").frozen, "thawed");
                assertEquals("john", servers.node("paul").upstream, "its own settings are back");
                assertEquals(start == Start.CASCADE ? "paul" : "john", servers.node("george").upstream, "its own settings are back");
                assertFalse(servers.node("paul").salvaged, "the fetched WAL is removed");
                assertEquals("", servers.node("paul").syncNames, "whom commits wait for is as it was");
                assertTrue(servers.proxies.values().stream().noneMatch(p -> p.cut), "clients are let through again");
                assertEquals(List.of(), waiting(servers), "clients still wait");
            }
            case INTERRUPTED, FAILED -> {
                assertFalse(operation.summary().isBlank(), "the journal explains");
                assertEquals(story.isPastReturn(), !story.toOperation().summary().contains("before the point"));
                assertTrue(then == Then.NOTHING || story.isPastReturn() || start != Start.SWITCHOVER || !servers.writable().isEmpty(),
                        () -> "nobody writes after " + then + ": " + story.events());
            }
            case RUNNING, ROLLING_BACK -> throw new AssertionError("it is not running: " + story.events());
        }
    }

    private static List<String> waiting(FakeServers servers) {
        return servers.proxies.entrySet().stream()
                .filter(e -> e.getValue().paused)
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    @Test
    void aPlanThatIsNotInterruptedSucceeds() {
        for (Start start : Start.values()) {
            FakeServers servers = start.servers();
            Story story = run(servers, planFor(start, servers), Path.of(directory.toString(), "plain-" + start));
            assertEquals(State.SUCCEEDED, story.toOperation().state(), () -> start + ": " + story.events().stream().map(e -> e.kind() + " " + e.step() + " " + e.text()).toList());
            assertEquals(List.of("paul"), servers.writable());
        }
    }

    @Test
    void aPlanWhoseCommandsChangedSinceItWasShownDoesNothing() {
        FakeServers servers = FakeServers.ofThree();
        Plan plan = planFor(Start.SWITCHOVER, servers);
        servers.flags = "-m immediate ";
        Story story = run(servers, plan, directory);
        assertEquals(State.ROLLED_BACK, story.toOperation().state());
        assertEquals(List.of(), servers.performed);
    }

    @Test
    void scenario08_whatAnotherConsoleIsAtIsNotTouched() {
        for (Start start : Start.values()) {
            FakeServers servers = start.servers();
            Plan plan = planFor(start, servers);
            servers.otherConsole = "bob@desk2: Failover john → george";
            Story story = run(servers, plan, Path.of(directory.toString(), "other-" + start));
            assertEquals(State.ROLLED_BACK, story.toOperation().state());
            assertTrue(story.toOperation().summary().contains("bob@desk2"), () -> story.toOperation().summary());
            assertEquals(List.of(), servers.performed);
        }
    }

    @Test
    void scenario08_anInterruptedPlanIsNeitherResumedNorTakenBackBesideAnotherConsole() {
        for (Start start : Start.values()) {
            FakeServers servers = start.servers();
            Plan plan = planFor(start, servers);
            servers.faultAt = act(start, "Promote[");
            servers.fault = Fault.KILLED_BEFORE;
            Path folder = Path.of(directory.toString(), "beside-" + start);
            Story story = run(servers, plan, folder);
            servers.healthyFromNow();
            servers.otherConsole = "bob@desk2: Failover john → george";
            int before = servers.performed.size();
            assertEquals(State.INTERRUPTED, runner(servers, folder, story).rollBack().toOperation().state());
            Story resumed = runner(servers, folder, new Journal(folder).read().getFirst()).run();
            assertFalse(resumed.toOperation().state() == State.SUCCEEDED);
            assertTrue(
                    servers.performed.subList(before, servers.performed.size()).stream().noneMatch(d -> d.startsWith("Promote") || d.contains("Freeze[")),
                    () -> servers.performed.toString());
        }
    }

    @Test
    void aServerOfAnotherDirectoryAtThePortOfTheLostPrimaryLeavesItUnfenced() {
        FakeServers servers = Start.PRIMARY_KILLED.servers();
        Plan plan = planFor(Start.PRIMARY_KILLED, servers);
        Journal journal = new Journal(directory);
        Story begun = journal.begin("op", plan, "anna", Clock.systemUTC().instant());
        int fence = plan.steps().indexOf(plan.steps().stream().filter(FenceStopped.class::isInstance).findFirst().orElseThrow());
        Story story = new PlanRunner(servers, journal, Clock.systemUTC(), begun,
                        s -> servers.node("john").portTaken |= s.events().getLast().step() == fence)
                .run();
        assertEquals(State.ROLLED_BACK, story.toOperation().state(), () -> story.events().toString());
        assertTrue(story.toOperation().summary().contains("it is not fenced"), story.toOperation()::summary);
        assertFalse(servers.node("john").marked, "what was marked is unmarked");
    }

    @Test
    void locksThatAreLostBeforeThePromotionLeaveThePlanAsItIs() {
        for (Start start : Start.values()) {
            FakeServers servers = start.servers();
            Plan plan = planFor(start, servers);
            Journal journal = new Journal(Path.of(directory.toString(), "lost-" + start));
            Story begun = journal.begin("op", plan, "anna", Clock.systemUTC().instant());
            int promote = plan.steps().indexOf(plan.steps().stream().filter(s -> s.isPointOfNoReturn()).findFirst().orElseThrow());
            Story story = new PlanRunner(servers, journal, Clock.systemUTC(), begun, s -> {
                        if (s.events().stream().anyMatch(e -> e.step() == promote - 1 && e.kind() == JournalEvent.Kind.DONE)) {
                            servers.loseLocks();
                        }
                    })
                    .run();
            assertEquals(State.INTERRUPTED, story.toOperation().state(), () -> start + " " + story.events());
            assertTrue(servers.performed.stream().noneMatch(d -> d.startsWith("Promote")), () -> servers.performed.toString());
        }
    }

    /// What is done and what is taken back are left as they are: whoever has the locks then may be at work.
    @TestFactory
    Stream<DynamicTest> nothingIsTouchedAfterTheLocksAreLost() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Start start : Start.values()) {
            int steps = planFor(start, start.servers()).steps().size();
            for (int step = 1; step < steps; step++) {
                int at = step;
                for (boolean then : List.of(false, true)) {
                    tests.add(DynamicTest.dynamicTest(start + " step " + at + (then ? " then resume" : " then roll back"), () -> locksLost(start, at, then)));
                }
            }
        }
        return tests.stream();
    }

    private void locksLost(Start start, int step, boolean resume) throws Exception {
        FakeServers servers = start.servers();
        Plan plan = planFor(start, servers);
        Path folder = java.nio.file.Files.createTempDirectory(directory, "lost");
        Journal journal = new Journal(folder);
        Story begun = journal.begin("op", plan, "anna", Clock.systemUTC().instant());
        PlanRunner[] runner = new PlanRunner[1];
        runner[0] = new PlanRunner(servers, journal, Clock.systemUTC(), begun, s -> {
            JournalEvent last = s.events().getLast();
            if (last.step() == step && (last.kind() == JournalEvent.Kind.DONE || last.kind() == JournalEvent.Kind.WARNED)) {
                servers.loseLocks();
                runner[0].cancel("cancelled by the operator");
            }
        });
        Story story = runner[0].run();
        if (!story.hasEnded()) {
            assertEquals(State.INTERRUPTED, story.toOperation().state());
            assertTrue(story.toOperation().summary().contains("Left: "), () -> story.toOperation().summary());
            boolean back = !resume && !story.isPastReturn();
            Story after = back ? runner(servers, folder, story).rollBack() : runner(servers, folder, story).run();
            assertEquals(back ? State.ROLLED_BACK : State.SUCCEEDED, after.toOperation().state(), () -> after.events().toString());
            judge(servers, start, after, back ? Then.ROLL_BACK : Then.RESUME);
        } else {
            judge(servers, start, story, Then.NOTHING);
        }
    }

    @Test
    void scenario05_aStopThatFailsOnALivePrimaryTakesEverythingBack() {
        FakeServers servers = FakeServers.ofThree();
        Plan plan = planFor(Start.SWITCHOVER, servers);
        servers.faultAt = act(Start.SWITCHOVER, "Service[server=john, mode=STOP");
        servers.fault = Fault.REFUSED;
        Story story = run(servers, plan, directory);
        assertEquals(State.ROLLED_BACK, story.toOperation().state());
        assertEquals(List.of("john"), servers.writable());
        assertFalse(servers.performed.stream().anyMatch(d -> d.startsWith("Promote")), "nobody is promoted");
    }

    @Test
    void scenario16_aCandidateThatHasNotReplayedTheShutdownCheckpointIsNotPromotedAndTheClientsGoBack() {
        FakeServers servers = FakeServers.ofThree();
        Plan plan = planFor(Start.SWITCHOVER, servers);
        servers.node("paul").frozen = true;
        servers.node("paul").lsn -= 100;
        Story story = run(servers, plan, directory);
        assertEquals(State.ROLLED_BACK, story.toOperation().state(), story.events()::toString);
        assertEquals(List.of("john"), servers.writable());
        assertFalse(servers.performed.stream().anyMatch(d -> d.startsWith("Promote")), "nobody is promoted");
        assertTrue(servers.proxies.values().stream().noneMatch(p -> p.paused || p.cut), "clients write again");
    }

    @Test
    void scenario16_aStopThatTakesTooLongLetsTheClientsGoOn() {
        FakeServers servers = FakeServers.ofThree();
        Plan plan = planFor(Start.SWITCHOVER, servers);
        servers.faultAt = act(Start.SWITCHOVER, "Service[server=john, mode=STOP");
        servers.fault = Fault.REFUSED;
        assertEquals(State.ROLLED_BACK, run(servers, plan, directory).toOperation().state());
        assertTrue(servers.proxies.values().stream().noneMatch(p -> p.paused || p.cut), "clients write again");
    }

    @Test
    void scenario07_aPromotionThatTimesOutNeverMakesASecondCandidate() {
        FakeServers servers = Start.PRIMARY_KILLED.servers();
        Plan plan = planFor(Start.PRIMARY_KILLED, servers);
        servers.fault = Fault.DONE_BUT_REPORTED_FAILED;
        servers.faultAt = act(Start.PRIMARY_KILLED, "Promote[");
        Story story = run(servers, plan, directory);
        assertEquals(List.of("paul"), servers.writable());
        assertTrue(servers.performed.stream().noneMatch(d -> d.contains("Promote[server=george")));
        assertEquals(State.SUCCEEDED, story.toOperation().state(), "it is judged by looking");
    }

    @Test
    void scenario25_aPrimaryThatCameBackStopsAResumedPromotion() {
        FakeServers servers = Start.PRIMARY_KILLED.servers();
        Plan plan = planFor(Start.PRIMARY_KILLED, servers);
        servers.fault = Fault.KILLED_BEFORE;
        servers.faultAt = act(Start.PRIMARY_KILLED, "Promote[");
        Story story = run(servers, plan, directory);
        servers.healthyFromNow();
        servers.node("john").running = true;
        servers.node("john").marked = false;
        Story resumed = runner(servers, directory, story).run();
        assertEquals(State.INTERRUPTED, resumed.toOperation().state());
        assertEquals(List.of("john"), servers.writable(), "paul is not promoted beside john");
    }

    /// The number of the first act of a kind in a plan that nothing interrupts.
    private int act(Start start, String kind) {
        FakeServers servers = start.servers();
        run(servers, planFor(start, servers), Path.of(directory.toString(), "find-" + start));
        for (int i = 0; i < servers.performed.size(); i++) {
            if (servers.performed.get(i).startsWith(kind)) {
                return i;
            }
        }
        throw new AssertionError("no " + kind + " in " + servers.performed);
    }

    static Story run(FakeServers servers, Plan plan, Path folder) {
        Journal journal = new Journal(folder);
        Story story = journal.begin("op", plan, "anna", Clock.systemUTC().instant());
        try {
            return new PlanRunner(servers, journal, Clock.systemUTC(), story, s -> {}).run();
        } catch (Killed killed) {
            return journal.read().getFirst();
        }
    }

    static PlanRunner runner(FakeServers servers, Path folder, Story story) {
        return new PlanRunner(servers, new Journal(folder), Clock.systemUTC(), story, s -> {});
    }

    private static Situation.LastSeen lastSeen(FakeServers.Node john) {
        Facts facts = new Facts(
                "7000", 180000, "18.0", "/data", 1, Instant.EPOCH, Map.of("synchronous_standby_names", john.synchronous ? "*" : john.syncNames));
        ServerState.Primary state = new ServerState.Primary(
                facts, new Lsn(1000), List.of(stream("paul"), stream("george")), List.of(), new WriteProbe.NotTried(), 0, 0);
        return new Situation.LastSeen("john", new Lsn(1000), Instant.EPOCH, 0, Optional.of(List.of()), Optional.of(state));
    }

    private static org.handyrep.cluster.Stream stream(String server) {
        return new org.handyrep.cluster.Stream(
                server, "h-" + server, "streaming", "sync", Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Plan planFor(Start start, FakeServers servers) {
        FakeServers.Node john = servers.node("john");
        boolean cut = john.running && !john.hostAnswers;
        boolean command = cut && !john.behindProxies && !john.synchronous;
        Rules rules = new Rules(true, start == Start.BEHIND_AND_NOTHING_MAY_BE_LOST ? 0 : 10_000, true, Rules.STANDARD.automaticFences(), command);
        Finding verdict = new Finding("Seen", Severity.OK, "john", "as seen", List.of(), cut);
        Map<String, Outcome> control = Map.of(
                "john", Outcome.success("runs"), "paul", Outcome.success("runs"), "george", Outcome.success("runs"));
        Situation situation = new Situation(
                servers.snapshot(),
                new Diagnosis(verdict, List.of(), Map.of(), ClusterStatus.UNKNOWN, ""),
                List.of("paul", "george"),
                cut || !john.running || john.hung || !john.hostAnswers ? Optional.of(lastSeen(john)) : Optional.empty(),
                control,
                Map.of(),
                new Situation.Around(
                        true, true, john.behindProxies, false, false, List.of(new Deed.Extra("tell", "tell_dns", List.of("a")))),
                rules,
                servers::preview);
        if (!john.running && john.hostAnswers) {
            situation = situation.withLeft(servers.leftWal("john", new Lsn(1000), 1, 1));
        }
        Request request = cut
                ? new Request.AutomaticFailover(start != Start.CUT_FENCED_BY_REPLICAS_WITHOUT_REMASTER)
                : new Request.ManualFailover(Optional.of("paul"), true, true);
        Decision decision = Planner.plan(situation, request);
        return assertInstanceOf(Plan.class, decision, () -> decision.toString());
    }
}
