package org.handyrep.plan;

import static org.handyrep.plan.Situations.NO_SSH;
import static org.handyrep.plan.Situations.RUNS;
import static org.handyrep.plan.Situations.STOPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.plan.step.ConfirmSynchronousFence;
import org.handyrep.plan.step.CutOffPrimary;
import org.handyrep.plan.step.FastForward;
import org.handyrep.plan.step.FenceByCommand;
import org.handyrep.plan.step.FenceStopped;
import org.handyrep.plan.step.FollowPrimary;
import org.handyrep.plan.step.KillHung;
import org.handyrep.plan.step.LetThrough;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plan.step.SalvageWal;
import org.handyrep.plan.step.ThawReplica;
import org.junit.jupiter.api.Test;

/// What may be done without a person, and why not.
class AutomaticFailoverTest {

    private static final ProxyState ANSWERS = new ProxyState(
            true, "", Optional.of(new ProxyState.Console("1.18.0", "transaction", false, 8, 0, Duration.ofSeconds(120))), List.of());

    private static Situations lost(HostState host) {
        return new Situations()
                .lost("john", host)
                .replica("paul", 1000)
                .replica("george", 1000)
                .lastSeen("john", 1000)
                .confirmed("PrimaryProcessDown");
    }

    private static Rules rules(boolean preferred, long loss, boolean fencing) {
        return new Rules(preferred, loss, true, EnumSet.complementOf(EnumSet.of(Fence.DECLARED)), fencing);
    }

    private static Decision decide(Situations situations) {
        return Planner.plan(situations.build(), new Request.AutomaticFailover(true));
    }

    private static Plan plan(Situations situations) {
        return assertInstanceOf(Plan.class, decide(situations), () -> decide(situations).toString());
    }

    private static void refuses(Situations situations, String why) {
        Refusal refusal = assertInstanceOf(Refusal.class, decide(situations), () -> decide(situations).toString());
        String said = refusal.reason() + refusal.checks().stream().filter(c -> c.level() == Check.Level.STOP).toList();
        assertTrue(said.contains(why), () -> "\"" + why + "\" is not in: " + said);
    }

    private static boolean has(Plan plan, Class<? extends Step> type) {
        return plan.steps().stream().anyMatch(type::isInstance);
    }

    private static boolean before(Plan plan, Class<? extends Step> first, Class<? extends Step> then) {
        List<Class<?>> kinds = plan.steps().stream().<Class<?>>map(Object::getClass).toList();
        return kinds.contains(first) && kinds.indexOf(first) < kinds.indexOf(then);
    }

    @Test
    void aDeadProcessOnAHostThatAnswersIsFailedOver() {
        Plan plan = plan(lost(STOPPED));
        assertEquals("auto_failover", plan.function());
        assertTrue(plan.impact().typedName().isEmpty(), "nobody is there to type it");
        assertTrue(before(plan, FenceStopped.class, PromoteReplica.class));
    }

    @Test
    void aDeathThatIsNotConfirmedIsNotActedOn() {
        refuses(lost(STOPPED).verdict("PrimarySuspect"), "the death of john is not confirmed (PrimarySuspect)");
    }

    @Test
    void aHangingPrimaryIsKilledFirst() {
        assertTrue(before(plan(lost(RUNS)), KillHung.class, PromoteReplica.class));
    }

    @Test
    void scenario06_unreachableIsNeverFenced() {
        refuses(lost(NO_SSH), "unreachable is not fenced");
        refuses(lost(NO_SSH), ". Switch john off, then fail over by hand (manual_failover, which asks for its name); a fencing_method would do that by itself");
        refuses(lost(new HostState.Unclear("sudo: a password is required")), "cannot be told");
    }

    @Test
    void aCommandThatSwitchesOffIsProofEnough() {
        Plan plan = plan(lost(NO_SSH).rules(rules(false, 1000, true)));
        assertTrue(before(plan, FenceByCommand.class, PromoteReplica.class));
        assertTrue(plan.impact().typedName().isEmpty());
        Rules forbidden = new Rules(false, 1000, true, Set.of(Fence.PROCESS), true);
        refuses(lost(NO_SSH).rules(forbidden), "command: automatic_fences does not allow it");
        assertFalse(decide(lost(NO_SSH).rules(forbidden)).toString().contains("a fencing_method would"), "there is one");
    }

    @Test
    void proxiesAreAFenceOnlyWhereEverybodyComesThroughThem() {
        Situation.Around cuts = new Situation.Around(true, true, true, false, false, List.of());
        Situations behind = lost(NO_SSH).around(cuts).proxy("b1", ANSWERS);
        refuses(behind, "it is not known whether clients go past the proxies");
        Plan plan = plan(behind.lastState(1000, Map.of(), List.of(), List.of("paul", "george")));
        assertTrue(before(plan, CutOffPrimary.class, PromoteReplica.class));
        assertTrue(before(plan, PromoteReplica.class, LetThrough.class));
        refuses(behind.lastState(1000, Map.of(), List.of("10.0.0.9"), List.of("paul", "george")), "clients from 10.0.0.9 go past the proxies");
        refuses(
                lost(NO_SSH).around(cuts)
                        .lastState(1000, Map.of(), List.of(), List.of("paul", "george"))
                        .proxy("b1", ANSWERS)
                        .proxy("b2", ProxyState.silent("no route to host")),
                "b2 does not answer");
    }

    @Test
    void synchronousReplicationIsAFenceWhileAllWhoCouldConfirmAreFrozen() {
        for (String names : List.of("ANY 1 (paul, george)", "FIRST 1 (paul,george)", "2 (paul, george, \"Ringo\")", "*", "paul")) {
            Situations sync = lost(NO_SSH).lastState(1000, Map.of("synchronous_standby_names", names), List.of(), List.of("paul", "george"));
            assertTrue(before(plan(sync), ConfirmSynchronousFence.class, PromoteReplica.class), names);
            assertTrue(plan(sync).impact().loss().contains("no commit that a client waited for"), plan(sync).impact().loss());
        }
        for (String names : List.of("", "ANY 1 (paul, ringo)", "1 (elsewhere)")) {
            refuses(lost(NO_SSH).lastState(1000, Map.of("synchronous_standby_names", names), List.of(), List.of("paul", "george")), "synchronous:");
        }
        refuses(
                lost(NO_SSH).lastState(1000, Map.of("synchronous_standby_names", "*"), List.of(), List.of("paul", "george", "unknown")),
                "unknown could give it");
        refuses(
                lost(NO_SSH).add("ringo", Role.REPLICA, true, Situations.silent(), NO_SSH)
                        .lastState(1000, Map.of("synchronous_standby_names", "ANY 1 (paul, george, ringo)"), List.of(), List.of("paul")),
                "ringo could give it");
    }

    /// While this console is cut off somebody may have changed what it knows.
    @Test
    void whatWasSeenLongAgoIsNoProof() {
        Situation.Around cuts = new Situation.Around(true, true, true, false, false, List.of());
        List<String> replicas = List.of("paul", "george");
        Situations behind = lost(NO_SSH).around(cuts).proxy("b1", ANSWERS).lastState(1000, Map.of(), List.of(), replicas);
        plan(behind.seenAgo(Rules.MEMORY));
        refuses(behind.seenAgo(Duration.ofHours(2)), "john was last seen 7200 s ago: whether clients go past the proxies is not known any more");

        Situations sync = lost(NO_SSH).lastState(1000, Map.of("synchronous_standby_names", "*"), List.of(), replicas);
        plan(sync.seenAgo(Rules.MEMORY));
        refuses(sync.seenAgo(Duration.ofSeconds(31)), "whether its commits still wait for them is not known any more");

        Situations stopped = lost(STOPPED).lastState(1000, Map.of("synchronous_standby_names", "*"), List.of(), replicas).seenAgo(Duration.ofSeconds(31));
        Loss loss = Loss.of(stopped.build(), "paul", new Lsn(1000), false);
        assertFalse(loss.certain());
        assertTrue(loss.sentence().endsWith("then its commits still waited for paul, george"), loss.sentence());
        refuses(stopped.rules(rules(false, 0, false)), "it is not certain that nothing would be lost");
    }

    private static List<String> thawed(Plan plan) {
        return plan.steps().stream().filter(ThawReplica.class::isInstance).map(Step::server).toList();
    }

    private static List<String> follow(Plan plan) {
        return plan.steps().stream().filter(FollowPrimary.class::isInstance).map(Step::server).toList();
    }

    @Test
    void whoIsFrozenNeverGoesBackToTheOldPrimary() {
        Situations sync = lost(NO_SSH).lastState(1000, Map.of("synchronous_standby_names", "*"), List.of(), List.of("paul", "george"));
        Plan fenced = assertInstanceOf(Plan.class, Planner.plan(sync.build(), new Request.AutomaticFailover(false)));
        assertEquals(List.of("george"), follow(fenced), "what fences john is not undone");
        assertTrue(fenced.checks().stream().anyMatch(c -> c.name().equals("remaster")), fenced::asText);

        Plan stopped = assertInstanceOf(Plan.class, Planner.plan(lost(STOPPED).build(), new Request.AutomaticFailover(false)));
        assertEquals(List.of(), follow(stopped));
        assertTrue(stopped.impact().afterwards().stream().anyMatch(a -> a.contains("george stays frozen") && a.contains("follow paul (remaster)")),
                stopped::asText);
        for (Plan plan : List.of(fenced, stopped, plan(lost(STOPPED)))) {
            assertEquals(List.of(), thawed(plan));
        }
    }

    @Test
    void ofTwoServersOnlyWhatIsDoneToTheOtherItselfIsAProof() {
        Situations two = new Situations()
                .lost("john", NO_SSH)
                .replica("paul", 1000)
                .confirmed("PrimaryHostDown")
                .lastState(1000, Map.of("synchronous_standby_names", "*"), List.of(), List.of("paul"));
        Fences fences = Fences.of(two.build(), two.build().find("john").orElseThrow(), true);
        assertEquals(Optional.empty(), fences.chosen());
        assertTrue(String.valueOf(fences.why().get(Fence.SYNCHRONOUS)).contains("no witness"), fences::toString);
    }

    @Test
    void moreThanMaximumLossIsNotLostWithoutAPerson() {
        refuses(lost(STOPPED).lastSeen("john", 3_000_000), "more than maximum_loss, 1048576 bytes");
        refuses(lost(STOPPED).rules(rules(false, 0, false)), "it is not certain that nothing would be lost");
        plan(lost(STOPPED).rules(rules(false, 0, false)).left(1000));
        plan(lost(STOPPED).rules(rules(false, 0, false))
                .lastState(1000, Map.of("synchronous_standby_names", "*"), List.of(), List.of("paul", "george")));
        refuses(
                new Situations().lost("john", STOPPED).replica("paul", 1000).replica("george", 1000).confirmed("PrimaryProcessDown"),
                "not known: this console never saw");
    }

    @Test
    void whatTheDiskOfTheDeadPrimaryHasIsFetchedAndNothingIsLost() {
        Plan plan = plan(lost(STOPPED).rules(rules(false, 0, false)).left(5000, 2000, 3000, 4500));
        assertTrue(before(plan, FenceStopped.class, SalvageWal.class));
        assertTrue(before(plan, SalvageWal.class, PromoteReplica.class));
        assertTrue(plan.impact().loss().contains("nothing: 3 commits (4000 bytes"), plan.impact().loss());
        assertFalse(has(plan(lost(STOPPED).left(1000)), SalvageWal.class), "there is nothing to fetch");

        Rules noSalvage = new Rules(false, 1_000_000, false, Set.of(Fence.PROCESS), false);
        Plan without = plan(lost(STOPPED).rules(noSalvage).left(5000, 900, 2000, 3000));
        assertFalse(has(without, SalvageWal.class));
        assertTrue(without.impact().loss().startsWith("2 commits (4000 bytes of WAL up to 0/1388)"), without.impact().loss());
    }

    @Test
    void whatCannotBeFetchedMayBeLostUpToMaximumLoss() {
        SalvageWal allowed = salvage(plan(lost(STOPPED).left(5000, 2000, 3000)));
        assertFalse(allowed.isEssential());
        assertTrue(allowed.withoutIt().orElse("").contains("it goes on without it, and this is lost: 2 commits (4000 bytes"), allowed::toString);
        SalvageWal forbidden = salvage(plan(lost(STOPPED).rules(rules(false, 3999, false)).left(5000, 2000, 3000)));
        assertTrue(forbidden.isEssential(), "more than maximum_loss would be lost without it");
        assertTrue(forbidden.withoutIt().orElse("").contains("2 commits (4000 bytes"), forbidden::toString);
    }

    @Test
    void aPersonGoesOnWithoutItByTypingTheName() {
        Situations much = lost(STOPPED).rules(rules(false, 100, false)).left(5000, 2000, 3000);
        Request without = new Request.ManualFailover(Optional.of("paul"), true, true, true, false);
        Plan plan = assertInstanceOf(Plan.class, Planner.plan(much.build(), without));
        assertFalse(has(plan, SalvageWal.class));
        assertEquals(Optional.of("john"), plan.impact().typedName());
        assertTrue(plan.impact().loss().startsWith("2 commits (4000 bytes"), plan.impact().loss());
        Plan with = assertInstanceOf(Plan.class, much.failover("paul"));
        assertTrue(salvage(with).isEssential());
        assertEquals(Optional.empty(), with.impact().typedName());
    }

    private static SalvageWal salvage(Plan plan) {
        return plan.steps().stream().filter(SalvageWal.class::isInstance).map(SalvageWal.class::cast).findFirst().orElseThrow();
    }

    @Test
    void theLossIsEstimatedByHowFastItWrote() {
        Loss loss = Loss.of(lost(STOPPED).lastState(1500, Map.of(), List.of(), List.of("paul", "george")).build(), "paul", new Lsn(1000), false);
        assertTrue(loss.sentence().contains("at least 500 bytes of WAL, probably no more than 1400 bytes"), loss.sentence());
    }

    @Test
    void theMostAdvancedIsTakenUnlessThePreferredIsBroughtUpToIt() {
        Situations behind = new Situations()
                .lost("john", STOPPED)
                .replica("paul", 700)
                .replica("george", 1000)
                .lastSeen("john", 1000)
                .confirmed("PrimaryProcessDown");
        assertEquals("Failover john → george", plan(behind).title());
        Plan preferred = plan(behind.rules(rules(true, 1000, false)));
        assertEquals("Failover john → paul", preferred.title());
        assertTrue(before(preferred, FastForward.class, PromoteReplica.class));
    }

    @Test
    void scenario09_aReplicaThatWasDetachedWhenThePrimaryLivedIsNotBroughtUp() {
        Situations detached = new Situations()
                .lost("john", STOPPED)
                .replica("paul", 700)
                .replica("george", 1000)
                .confirmed("PrimaryProcessDown")
                .rules(rules(true, 1000, false))
                .lastState(1000, Map.of(), List.of(), List.of("george"));
        assertEquals("Failover john → george", plan(detached).title());
        assertTrue(Ranking.of(detached.build()).getLast().obstacle().orElse("").contains("did not stream when the primary was last seen"));
    }

    @Test
    void aReplicaOnAForkIsExcludedNotBehind() {
        Situations forked = new Situations()
                .lost("john", STOPPED)
                .add("paul", Role.REPLICA, true, Situations.replicaOf(1, List.of(), 900), RUNS)
                .add("george", Role.REPLICA, true, Situations.replicaOf(2, List.of(new org.handyrep.cluster.TimelineSwitch(1, new Lsn(800))), 850), RUNS)
                .lastSeen("john", 800)
                .confirmed("PrimaryProcessDown");
        assertEquals("Failover john → george", plan(forked).title());
        assertTrue(Ranking.of(forked.build()).getLast().obstacle().orElse("").contains("is on a fork"));
        Situations behind = new Situations()
                .lost("john", STOPPED)
                .add("paul", Role.REPLICA, true, Situations.replicaOf(1, List.of(), 790), RUNS)
                .add("george", Role.REPLICA, true, Situations.replicaOf(2, List.of(new org.handyrep.cluster.TimelineSwitch(1, new Lsn(800))), 850), RUNS)
                .lastSeen("john", 800)
                .confirmed("PrimaryProcessDown");
        assertEquals(Optional.empty(), Ranking.of(behind.build()).getLast().obstacle(), "behind on the same line can be brought up");
    }
}
