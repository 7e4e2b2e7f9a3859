package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.engine.Operation.State;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;
import org.handyrep.plan.check.Paused;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pause holds HandyRep at every moment at which it can be held, whichever program wrote it down; what a person does it does not hold.
class PauseTest {

    private static final InterruptionTest.Start LOST = InterruptionTest.Start.PRIMARY_KILLED;

    @TempDir
    Path directory;

    private AutomationFile file() {
        return new AutomationFile(directory.resolve("servers.save.automation"));
    }

    /// As another program with the same handyrep.conf does.
    private void pause(Optional<Instant> until) {
        Paused pause = new Paused("anna", "new disks", Clock.systemUTC().instant(), until);
        assertTrue(file().change(kept -> kept.paused(Optional.of(pause))).succeeded());
    }

    @Test
    void beforeThePromotionAPauseTakesBackWhatWasBegunAndAfterItThePlanGoesOn() throws Exception {
        Plan plan = InterruptionTest.planFor(LOST, LOST.servers());
        int promotion = plan.steps().indexOf(plan.steps().stream().filter(Step::isPointOfNoReturn).findFirst().orElseThrow());
        for (int step = 0; step < plan.steps().size(); step++) {
            Files.deleteIfExists(directory.resolve("servers.save.automation"));
            FakeServers servers = LOST.servers();
            Story story = run(servers, step);
            boolean held = step < promotion;
            String at = plan.steps().get(step).title();
            assertEquals(held ? State.ROLLED_BACK : State.SUCCEEDED, story.toOperation().state(), () -> at + " " + story.events());
            assertEquals(held ? 0 : 1, servers.performed.stream().filter(d -> d.startsWith("Promote")).count(), at);
            if (held) {
                assertTrue(story.toOperation().summary().contains("automation was paused by anna: new disks"), story.toOperation()::summary);
            }
        }
    }

    /// Paused when that step is done.
    private Story run(FakeServers servers, int step) {
        Plan plan = InterruptionTest.planFor(LOST, servers);
        Journal journal = new Journal(directory.resolve("paused at " + step));
        Story begun = journal.begin("op", plan, Automation.OPERATOR, Clock.systemUTC().instant());
        AutomationFile told = file();
        AtomicBoolean once = new AtomicBoolean();
        return new PlanRunner(
                        servers,
                        journal,
                        Clock.systemUTC(),
                        begun,
                        s -> {
                            JournalEvent last = s.events().getLast();
                            if (last.step() == step && last.kind() != Kind.BEGUN && once.compareAndSet(false, true)) {
                                pause(Optional.empty());
                            }
                        },
                        () -> told.paused(Clock.systemUTC().instant()))
                .run();
    }

    @Test
    void whatFallsBetweenTheDecisionAndTheBeginningHoldsToo() {
        AutomationFile told = file();
        Plan plan = InterruptionTest.planFor(LOST, LOST.servers());
        try (OperationDesk desk = desk(told)) {
            pause(Optional.empty());
            Outcome refused = desk.begin(plan, Automation.OPERATOR);
            assertFalse(refused.succeeded());
            assertEquals("automation was paused by anna: new disks", refused.details());
            assertEquals(List.of(), desk.all(), "nothing was begun");
            assertThrows(AssertionError.class, () -> desk.begin(plan, "anna"), "a person gets as far as the servers");
        }
    }

    @Test
    void aPauseThatIsOverHoldsNothing() {
        AutomationFile told = file();
        try (OperationDesk desk = desk(told)) {
            pause(Optional.of(Clock.systemUTC().instant().minus(Duration.ofSeconds(1))));
            assertThrows(AssertionError.class, () -> desk.begin(InterruptionTest.planFor(LOST, LOST.servers()), Automation.OPERATOR));
        }
    }

    @Test
    void whatHandyRepLeftAPersonGoesOnWithWhileItIsPaused() {
        FakeServers servers = LOST.servers();
        servers.faultAt = 2;
        servers.fault = FakeServers.Fault.KILLED_BEFORE;
        Story left = InterruptionTest.run(servers, InterruptionTest.planFor(LOST, servers), directory);
        assertFalse(left.hasEnded());
        servers.healthyFromNow();
        pause(Optional.empty());
        AutomationFile told = file();
        Story resumed = new PlanRunner(
                        servers, new Journal(directory), Clock.systemUTC(), left, s -> {}, () -> told.paused(Clock.systemUTC().instant()))
                .run();
        assertEquals(State.SUCCEEDED, resumed.toOperation().state(), () -> resumed.events().toString());
    }

    @Test
    void theAnswerSaysThatOtherConsolesStillAct() {
        for (boolean alone : List.of(true, false)) {
            AutomationFile told = file();
            try (OperationDesk desk = desk(told)) {
                Automation automation = AutomationTest.idle();
                AutomationOrders orders = new AutomationOrders(
                        told, automation, desk, () -> alone, () -> {}, (who, function) -> Outcome.success(""), Clock.systemUTC());
                Outcome paused = orders.pause(Operator.local(), "new disks", Optional.empty());
                assertTrue(paused.succeeded(), paused::details);
                assertEquals(!alone, paused.details().contains("Only this console is paused"), paused::details);
            }
        }
    }

    private OperationDesk desk(AutomationFile told) {
        return new OperationDesk(
                directory.resolve("journal"),
                JournalCopies.NONE,
                Clock.systemUTC(),
                story -> {
                    throw new AssertionError("no server may be touched");
                },
                () -> told.paused(Clock.systemUTC().instant()),
                story -> {},
                new EngineLog(Clock.systemUTC()));
    }
}
