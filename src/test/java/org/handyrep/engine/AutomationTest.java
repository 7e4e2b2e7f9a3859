package org.handyrep.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.engine.ClusterView.Automation.State;
import org.handyrep.plan.Check;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plan.check.Attention;
import org.handyrep.plan.check.Checking;
import org.handyrep.plan.check.Circumstances;
import org.handyrep.plan.check.Past;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// failover_check acts like a person would, once, and says why it does not.
class AutomationTest {

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<String> alerts = new CopyOnWriteArrayList<>();
    private final Fake world = new Fake();
    private final EngineLog lines = new EngineLog(Clock.fixed(Checking.NOW, ZoneOffset.UTC));
    private final Automation automation = new Automation(
            world,
            new AttentionWatch(() -> Duration.ofSeconds(1)),
            new AutomationHistory(lines, alerts::add, Clock.fixed(Checking.NOW, ZoneOffset.UTC)),
            new AutomationShown(new ClusterView.Automation(State.BLOCKED, "not yet"), Optional.empty()),
            () -> world.published++);

    AutomationTest() {
        lines.watch(line -> log.add(line.message()));
    }

    /// One that was not started.
    static Automation idle() {
        return new AutomationTest().automation;
    }

    @AfterEach
    void close() {
        automation.close();
    }

    @Test
    void thePlanThatWasMadeIsThePlanThatIsRun() {
        automation.start();
        automation.check(cycle(1));
        assertEquals(List.of("auto_failover"), world.begun.stream().map(Plan::function).toList());
        assertTrue(world.planned.getFirst() == world.begun.getFirst(), "another plan was run");
        assertEquals("a failover from john is to be made: PrimaryProcessDown it is.", log.getFirst());
        assertTrue(log.getLast().startsWith("begins \"Failover john → paul\""), log::toString);
    }

    @Test
    void aCloneThatRunsIsEndedFirst() {
        automation.start();
        world.runs = Optional.of("Clone george from paul");
        automation.check(cycle(1));
        automation.check(cycle(2));
        assertEquals(List.of(), world.begun, "nothing is begun beside it");
        assertEquals(1, log.stream().filter(l -> l.contains("Clone george from paul is cancelled first")).count(), log::toString);
        world.runs = Optional.empty();
        automation.check(cycle(3));
        assertEquals(List.of("auto_failover"), world.begun.stream().map(Plan::function).toList());
    }

    @Test
    void itOnlySaysWhatItWouldDoUntilItIsStarted() {
        automation.check(cycle(1));
        assertEquals(List.of(), world.planned);
        assertEquals(State.ARMED, automation.shown().automation().state());
    }

    @Test
    void aRefusalIsToldOnceForEachReasonAndTriedAgainLaterAndLater() {
        automation.start();
        world.decision = new Refusal("not safe now", List.of(new Check("fence", Check.Level.STOP, "nothing proves it")));
        automation.check(cycle(1));
        automation.check(cycle(2));
        assertEquals(1, world.asked, "tried again at once");
        world.nanos += 1_000_000_000L;
        automation.check(cycle(3));
        world.nanos += 1_000_000_000L;
        automation.check(cycle(4));
        assertEquals(2, world.asked, "the second wait is longer");
        world.nanos += 1_000_000_000L;
        automation.check(cycle(5));
        assertEquals(3, world.asked);
        assertEquals(List.of("nothing is done by itself: not safe now (fence: nothing proves it)"), alerts);
        assertEquals(1, log.stream().filter(l -> l.contains("not safe now")).count());
        assertEquals(State.BLOCKED, automation.shown().automation().state());
        assertTrue(automation.shown().automation().sentence().contains("nothing proves it"));
        world.decision = new Refusal("other reason");
        world.nanos += 30_000_000_000L;
        automation.check(cycle(6));
        assertEquals(2, alerts.size());
    }

    @Test
    void aPlanThatNeedsAPersonsWordIsNotRun() {
        automation.start();
        world.decision = plan(Optional.of("john"));
        automation.check(cycle(1));
        assertEquals(List.of(), world.begun);
        assertTrue(alerts.getFirst().contains("needs a person's word"), alerts::toString);
        assertTrue(alerts.getFirst().endsWith("Fail over by hand (manual_failover)"), alerts::toString);
    }

    @Test
    void whatChangesWhileThePlanIsMadeCounts() {
        automation.start();
        world.whilePlanning = () -> world.now = new Checking().alive().build();
        automation.check(cycle(1));
        assertEquals(List.of(), world.begun, "the primary answered again while it was planned");
    }

    @Test
    void whatAnotherConsoleDidIsAskedForBeforeItActsAndCounts() {
        automation.start();
        world.ofOthers = () -> world.now = new Checking().past(Past.Kind.FAILOVER, true, Past.End.SUCCEEDED, 60).build();
        automation.check(cycle(1));
        assertEquals(List.of(), world.begun, "the other console failed over a minute ago");
        automation.check(cycle(2));
        assertTrue(automation.shown().automation().sentence().contains("failover_cooldown"), automation.shown()::toString);
    }

    @Test
    void aReasonThatHoldsIsToldOnceAndShown() {
        automation.start();
        world.now = new Checking().notYetConfirmed().build();
        automation.check(cycle(1));
        automation.check(cycle(2));
        assertEquals(1, log.size());
        assertEquals(List.of(), alerts, "the verdict is told by others");
        assertEquals(State.BLOCKED, automation.shown().automation().state());
    }

    @Test
    void thatItWillNeverActByItselfIsAlerted() {
        automation.start();
        world.now = new Checking().neverSeenAlive().build();
        automation.check(cycle(1));
        automation.check(cycle(2));
        assertEquals(1, alerts.size(), alerts::toString);
        assertTrue(alerts.getFirst().contains("fail over by hand (manual_failover)"), alerts::toString);
    }

    @Test
    void anExceptionDoesNotEndIt() {
        automation.start();
        world.thrown = new IllegalStateException("broken plugin");
        automation.offer(cycle(1));
        await().until(() -> alerts.size() == 1);
        assertTrue(alerts.getFirst().contains("broken plugin"), alerts::toString);
        world.thrown = null;
        automation.offer(cycle(2));
        await().until(() -> world.begun.size() == 1);
    }

    @Test
    void theObserverNeverWaitsAndTheNewestCycleWins() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        world.whileJudging = () -> {
            entered.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        automation.offer(cycle(1));
        entered.await();
        for (int number = 2; number <= 9; number++) {
            automation.offer(cycle(number));
        }
        world.whileJudging = () -> {};
        goOn.countDown();
        await().until(() -> world.judged.contains(9L));
        assertEquals(List.of(1L, 9L), world.judged);
    }

    @Test
    void nothingIsDoneInTheFirstPollsNorAfterASleepUntilTwoAgree() {
        world.realAttention = true;
        automation.start();
        for (int number = 1; number <= 3; number++) {
            observe(number, number, number);
        }
        assertEquals(List.of(), world.begun, "startup_grace is 3");
        observe(4, 3604, 4);
        for (int number = 5; number <= 7; number++) {
            observe(number, 3600 + number, number);
        }
        assertEquals(List.of(), world.begun, "the machine slept after the third poll");
        assertTrue(log.stream().anyMatch(l -> l.contains("slept")), log::toString);
        observe(8, 3608, 8);
        assertEquals(1, world.begun.size());
    }

    @Test
    void whatWasSeenBeforeTheEndOfAnOperationDoesNotCount() {
        Instant began = Checking.NOW;
        ClusterSnapshot cycle = new Checking().build().snapshot().thatTook(Duration.ofSeconds(2));
        for (JournalEvent.Kind end : List.of(JournalEvent.Kind.SUCCEEDED, JournalEvent.Kind.ROLLED_BACK, JournalEvent.Kind.LEFT)) {
            JournalEvent ended = new JournalEvent(end, began.minusSeconds(1), -1, "", 0);
            Story story = new Story("1", plan(Optional.empty()), "anna", began.minusSeconds(9), List.of(ended), false);
            assertTrue(AutomationFacts.overtaken(List.of(story), cycle).isPresent(), end::toString);
            assertTrue(AutomationFacts.overtaken(List.of(story), cycle.thatTook(Duration.ofMillis(999))).isEmpty(), end::toString);
        }
        JournalEvent ahead = new JournalEvent(JournalEvent.Kind.SUCCEEDED, began.plusSeconds(3600), -1, "", 0);
        Story elsewhere = new Story("1", plan(Optional.empty()), "anna", began, List.of(ahead), false);
        assertTrue(AutomationFacts.overtaken(List.of(elsewhere), cycle).isEmpty(), "the clock of another console is ahead");
    }

    private void observe(long number, double wall, double ticked) {
        ClusterView seen = cycle(number, wall, ticked);
        automation.attend(seen);
        automation.check(seen);
    }

    private static ClusterView cycle(long number) {
        return cycle(number, number, number);
    }

    private static ClusterView cycle(long number, double wall, double ticked) {
        Circumstances lost = new Checking().build();
        ClusterSnapshot snapshot = new ClusterSnapshot(
                "test", number, Instant.EPOCH.plusMillis(Math.round(wall * 1000)), Math.round(ticked * 1e9), true,
                lost.snapshot().servers());
        return new ClusterView(
                snapshot, lost.diagnosis(), new ClusterView.Automation(State.OFF, ""), new ClusterView.InCharge(true, ""),
                Optional.empty(), 1, Optional.empty(), List.of());
    }

    private static Plan plan(Optional<String> typed) {
        return new Plan("auto_failover", "Failover john → paul", "john is dead", List.of(), List.of(),
                new Plan.Impact("Promote paul", typed, "", "3 bytes", "", List.of()));
    }

    private static final class Fake implements AutomationWorld {

        Circumstances now = new Checking().build();
        boolean realAttention;
        Decision decision = AutomationTest.plan(Optional.empty());
        final List<Plan> planned = new ArrayList<>();
        final List<Plan> begun = new CopyOnWriteArrayList<>();
        final List<Long> judged = new CopyOnWriteArrayList<>();
        Runnable whilePlanning = () -> {};
        Runnable ofOthers = () -> {};
        volatile Runnable whileJudging = () -> {};
        volatile @Nullable RuntimeException thrown;
        Optional<String> runs = Optional.empty();
        int asked;
        int published;

        @Override
        public Optional<String> makeWay() {
            return runs;
        }

        @Override
        public Runnable lookAtOthers() {
            return ofOthers;
        }

        long nanos;

        @Override
        public Circumstances circumstances(ClusterView seen, Attention attention) {
            judged.add(seen.snapshot().number());
            whileJudging.run();
            RuntimeException broken = thrown;
            if (broken != null) {
                throw broken;
            }
            return realAttention ? Checking.with(now, attention) : now;
        }

        @Override
        public Request failover() {
            return new Request.AutomaticFailover(true);
        }

        @Override
        public Request restart() {
            return new Request.RestartPrimary(Duration.ofSeconds(60));
        }

        @Override
        public Decision plan(ClusterView seen, Request request) {
            asked++;
            whilePlanning.run();
            if (decision instanceof Plan plan) {
                planned.add(plan);
            }
            return decision;
        }

        @Override
        public Outcome begin(Plan plan) {
            begun.add(plan);
            return Outcome.success("");
        }

        @Override
        public Optional<IfLost> ifLost(ClusterView seen, Circumstances circumstances) {
            return Optional.empty();
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }
}
