package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plan.Request.Rejoin.How;
import org.junit.jupiter.api.Test;

/// john was the primary until paul left his timeline at 1500.
class RejoinPlannerTest {

    private static final OldData.Rewind FIT = new OldData.Rewind("pg_rewind (PostgreSQL) 17.2", Optional.of(true), Optional.of(true));
    private static final RejoinJob JOB = new RejoinJob("john", "paul", 17, "/data", "", "/beside/handyrep-rejoin-john", "/bin/pg_rewind", "/bin/postgres");

    private static Situation situation(ServerState john, HostState host) {
        Facts facts = new Facts("7000", 170000, "17.0", "/data", 2, Instant.EPOCH, Map.of(), List.of(new TimelineSwitch(1, new Lsn(1500))));
        ServerState paul = new ServerState.Primary(facts, new Lsn(5000), List.of(), List.of(), new WriteProbe.NotTried(), 0, 0);
        return new Situations()
                .add("paul", Role.MASTER, true, paul, Situations.RUNS)
                .add("john", Role.REPLICA, false, john, host)
                .build();
    }

    private static Situation stopped() {
        return situation(Situations.silent(), Situations.STOPPED);
    }

    private static OldData data(String system, String state, String running, String begun, OldData.Rewind rewind) {
        return new OldData(
                new ControlData(system, 1700, state, new Lsn(1400), new Lsn(1400), 1), 17, running, true, 1, List.of(), 16 << 20, begun, rewind);
    }

    private static OldData crashed() {
        return data("7000", "in production", "", "", FIT);
    }

    private static RejoinLook look(OldData data, long end) {
        return new RejoinLook(
                Situations.silent(), Optional.of(data), "", Optional.of(new Lsn(1500)),
                Optional.of(new Situation.LeftWal("john", new Lsn(end), List.of(new Lsn(1600), new Lsn(1700)))), true,
                new RejoinLook.Source(true, "", true, "", true), "/evidence/john", JOB);
    }

    private static Decision rejoin(RejoinLook look, How how) {
        return Planner.plan(stopped().withRejoin(look), new Request.Rejoin("john", how));
    }

    private static Plan plan(RejoinLook look) {
        Decision decision = rejoin(look, How.AUTO);
        return assertInstanceOf(Plan.class, decision, decision::toString);
    }

    private static String refused(RejoinLook look) {
        return assertInstanceOf(Refusal.class, rejoin(look, How.AUTO)).toString();
    }

    private static List<String> titles(Plan plan) {
        return plan.steps().stream().map(Step::title).toList();
    }

    @Test
    void aCrashedOldPrimaryThatDivergedRecoversAndIsRewound() {
        Plan plan = plan(look(crashed(), 2000));
        assertEquals(
                List.of(
                        "Own the cluster: no other console may act",
                        "Save what only john has",
                        "Keep the configuration of john, and mark it so that any start of it is read-only",
                        "Let john recover from its crash, in single-user mode",
                        "Keep WAL on paul for the new replica",
                        "Rehearse pg_rewind of john to paul",
                        "Rewind john to paul",
                        "Make john a replica of paul, with its own configuration",
                        "Start PostgreSQL on john",
                        "Wait until john streams from paul",
                        "Write down that john is a replica again",
                        "Drop the slot handyrep_rejoin_john on paul",
                        "Remove what was kept on john"),
                titles(plan));
        assertEquals(Optional.of("john"), plan.impact().typedName());
        assertEquals(List.of(6), java.util.stream.IntStream.range(0, plan.steps().size()).filter(i -> plan.steps().get(i).isPointOfNoReturn()).boxed().toList());
        String text = plan.asText();
        for (String said : List.of("part at 0/5DC", "500 B of WAL with 2 commits", "/evidence/john", "not usable until", "cloned again")) {
            assertTrue(text.contains(said), text);
        }
    }

    @Test
    void oneThatWasStoppedInOrderNeedsNoRecoveryAndOneThatRunsIsStoppedFirst() {
        assertFalse(titles(plan(look(data("7000", "shut down", "", "", FIT), 2000))).toString().contains("recover"));
        Decision runs = Planner.plan(
                situation(Situations.replicaOf(1, List.of(), 2000), Situations.RUNS)
                        .withRejoin(look(data("7000", "in archive recovery", "pid 7", "", FIT), 2000)),
                new Request.Rejoin("john", How.AUTO));
        List<String> titles = titles(assertInstanceOf(Plan.class, runs, runs::toString));
        assertTrue(titles.contains("Stop PostgreSQL on john") && !titles.toString().contains("recover"), titles::toString);
    }

    @Test
    void whereNothingDivergedItJustFollowsAndNeedsNoRewind() {
        OldData without = data("7000", "shut down", "", "", new OldData.Rewind("", Optional.empty(), Optional.empty()));
        Plan plan = plan(look(without, 1500));
        assertFalse(titles(plan).toString().contains("ewind"), () -> titles(plan).toString());
        assertEquals(Optional.empty(), plan.impact().typedName());
        assertTrue(plan.steps().stream().noneMatch(Step::isPointOfNoReturn));
        assertTrue(assertInstanceOf(Refusal.class, rejoin(look(crashed(), 2000), How.FOLLOW)).toString().contains("cannot just follow"));
    }

    @Test
    void withoutAPreconditionThereIsNoRewindAndTheReasonIsSaid() {
        refuses("no pg_rewind", l -> l, data("7000", "shut down", "", "", new OldData.Rewind("", Optional.of(true), Optional.of(true))));
        refuses("cannot rewind PostgreSQL 17", l -> l, data("7000", "shut down", "", "", new OldData.Rewind("pg_rewind (PostgreSQL) 15.9", Optional.of(true), Optional.of(true))));
        refuses("neither data checksums nor wal_log_hints", l -> l, data("7000", "shut down", "", "", new OldData.Rewind(FIT.version(), Optional.of(false), Optional.of(true))));
        refuses("there is no pg_controldata", l -> l, data("7000", "shut down", "", "", new OldData.Rewind(FIT.version(), Optional.empty(), Optional.empty())));
        refuses("full_page_writes is off on john", l -> l, data("7000", "shut down", "", "", new OldData.Rewind(FIT.version(), Optional.of(true), Optional.of(false))));
        refuses("another cluster", l -> l, data("8000", "shut down", "", "", FIT));
        refuses("pg_rewind failed on john before", l -> l, data("7000", "shut down", "", "failed", FIT));
        refuses("pg_rewind runs on john", l -> l, data("7000", "shut down", "", "rewinding", FIT));
        refuses("no more the WAL from before the fork", l -> changed(l, false, l.primary()), crashed());
        refuses("only a clone brings it back", l -> changed(l, true, new RejoinLook.Source(false, "", true, "", true)), crashed());
        refuses("may not read", l -> changed(l, true, new RejoinLook.Source(true, "anna may not read it", true, "", true)), crashed());
        refuses("full_page_writes is off on paul", l -> changed(l, true, new RejoinLook.Source(true, "", false, "", true)), crashed());
        refuses("cannot be asked", l -> changed(l, true, new RejoinLook.Source(true, "", true, "no answer", true)), crashed());
    }

    private static void refuses(String why, UnaryOperator<RejoinLook> change, OldData data) {
        Refusal refused = assertInstanceOf(Refusal.class, rejoin(change.apply(look(data, 2000)), How.AUTO));
        assertTrue(refused.toString().contains(why) && refused.reason().contains("how=reclone"), refused::toString);
        assertEquals(Optional.of(new Request.Clone("john", Optional.empty(), true)), refused.instead().map(Refusal.Instead::request));
    }

    private static RejoinLook changed(RejoinLook l, boolean reaches, RejoinLook.Source source) {
        return new RejoinLook(l.state(), l.data(), l.why(), l.fork(), l.left(), reaches, source, l.evidence(), l.job());
    }

    @Test
    void whatItWroteAfterTheForkMustBeKnown() {
        RejoinLook l = look(crashed(), 2000);
        String refused = refused(new RejoinLook(l.state(), l.data(), "", l.fork(), Optional.empty(), true, l.primary(), l.evidence(), l.job()));
        assertTrue(refused.contains("cannot be read"), refused);
    }

    @Test
    void aPrimaryInTrafficAndAReplicaThatStreamsAreLeftAlone() {
        Situation traffic = situation(Situations.primaryState(2000, "7000", 1), Situations.RUNS);
        assertTrue(RejoinPlanner.obstacle(traffic, "john").orElse("").contains("isolate it first"));
        assertInstanceOf(Refusal.class, Planner.plan(traffic.withRejoin(look(crashed(), 2000)), new Request.Rejoin("john", How.AUTO)));
        Situation streams = situation(Situations.replicaState(2000, 2000, true, Map.of()), Situations.RUNS);
        assertTrue(RejoinPlanner.obstacle(streams, "john").orElse("").contains("nothing to rejoin"));
        assertTrue(RejoinPlanner.obstacle(stopped(), "paul").orElse("").contains("configured primary"));
        assertTrue(RejoinPlanner.obstacle(situation(Situations.silent(), Situations.NO_SSH), "john").orElse("").contains("SSH"));
        assertEquals(Optional.empty(), RejoinPlanner.obstacle(stopped(), "john"));
    }

    /// It came to light by SQL only when the plan was made.
    @Test
    void onePromotedMeanwhileIsRefused() {
        RejoinLook l = look(crashed(), 2000);
        RejoinLook writes = new RejoinLook(
                Situations.primaryState(1, "7000", 1), l.data(), "", l.fork(), l.left(), true, l.primary(), l.evidence(), l.job());
        assertTrue(refused(writes).contains("isolate it first"));
    }

    @Test
    void whatPgRewindFinishedAloneIsGoneOnWith() {
        RejoinLook l = look(data("7000", "in archive recovery", "", "rewound", FIT), 2000);
        Plan plan = plan(new RejoinLook(l.state(), l.data(), "", Optional.empty(), l.left(), true, l.primary(), l.evidence(), l.job()));
        assertFalse(titles(plan).contains("Rewind john to paul"), () -> titles(plan).toString());
        assertTrue(titles(plan).contains("Make john a replica of paul, with its own configuration"));
    }

    @Test
    void whatAnEarlierRejoinLeftSaysNothingOfAServerThatDivergedSince() {
        for (String left : List.of("rewound", "settled")) {
            Plan plan = plan(look(data("7000", "shut down", "", left, FIT), 2000));
            assertTrue(titles(plan).containsAll(List.of("Save what only john has", "Rewind john to paul")), () -> titles(plan).toString());
            assertTrue(plan.steps().stream().anyMatch(s -> s.deed().equals(Optional.of(new Deed.KeepConfiguration(JOB, true)))));
        }
        assertTrue(plan(look(crashed(), 2000)).steps().stream().anyMatch(s -> s.deed().equals(Optional.of(new Deed.KeepConfiguration(JOB, false)))));
    }

    @Test
    void recloneIsAClone() {
        assertTrue(rejoin(look(crashed(), 2000), How.RECLONE).toString().contains("clone_method"));
    }
}
