package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Rules;
import org.handyrep.plan.step.RunService;
import org.handyrep.plugin.RunMode;
import org.junit.jupiter.api.Test;

/// What is wrong beside the verdict reaches people who see no window.
class ChangesTest {

    private static final Finding SLOT = finding("SlotLost", Severity.CRITICAL, "john");
    private static final Finding PAUSED = finding("ReplayPaused", Severity.WARNING, "paul");

    private final List<String> alerts = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final EngineLog lines = new EngineLog(Clock.systemUTC());
    private final Changes changes =
            new Changes(lines, new AlertWatch("lab", () -> "", alarm -> alerts.add(alarm.category() + " " + alarm.message())));
    private ServerStatus john = ServerStatus.HEALTHY;
    private String message = "because";
    private Optional<Story> operation = Optional.empty();
    private Diagnosis before = diagnosis();

    ChangesTest() {
        lines.watch(line -> {
            if (line.category().equals("FINDING")) {
                log.add((line.isError() ? "error " : "") + line.server() + " " + line.message());
            }
        });
    }

    @Test
    void eachIsToldOnceAndItsEndToo() {
        verify();
        poll(SLOT, PAUSED);
        verify(PAUSED, SLOT);
        verify(SLOT);
        verify(SLOT);
        verify(SLOT);
        assertEquals(
                List.of(
                        "FINDING cluster lab: SlotLost it is. Seen on john.",
                        "FINDING cluster lab: ReplayPaused it is. Seen on paul.",
                        "FINDING cluster lab: over: ReplayPaused it is."),
                alerts);
        assertEquals(List.of("error john SlotLost it is.", "paul ReplayPaused it is.", "paul over: ReplayPaused it is."), log);
    }

    @Test
    void whatOneLookMissesIsNotOver() {
        verify(SLOT);
        poll();
        poll();
        poll();
        verify();
        poll(SLOT);
        verify();
        poll();
        assertEquals(List.of("error john SlotLost it is."), log);
        verify();
        assertEquals("john over: SlotLost it is.", log.getLast());
        verify(SLOT);
        assertEquals(3, log.size(), "it is news again");
    }

    @Test
    void whatCannotBeLookedAtIsNotOver() {
        verify(SLOT);
        john = ServerStatus.UNAVAILABLE;
        verify();
        verify();
        verify();
        assertEquals(1, log.size(), log::toString);
    }

    @Test
    void aSecondOneOfItsKindIsNews() {
        verify(SLOT);
        verify(SLOT, SLOT);
        verify(SLOT);
        verify(SLOT, SLOT);
        assertEquals(3, log.size(), log::toString);
    }

    @Test
    void whatIsNotGraveIsForTheWindow() {
        verify(finding("StandbyLagging", Severity.WARNING, "paul"), finding("NoControl", Severity.WARNING, "john"));
        assertEquals(List.of(), alerts);
    }

    @Test
    void aFullDiskIsNotTheEndOfALowOne() {
        Finding low = finding("DiskLow", Severity.WARNING, "john");
        Finding full = finding("DiskFull", Severity.CRITICAL, "john");
        verify(low);
        verify(full);
        verify(full);
        verify(full);
        assertEquals(List.of("john DiskLow it is.", "error john DiskFull it is."), log);
    }

    @Test
    void whyAServerIsAwayIsToldWithThatAndNotAgain() {
        john = ServerStatus.UNAVAILABLE;
        message = "StandbyForked it is.";
        verify(finding("StandbyForked", Severity.CRITICAL, "john"));
        assertEquals(List.of("STATUS cluster lab: john is unavailable: StandbyForked it is."), alerts);
    }

    @Test
    void whatAnOperationMakesForAMomentIsNotToldUnlessItStays() {
        Finding astray = finding("ProxyMisrouted", Severity.CRITICAL, "pgb1");
        Story story = new Story("op", plan(), "anna", Instant.EPOCH, List.of(), true)
                .with(new JournalEvent(Kind.BEGUN, Instant.EPOCH, 0, "", 0));
        operation = Optional.of(story);
        verify(astray);
        operation = Optional.of(story.with(new JournalEvent(Kind.SUCCEEDED, Instant.EPOCH.plusSeconds(1), -1, "", 0)));
        verify(astray);
        assertEquals(List.of(), log, "this was seen before the end of the operation");
        operation = Optional.of(story.with(new JournalEvent(Kind.SUCCEEDED, Instant.EPOCH.minusSeconds(1), -1, "", 0)));
        verify(astray);
        assertEquals(List.of("error pgb1 ProxyMisrouted it is."), log);
    }

    @Test
    void aConsoleThatIsNotInChargeSaysSo() {
        tell(true, false, SLOT);
        assertTrue(alerts.getLast().endsWith("This console is not in charge."), alerts::toString);
    }

    private void poll(Finding... findings) {
        tell(false, true, findings);
    }

    private void verify(Finding... findings) {
        tell(true, true, findings);
    }

    private void tell(boolean verified, boolean inCharge, Finding... findings) {
        Diagnosis now = diagnosis(findings);
        ClusterSnapshot seen = new ClusterSnapshot("lab", 1, Instant.EPOCH, 0, verified, List.of());
        changes.tell(before, now, seen, inCharge, operation);
        before = now;
    }

    private Diagnosis diagnosis(Finding... findings) {
        return new Diagnosis(
                new Finding("PrimaryOK", Severity.OK, "john", "Well it is.", List.of(), false),
                List.of(findings),
                Map.of("john", new Status(john, Instant.EPOCH, message), "paul", new Status(ServerStatus.HEALTHY, Instant.EPOCH, ""),
                        "pgb1", new Status(ServerStatus.WARNING, Instant.EPOCH, "")),
                ClusterStatus.UNKNOWN,
                "");
    }

    private static Finding finding(String code, Severity severity, String server) {
        return new Finding(code, severity, server, code + " it is.", List.of("Seen on " + server), false);
    }

    private static Plan plan() {
        return new Plan("manual_failover", "Failover john → paul", "asked for", List.of(),
                List.of(new RunService("paul", RunMode.RESTART, Rules.RECOVERY, List.of())),
                new Plan.Impact("Promote paul", Optional.empty(), "none", "nothing", "nothing", List.of()));
    }
}
