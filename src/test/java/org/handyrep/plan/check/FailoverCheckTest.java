package org.handyrep.plan.check;

import static org.handyrep.plan.check.Past.End.FAILED;
import static org.handyrep.plan.check.Past.End.SUCCEEDED;
import static org.handyrep.plan.check.Past.End.TAKEN_BACK;
import static org.handyrep.plan.check.Past.Kind.FAILOVER;
import static org.handyrep.plan.check.Past.Kind.RESTART;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.handyrep.cluster.HostState;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What is done without a person, and every reason not to.
class FailoverCheckTest {

    /// One way to make each row hold alone, in the order of the table.
    private static final Map<String, UnaryOperator<Checking>> HOLDS = holds();

    private static Map<String, UnaryOperator<Checking>> holds() {
        Map<String, UnaryOperator<Checking>> all = new LinkedHashMap<>();
        all.put("Paused", c -> c.paused(Optional.empty()));
        all.put("StateDamaged", c -> c.damage("servers.save.automation is damaged"));
        all.put("NotInCharge", c -> c.notInCharge("anna@desk2 is"));
        all.put("RolesInDoubt", c -> c.doubt("roles are not re-learnt yet"));
        all.put("SplitBrain", c -> c.verdict("SplitBrain", true));
        all.put("OperationRuns", c -> c.running("Switchover john → paul is running: one operation at a time"));
        all.put("OperationUnfinished", c -> c.unfinished("Failover john → paul is unfinished: resume it"));
        all.put("Disturbed", c -> c.attention(9, "this machine slept or its clock was set, by 3600 s", 1));
        all.put("Grace", c -> c.attention(3, "", 2));
        all.put("NeverSeenAlive", Checking::neverSeenAlive);
        all.put("Unconfirmed", c -> c.verdict("PrimaryHostDown", false));
        all.put("FailoverOff", c -> c.wanted(false, true));
        all.put("Cooldown", c -> c.past(FAILOVER, false, SUCCEEDED, 3599));
        all.put("DayIsFull", c -> c.perDay(1).past(FAILOVER, true, SUCCEEDED, 3601));
        all.put("TakenBack", c -> c.past(FAILOVER, true, TAKEN_BACK, 5));
        all.put("RestartOff", c -> c.wanted(true, false));
        all.put("NotCrashed", c -> c.host(new HostState.Answers(false, "shut down")));
        all.put("Rival", Checking::paulWrites);
        all.put("TriedBefore", c -> c.past(RESTART, true, TAKEN_BACK, 5));
        all.put("RestartedLately", c -> c.past(RESTART, true, SUCCEEDED, 3599));
        return all;
    }

    private static Checking make(String code, Checking circumstances) {
        return Objects.requireNonNull(HOLDS.get(code), code).apply(circumstances);
    }

    @Test
    void everyRowHasItsTest() {
        assertEquals(HoldTable.ROWS.stream().map(Row::code).toList(), List.copyOf(HOLDS.keySet()));
    }

    @TestFactory
    Stream<DynamicTest> aRowKeepsFromWhatItSaysAndFromNothingElse() {
        return HoldTable.ROWS.stream().map(row -> DynamicTest.dynamicTest(row.code(), () -> {
            Answer answer = make(row.code(), new Checking().wanted(true, true)).decide();
            switch (row.keeps()) {
                case EVERYTHING -> {
                    Answer.Report report = assertInstanceOf(Answer.Report.class, answer);
                    assertEquals(row.code(), report.holds().getFirst().code());
                    assertTrue(report.holds().getFirst().sentence().length() > 20, report::toString);
                }
                case FAILOVER -> assertInstanceOf(Answer.RestartPrimary.class, answer);
                case RESTART -> assertInstanceOf(Answer.FailOver.class, answer);
            }
            if (row.keeps() == Row.Keeps.FAILOVER && !row.code().equals("FailoverOff")) {
                Answer without = make(row.code(), hostLost().wanted(true, false)).decide();
                assertEquals(row.code(), assertInstanceOf(Answer.Report.class, without).holds().getFirst().code());
            }
        }));
    }

    @Test
    void allThatHoldsIsListedInTheOrderOfTheTable() {
        List<String> expected = new ArrayList<>(HOLDS.keySet());
        // A split brain is a verdict of its own, and who wants no restart is not told what else is against it.
        expected.removeAll(List.of("SplitBrain", "FailoverOff", "RestartOff", "NotCrashed", "Rival", "TriedBefore", "RestartedLately"));
        Checking all = new Checking();
        for (String code : expected) {
            all = make(code, all);
        }
        all.attention(1, "nothing was looked at for 3600 s", 1);
        Answer.Report report = assertInstanceOf(Answer.Report.class, all.decide());
        assertEquals(expected, report.holds().stream().map(Hold::code).toList());
    }

    @Test
    void theFirstThatIsWantedAndFreeIsDone() {
        assertInstanceOf(Answer.FailOver.class, new Checking().decide());
        assertInstanceOf(Answer.RestartPrimary.class, new Checking().wanted(true, true).decide());
        assertInstanceOf(Answer.RestartPrimary.class, new Checking().wanted(false, true).decide());
        assertInstanceOf(Answer.Off.class, new Checking().wanted(false, false).decide());
        assertInstanceOf(Answer.Alive.class, new Checking().alive().decide());
        Answer.FailOver instead = assertInstanceOf(
                Answer.FailOver.class,
                new Checking().wanted(true, true).past(RESTART, true, TAKEN_BACK, 5).decide());
        assertTrue(instead.reason().contains("in vain"), instead::reason);
    }

    @Test
    void whileThePrimaryLivesTheHoldsAreWhatWouldKeepAFailoverFromBeginning() {
        Answer.Alive alive = assertInstanceOf(
                Answer.Alive.class, new Checking().alive().past(FAILOVER, true, SUCCEEDED, 60).decide());
        assertEquals(List.of("Cooldown"), alive.holds().stream().map(Hold::code).toList());
        assertTrue(alive.holds().getFirst().acknowledgeable());
        assertEquals(
                "Failover ringo → john ended at 11:59:00: no other is begun before 12:59:00 (failover_cooldown), or until somebody acknowledges it",
                alive.holds().getFirst().sentence());
    }

    @Test
    void theCooldownEndsInTimeOrByAcknowledgeAndOnlyForWhatWasBefore() {
        assertInstanceOf(Answer.FailOver.class, new Checking().past(FAILOVER, false, SUCCEEDED, 3600).decide());
        assertInstanceOf(Answer.FailOver.class, new Checking().past(FAILOVER, true, FAILED, 60).acknowledged(50).decide());
        assertInstanceOf(Answer.Report.class, new Checking().past(FAILOVER, true, FAILED, 60).acknowledged(70).decide());
        assertInstanceOf(Answer.Report.class, new Checking().past(FAILOVER, true, SUCCEEDED, -86400).decide());
    }

    @Test
    void theDaysLimitEndsWithItsOldestFailoverOrByAcknowledge() {
        Checking three = new Checking();
        List.of(4000L, 8000L, 86399L).forEach(ago -> three.past(FAILOVER, true, SUCCEEDED, ago));
        Answer.Report report = assertInstanceOf(Answer.Report.class, three.decide());
        assertEquals("DayIsFull", report.holds().getFirst().code());
        assertTrue(report.holds().getFirst().sentence().contains("not before 12:00:01"), report::toString);
        Checking old = new Checking();
        List.of(4000L, 8000L, 86401L).forEach(ago -> old.past(FAILOVER, true, SUCCEEDED, ago));
        assertInstanceOf(Answer.FailOver.class, old.decide());
        assertInstanceOf(Answer.FailOver.class, three.acknowledged(10).decide());
        assertInstanceOf(Answer.Report.class, new Checking().perDay(0).decide());
    }

    @Test
    void aConsoleThatNeverSawThePrimaryAliveSaysThatAPersonMustFailOver() {
        for (String verdict : List.of("PrimaryProcessDown", "PrimaryHung", "PrimaryHostDown")) {
            Answer.Report report = assertInstanceOf(Answer.Report.class, new Checking().neverSeenAlive().verdict(verdict, false).decide());
            assertEquals(
                    "this console never saw john alive, so it will not act by itself: fail over by hand (manual_failover)",
                    report.holds().getFirst().sentence());
        }
        for (String verdict : List.of("WrongRole", "PrimarySuspect", "PrimaryUnseenByConsole", "ConsoleIsolated")) {
            Answer.Report report = assertInstanceOf(Answer.Report.class, new Checking().neverSeenAlive().verdict(verdict, false).decide());
            assertEquals("Unconfirmed", report.holds().getFirst().code(), "that is no death");
        }
        assertInstanceOf(Answer.FailOver.class, new Checking().neverSeenAlive().verdict("PrimaryProcessDown", true).decide());
    }

    @Test
    void aPauseEndsAtItsTime() {
        assertInstanceOf(Answer.Report.class, new Checking().paused(Optional.of(Checking.NOW.plusSeconds(1))).decide());
        assertInstanceOf(Answer.FailOver.class, new Checking().paused(Optional.of(Checking.NOW)).decide());
    }

    @Test
    void failoversThatWereTakenBackWaitLongerAndLongerAndThenForAPerson() {
        assertInstanceOf(Answer.FailOver.class, hostLost().past(FAILOVER, true, TAKEN_BACK, 10).decide());
        Checking second = hostLost().past(FAILOVER, true, TAKEN_BACK, 10).past(FAILOVER, true, TAKEN_BACK, 15);
        assertInstanceOf(Answer.Report.class, second.decide());
        Checking before = hostLost().past(FAILOVER, true, TAKEN_BACK, 30);
        assertInstanceOf(Answer.FailOver.class, before.decide(), "what was taken back before this outage does not count");
        Checking five = hostLost();
        for (int i = 0; i < 5; i++) {
            five.past(FAILOVER, true, TAKEN_BACK, 14 + i);
        }
        Answer.Report report = assertInstanceOf(Answer.Report.class, five.decide());
        assertTrue(report.holds().getFirst().acknowledgeable() && report.holds().getFirst().sentence().contains("a person must look"));
    }

    /// Its host cannot start it again.
    private static Checking hostLost() {
        return new Checking().host(new HostState.Silent("no answer"));
    }

    /// HandyRep: if nobody could be promoted, try to restart the old master.
    @Test
    void whereNobodyCouldBePromotedTheOldPrimaryIsStartedWhateverRestartMasterSays() {
        assertInstanceOf(Answer.RestartPrimary.class, new Checking().wanted(true, false).past(FAILOVER, true, TAKEN_BACK, 10).decide());
        assertInstanceOf(Answer.FailOver.class, new Checking().wanted(true, false).decide(), "not before that was tried");
        assertInstanceOf(Answer.FailOver.class, new Checking().wanted(true, false).past(FAILOVER, false, TAKEN_BACK, 10).decide(), "a person took that back");
        assertInstanceOf(Answer.FailOver.class, new Checking().wanted(true, false).past(RESTART, true, TAKEN_BACK, 5).past(FAILOVER, true, TAKEN_BACK, 10).decide(), "once in an outage");
    }

    @Test
    void thePrimaryIsStartedOnceMoreAfterAFailoverWasTakenBack() {
        Checking again = new Checking().wanted(true, true).past(FAILOVER, true, TAKEN_BACK, 2).past(RESTART, true, TAKEN_BACK, 8);
        assertInstanceOf(Answer.RestartPrimary.class, again.decide());
        Checking never = new Checking().wanted(false, true).past(RESTART, true, TAKEN_BACK, 2).past(FAILOVER, true, TAKEN_BACK, 8);
        assertInstanceOf(Answer.Report.class, never.decide());
    }

    @Test
    void onlyAPrimaryThatCrashedWhereItsHostProvesItIsStarted() {
        for (HostState host : List.of(
                new HostState.Silent("no answer"), new HostState.Unclear("sudo"), new HostState.NotChecked(),
                new HostState.Answers(true, "in production"), new HostState.Answers(false, "shut down"),
                new HostState.Answers(false, "in archive recovery"), new HostState.Answers(false, ""))) {
            assertInstanceOf(Answer.FailOver.class, new Checking().wanted(true, true).host(host).decide(), host::toString);
        }
        assertInstanceOf(Answer.FailOver.class, new Checking().wanted(true, true).replicasSilent().decide(),
                "another console may have promoted one of the servers that cannot be seen");
    }

    @Test
    void theDocumentIsThatOfTheCode() throws IOException {
        String document = Files.readString(Path.of("src/main/java/org/handyrep/plan/check/README.md"));
        assertTrue(document.contains(FailoverCheck.document()), () -> "put this into plan/check/README.md:\n" + FailoverCheck.document());
    }
}
