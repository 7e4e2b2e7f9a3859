package org.handyrep.plan;

import static org.handyrep.plan.Situations.NO_SSH;
import static org.handyrep.plan.Situations.RUNS;
import static org.handyrep.plan.Situations.STOPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.ConfirmMostAdvanced;
import org.handyrep.plan.step.DeclaredOff;
import org.handyrep.plan.step.FastForward;
import org.handyrep.plan.step.FenceStopped;
import org.handyrep.plan.step.FreezeReplicas;
import org.handyrep.plan.step.KillHung;
import org.handyrep.plan.step.MarkAsReplica;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plan.step.RunService;
import org.handyrep.plugin.RunMode;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static Situations healthy() {
        return new Situations().primary("john", 1000).replica("paul", 1000).replica("george", 1000);
    }

    private static Situations primaryLost(org.handyrep.cluster.HostState host) {
        return new Situations()
                .lost("john", host)
                .replica("paul", 1000)
                .replica("george", 1000)
                .lastSeen("john", 1000)
                .verdict("PrimaryHostDown");
    }

    private static Plan plan(Decision decision) {
        return assertInstanceOf(Plan.class, decision, () -> decision.toString());
    }

    private static String refusal(Decision decision) {
        Refusal refusal = assertInstanceOf(Refusal.class, decision, () -> decision.toString());
        return refusal.reason() + " "
                + String.join(" ", refusal.checks().stream()
                        .filter(c -> c.level() == Check.Level.STOP)
                        .map(Check::saw)
                        .toList());
    }

    private static void assertSays(String text, String part) {
        assertTrue(text.contains(part), () -> "\"" + part + "\" is not in: " + text);
    }

    private static List<Class<?>> kinds(Plan plan) {
        return plan.steps().stream().<Class<?>>map(Object::getClass).toList();
    }

    @Test
    void whatIsPromotedOrStartedMayTakeAsLongAsHandyrepConfSays() {
        Duration minutes = Duration.ofMinutes(5);
        Rules patient = new Rules(false, 0, true, Rules.STANDARD.automaticFences(), false, minutes, 0, Duration.ZERO, false, Rules.MEMORY);
        Plan failover = plan(healthy().rules(patient).failover("paul"));
        assertEquals(minutes, step(failover, PromoteReplica.class).patience());
        assertEquals(List.of("george"), step(failover, PromoteReplica.class).others());
        Plan restart = plan(Planner.plan(healthy().rules(patient).build(), new Request.Service("paul", RunMode.RESTART)));
        assertEquals(minutes, step(restart, RunService.class).patience());
        assertEquals(Duration.ofMinutes(1), step(plan(healthy().failover("paul")), PromoteReplica.class).patience());
    }

    private static <T> T step(Plan plan, Class<T> kind) {
        return plan.steps().stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
    }

    @Test
    void slotsThatNobodyUsesAnyMoreAreDroppedAndOthersAreLeft() {
        Situations healthy = new Situations()
                .add("john", org.handyrep.cluster.Role.MASTER, true, Situations.primaryWithSlots("s_paul", "s_george", "elsewhere", "+logical"), Situations.RUNS)
                .add("paul", org.handyrep.cluster.Role.REPLICA, true, Situations.replicaWithSlot("s_paul"), Situations.RUNS)
                .add("george", org.handyrep.cluster.Role.REPLICA, true, Situations.replicaWithSlot("s_george"), Situations.RUNS);
        Plan plan = assertInstanceOf(Plan.class, healthy.failover("paul"));
        List<org.handyrep.plan.step.DropSlot> drops = drops(plan);
        assertEquals(List.of("s_paul of paul on john", "s_george of george on john"),
                drops.stream().map(d -> d.slot() + " of " + d.consumer() + " on " + d.server()).toList());
        List<Class<?>> kinds = plan.steps().stream().<Class<?>>map(Object::getClass).toList();
        assertTrue(kinds.indexOf(org.handyrep.plan.step.StartAsReplica.class) < kinds.indexOf(org.handyrep.plan.step.DropSlot.class));
        Check check = plan.checks().stream().filter(c -> c.name().equals("slots on john")).findFirst().orElseThrow();
        assertEquals(Check.Level.WARNING, check.level());
        assertTrue(check.saw().contains("elsewhere stays: it is used by nobody that this plan moves"), check.saw());
        assertTrue(check.saw().contains("logical stays: it is logical"), check.saw());

        Plan others = assertInstanceOf(Plan.class, Planner.plan(healthy.build(), new Request.ManualFailover(Optional.of("paul"), false, true)));
        assertEquals(1, drops(others).size(), "george still follows john and needs its slot");
        Plan remaster = assertInstanceOf(Plan.class, Planner.plan(healthy.build(), new Request.Remaster("george", Optional.of("paul"))));
        assertEquals(List.of("s_george"), drops(remaster).stream().map(org.handyrep.plan.step.DropSlot::slot).toList());
    }

    private static List<org.handyrep.plan.step.DropSlot> drops(Plan plan) {
        return plan.steps().stream()
                .filter(org.handyrep.plan.step.DropSlot.class::isInstance)
                .map(org.handyrep.plan.step.DropSlot.class::cast)
                .toList();
    }

    @Test
    void aLivePrimaryMeansASwitchoverThatLosesNothing() {
        Plan plan = plan(healthy().failover("paul"));
        assertEquals("Switchover john → paul", plan.title());
        assertSays(plan.impact().loss(), "nothing");
        assertEquals(1, plan.steps().stream().filter(Step::isPointOfNoReturn).count());
        assertSays(plan.asText(), "---- point of no return ----");
        assertTrue(plan.impact().typedName().isEmpty(), "what loses nothing is not typed");
    }

    @Test
    void withoutANameTheSelectionPluginChooses() {
        Decision decision =
                Planner.plan(healthy().build(), new Request.ManualFailover(Optional.empty(), true, true));
        assertEquals("Switchover john → paul", plan(decision).title());
    }

    @Test
    void aLostPrimaryWhoseHostAnswersIsFencedByProof() {
        Plan plan = plan(primaryLost(STOPPED).failover("paul"));
        assertTrue(kinds(plan).contains(FenceStopped.class));
        assertTrue(kinds(plan).indexOf(FenceStopped.class) < kinds(plan).indexOf(PromoteReplica.class), "first fence");
        assertTrue(plan.impact().typedName().isEmpty());
    }

    @Test
    void aHangingPrimaryIsKilledBeforeThePromotion() {
        Plan plan = plan(primaryLost(RUNS).failover("paul"));
        assertTrue(kinds(plan).indexOf(KillHung.class) < kinds(plan).indexOf(MarkAsReplica.class));
        assertTrue(kinds(plan).indexOf(MarkAsReplica.class) < kinds(plan).indexOf(PromoteReplica.class));
    }

    @Test
    void scenario06_sshAndSqlBothDeadIsNotFenced() {
        Plan plan = plan(primaryLost(NO_SSH).failover("paul"));
        assertEquals(Optional.of("john"), plan.impact().typedName(), "only a person's word can fence it");
        assertTrue(kinds(plan).contains(DeclaredOff.class));
        assertFalse(kinds(plan).contains(FenceStopped.class));
    }

    @Test
    void scenario04_aPrimaryThatAReplicaHearsIsNotFailedOver() {
        assertSays(
                refusal(primaryLost(NO_SSH).verdict("PrimaryUnseenByConsole").failover("paul")), "PrimaryUnseenByConsole");
    }

    @Test
    void twoPrimariesStopEveryTakeover() {
        assertSays(refusal(healthy().verdict("SplitBrain").failover("paul")), "SplitBrain");
    }

    @Test
    void scenario09_aReplicaThatLostItsReceiverIsNotEligible() {
        Situations situation = new Situations()
                .primary("john", 1000)
                .add("paul", Role.REPLICA, true, Situations.replicaState(900, 900, false, Map.of()), RUNS);
        assertSays(refusal(situation.failover("paul")), "does not stream");
    }

    @Test
    void scenario10_aReplicaThatWasRestartedKeepsItsTruePosition() {
        Situation situation = new Situations()
                .lost("john", STOPPED)
                .add("paul", Role.REPLICA, true, Situations.replicaState(500, 1000, false, Map.of()), RUNS)
                .replica("george", 900)
                .build();
        Candidate paul = Ranking.of(situation).getFirst();
        assertEquals("paul", paul.server());
        assertEquals(Optional.of(new Lsn(1000)), paul.position());
        assertTrue(paul.obstacle().isEmpty());
    }

    @Test
    void scenario11_aReplicaThatIsBehindGetsWhatItLacksFromTheMostAdvancedBeforeItIsPromoted() {
        Situations situation = new Situations().lost("john", STOPPED).replica("paul", 700).replica("george", 1000);
        Plan plan = plan(situation.failover("paul"));
        assertSays(plan.asText(), "paul is 300 bytes behind george");
        assertSays(plan.asText(), "Bring paul up to george");
        assertTrue(kinds(plan).indexOf(FreezeReplicas.class) < kinds(plan).indexOf(FastForward.class));
        assertTrue(kinds(plan).indexOf(FastForward.class) < kinds(plan).indexOf(ConfirmMostAdvanced.class));
        assertTrue(kinds(plan).indexOf(ConfirmMostAdvanced.class) < kinds(plan).indexOf(PromoteReplica.class));
        assertFalse(kinds(plan(situation.failover("george"))).contains(FastForward.class), "george lacks nothing");
    }

    @Test
    void theLossIsToldFromWhatWasSeenLast() {
        Plan plan = plan(primaryLost(STOPPED).lastSeen("john", 1500).failover("paul"));
        assertSays(plan.impact().loss(), "at least 500 bytes");
    }

    @Test
    void scenario30_aFullPrimaryIsAlive() {
        Situations situation = new Situations()
                .add("john", Role.MASTER, true, new ServerState.Rejecting(new ConnectionProblem(
                        ConnectionProblem.Kind.TOO_MANY_CONNECTIONS, "53300", "sorry, too many clients already")), RUNS)
                .replica("paul", 1000);
        assertSays(refusal(situation.failover("paul")), "john lives");
    }

    @Test
    void aPrimaryThatCannotBeStoppedIsNotSwitchedOver() {
        assertSays(refusal(healthy().uncontrolled("john").failover("paul")), "sudo: a password is required");
    }

    @Test
    void aLaggingReplicaIsNotSwitchedOverTo() {
        Situations situation = new Situations().primary("john", 5_000_000).replica("paul", 1000);
        assertSays(refusal(situation.failover("paul")), "its lag_limit is 1 MB");
    }

    @Test
    void aReplicaWithSmallerParametersIsRefused() {
        Situations situation = new Situations()
                .primary("john", 1000)
                .add("paul", Role.REPLICA, true,
                        Situations.replicaState(1000, 1000, true, Map.of("max_connections", "20")), RUNS);
        assertSays(refusal(situation.failover("paul")), "max_connections is 20, the primary has 100");
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThereAre() {
        assertSays(refusal(healthy().failover("ringo")), "there are");
    }

    @Test
    void scenario12_aReplicaThatIsAheadDoesNotFollow() {
        Situation situation = new Situations()
                .primary("john", 1000)
                .add("paul", Role.REPLICA, true, Situations.replicaState(2000, 2000, false, Map.of()), RUNS)
                .build();
        assertSays(
                refusal(Planner.plan(situation, new Request.Remaster("paul", Optional.empty()))), "it would fork");
    }

    @Test
    void aStreamingReplicaThatWasLookedAtLaterIsNotAhead() {
        Situation situation = new Situations().primary("john", 1000).replica("paul", 2000).build();
        plan(Planner.plan(situation, new Request.Remaster("paul", Optional.empty())));
    }

    @Test
    void replicasDoNotFollowEachOtherInACircle() {
        Situation situation = healthy()
                .add("ringo", Role.REPLICA, true, new ServerState.Replica(
                        ((ServerState.Replica) Situations.replicaState(1000, 1000, true, Map.of())).facts(),
                        Optional.of(new Lsn(1000)), new Lsn(1000), Optional.empty(), false, Optional.empty(),
                        Optional.of("paul.example:5432"), List.of(), List.of()), RUNS)
                .build();
        assertSays(
                refusal(Planner.plan(situation, new Request.Remaster("paul", Optional.of("ringo")))),
                "follow each other");
    }

    @Test
    void scenario13_anOldPrimaryWithoutTheMarkIsNotStarted() {
        Situations situation = new Situations()
                .primary("paul", 2000)
                .add("john", Role.REPLICA, false, Situations.silent(), STOPPED);
        Request start = new Request.Service("john", RunMode.START);
        assertSays(refusal(Planner.plan(situation.build(), start)), "it is not known");
        assertSays(refusal(Planner.plan(situation.marked("john", false).build(), start)), "a second primary");
        plan(Planner.plan(situation.marked("john", true).build(), start));
    }

    @Test
    void stoppingThePrimaryWantsItsNameTyped() {
        Plan plan = plan(Planner.plan(healthy().build(), new Request.Service("john", RunMode.STOP)));
        assertEquals(Optional.of("john"), plan.impact().typedName());
    }

    @Test
    void aBarePromotionBesideAPrimaryWarnsAndWantsTheNameTyped() {
        Plan plan = plan(Planner.plan(healthy().build(), new Request.Promote("paul")));
        assertEquals(Optional.of("paul"), plan.impact().typedName());
        assertSays(plan.asText(), "makes a second primary");
        assertSays(plan.impact().loss(), "one side will be lost");
    }
}
