package org.handyrep.ui.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handyrep.engine.Candidates;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Check;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleOperations;
import org.junit.jupiter.api.Test;

final class PlanFlowTest {

    private final Candidates alive = new FakeEngine(SampleClusters.lagging(Instant.now())).candidates();
    private final Candidates lost = new FakeEngine(SampleClusters.primaryDead(Instant.now())).candidates();
    private final Plan plan = SampleOperations.switchover("john", "paul");

    @Test
    void anUnfitServerIsNeitherPreselectedNorChosen() {
        Aim.Takeover aim = Aim.Takeover.of(alive, Optional.of("ringo"));
        assertEquals(Optional.of("paul"), aim.chosen());
        assertEquals(Optional.of("paul"), aim.choose(Optional.of("ringo")).chosen());
        assertEquals(Optional.of("george"), aim.choose(Optional.of("george")).chosen());
    }

    @Test
    void whenThePrimaryIsLostMeanwhileTheOldPrimaryNoLongerFollows() {
        Aim.Takeover aim = Aim.Takeover.of(alive, Optional.of("george"));
        assertTrue(aim.oldPrimaryFollows());
        Aim.Takeover newer = aim.refresh(lost);
        assertEquals(
                Optional.of(new Request.ManualFailover(Optional.of("george"), true, false)), newer.request());
        assertFalse(newer.withOldPrimaryFollows(true).oldPrimaryFollows());
    }

    @Test
    void whereSelectionNamesNobodyAPersonMayChooseAmongTheFit() {
        Candidates unnamed = new Candidates(
                lost.switchover(), lost.title(), lost.evidence(), lost.candidates(), Optional.empty(), lost.proxies());
        Aim.Takeover aim = Aim.Takeover.of(unnamed, Optional.empty());
        assertEquals("Choose a replica.", LossNote.of(aim, "john").headline());
        assertEquals(Optional.of("Choose a replica."), PlanFlow.of(aim).obstacle());
        Candidates none = new Candidates(lost.switchover(), lost.title(), lost.evidence(), List.of(), Optional.empty(), lost.proxies());
        assertEquals("No replica can take over.", LossNote.of(aim.refresh(none), "john").headline());
    }

    @Test
    void aStopCannotBePassed() {
        PlanFlow flow = checked(withChecks(new Check("enough disk", Check.Level.STOP, "full")));
        assertEquals(Optional.of("A check says stop."), flow.obstacle());
        assertEquals(FlowPage.CHECKS, flow.toPlan().page());
        assertEquals(FlowPage.PLAN, checked(withChecks(new Check("disk", Check.Level.WARNING, "low"))).toPlan().page());
    }

    @Test
    void aRefusalCannotBePassed() {
        PlanFlow flow = start().checking().decided(new Refusal("paul is gone."));
        assertEquals(FlowPage.CHECKS, flow.toPlan().page());
    }

    @Test
    void theNameIsTypedExactly() {
        PlanFlow flow = checked(withTypedName("paul")).toPlan();
        assertTrue(flow.withTyped("Paul").obstacle().isPresent());
        assertTrue(flow.withTyped(" paul").obstacle().isPresent());
        assertEquals(Optional.empty(), flow.withTyped("paul").obstacle());
        assertEquals("", flow.withTyped("paul").back().toPlan().typed());
    }

    @Test
    void anAnswerThatComesTooLateChangesNothing() {
        PlanFlow gone = start().checking().back();
        assertEquals(gone, gone.decided(plan));
    }

    @Test
    void aRefusedBeginningLeadsBackToThePlan() {
        PlanFlow flow = checked(plan).toPlan().beginning().refused("another plan runs");
        assertEquals(FlowPage.PLAN, flow.page());
        assertEquals("another plan runs", flow.trouble());
    }

    @Test
    void onlyTheEndOfOurOwnOperationLeadsToTheResult() {
        Operation running = SampleOperations.running(plan, 1, Instant.now());
        Operation ended = SampleOperations.ended(running, Operation.State.FAILED, Instant.now());
        PlanFlow begun = checked(plan).toPlan().beginning().begun(running.id());
        assertEquals(FlowPage.PROGRESS, begun.observed(running).page());
        assertFalse(begun.observed(running).canGoBack());
        assertEquals(FlowPage.RESULT, begun.observed(ended).page());
        PlanFlow other = checked(plan).toPlan().beginning().begun("another");
        assertEquals(other, other.observed(ended));
    }

    @Test
    void theFirstPointOfNoReturnIsTheOnlyLine() {
        List<PlanRow> rows = PlanRow.of(new Plan(
                "manual_failover",
                "t",
                "r",
                List.of(),
                List.of(step(false), step(true), step(true)),
                plan.impact()));
        assertEquals(List.of(false, true, false), rows.stream().map(PlanRow::pointOfNoReturn).toList());
    }

    @Test
    void underscoresInNamesAreNoAltKeys() {
        assertEquals("_Promote my__db", FlowButtons.mnemonic("Promote my_db"));
    }

    private static SampleOperations.ShownStep step(boolean noReturn) {
        return new SampleOperations.ShownStep("s", "paul", List.of(), noReturn, Optional.empty());
    }

    private PlanFlow start() {
        return PlanFlow.of(Aim.Takeover.of(alive, Optional.of("paul")));
    }

    private PlanFlow checked(Plan p) {
        return start().checking().decided(p);
    }

    private Plan withChecks(Check check) {
        return new Plan(plan.function(), plan.title(), plan.reason(), List.of(check), plan.steps(), plan.impact());
    }

    private Plan withTypedName(String name) {
        return SamplePlans.withTypedName(plan, name);
    }
}
