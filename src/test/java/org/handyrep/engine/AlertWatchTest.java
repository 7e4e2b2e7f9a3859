package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

class AlertWatchTest {

    private static final Plan PLAN = new Plan(
            "manual_failover",
            "Failover john → paul",
            "asked for",
            List.of(),
            List.of(new RunService("paul", RunMode.RESTART, Rules.RECOVERY, List.of())),
            new Plan.Impact("Promote paul", Optional.empty(), "none", "nothing", "nothing", List.of("rejoin john")));

    private final List<String> told = new ArrayList<>();
    private final AlertWatch watch =
            new AlertWatch("lab", () -> "push_mail", alarm -> told.add(alarm.category() + " " + alarm.message()));

    private void look(Severity severity, String code, ServerStatus paul) {
        watch.cycle(diagnosis(severity, code, paul), true);
    }

    private static Diagnosis diagnosis(Severity severity, String code, ServerStatus paul) {
        return new Diagnosis(
                new Finding(code, severity, "john", code + " it is.", List.of(), false),
                List.of(),
                Map.of("paul", new Status(paul, Instant.EPOCH, "because")),
                ClusterStatus.UNKNOWN,
                "");
    }

    @Test
    void aBadVerdictAndItsEndAreToldOnceEach() {
        look(Severity.OK, "PrimaryOK", ServerStatus.HEALTHY);
        assertEquals(List.of(), told, "nothing was wrong before");
        look(Severity.CRITICAL, "PrimaryDown", ServerStatus.HEALTHY);
        look(Severity.CRITICAL, "PrimaryDown", ServerStatus.HEALTHY);
        look(Severity.WARNING, "NoReplica", ServerStatus.HEALTHY);
        look(Severity.OK, "PrimaryOK", ServerStatus.HEALTHY);
        look(Severity.OK, "PrimaryOK", ServerStatus.HEALTHY);
        assertEquals(
                List.of(
                        "VERDICT cluster lab: PrimaryDown it is.",
                        "VERDICT cluster lab: NoReplica it is.",
                        "VERDICT cluster lab: all right again: PrimaryOK it is."),
                told);
    }

    @Test
    void aServerThatGoesAwayAndItsReturnAreTold() {
        for (ServerStatus status : List.of(
                ServerStatus.HEALTHY, ServerStatus.UNAVAILABLE, ServerStatus.DOWN, ServerStatus.UNKNOWN, ServerStatus.LAGGED,
                ServerStatus.HEALTHY)) {
            look(Severity.OK, "PrimaryOK", status);
        }
        assertEquals(
                List.of(
                        "STATUS cluster lab: paul is unavailable: because",
                        "STATUS cluster lab: paul is lagged again: because"),
                told);
    }

    @Test
    void aConsoleThatIsNotInChargeSaysSo() {
        watch.cycle(diagnosis(Severity.CRITICAL, "PrimaryDown", ServerStatus.DOWN), false);
        assertEquals(2, told.size());
        assertTrue(told.stream().allMatch(t -> t.endsWith("This console is not in charge.")), told::toString);
    }

    @Test
    void anOperationIsToldFromBeginToItsEndHoweverItEnds() {
        ends(Kind.SUCCEEDED, "it succeeded");
        ends(Kind.ROLLED_BACK, "Failover john → paul was taken back: paul is gone");
        ends(Kind.STOPPED, "paul does not answer");
        assertEquals(
                List.of(
                        "OPERATION cluster lab: Failover john → paul was begun by anna",
                        "OPERATION cluster lab: Failover john → paul succeeded. Left to do: rejoin john",
                        "OPERATION cluster lab: Failover john → paul was begun by anna",
                        "OPERATION cluster lab: FAILED: Failover john → paul was taken back: paul is gone",
                        "OPERATION cluster lab: Failover john → paul was begun by anna",
                        "OPERATION cluster lab: FAILED: Failover john → paul stopped and needs a person: paul does not answer"
                                + "; resume it, roll it back or leave it as it is (Operations)"),
                told);
    }

    private void ends(Kind kind, String text) {
        Story story = new Story(kind.name(), PLAN, "anna", Instant.EPOCH, List.of(), true);
        story = story.with(event(Kind.BEGUN, 0, ""));
        watch.story(story);
        watch.story(story);
        story = story.with(event(Kind.FAILED, 0, "not yet"));
        watch.story(story);
        story = story.with(event(kind, -1, text));
        watch.story(story);
        watch.story(new Story(story.id(), PLAN, "anna", Instant.EPOCH, story.events(), false));
    }

    @Test
    void anOperationThatIsTakenUpAgainIsNotToldFromTheStart() {
        Story story = new Story("op", PLAN, "anna", Instant.EPOCH, List.of(event(Kind.BEGUN, 0, "")), true);
        watch.story(story.with(event(Kind.RESUMED, -1, "resumed")));
        assertEquals(List.of("OPERATION cluster lab: Failover john → paul was resumed"), told);
        watch.story(new Story("op", PLAN, "anna", Instant.EPOCH, story.events(), false));
        assertTrue(told.getLast().contains("ended early"), told::toString);
    }

    @Test
    void whatWasInterruptedBeforeTheProgramWasStartedIsToldOnce() {
        Story story = new Story("op", PLAN, "anna", Instant.EPOCH, List.of(event(Kind.BEGUN, 0, ""), event(Kind.DONE, 0, "")), false);
        watch.story(story);
        watch.story(story);
        assertEquals(
                List.of("OPERATION cluster lab: FAILED: Failover john → paul ended early and needs a person"
                        + "; resume it, roll it back or leave it as it is (Operations)"),
                told);
        Story unsure = new Story("op2", PLAN, "anna", Instant.EPOCH, List.of(event(Kind.BEGUN, 0, ""), event(Kind.STOPPED, 0, "no answer")), false);
        watch.story(unsure);
        assertTrue(told.getLast().contains("needs a person"), told::toString);
        assertEquals(2, told.size());
    }

    @Test
    void faultsOfPluginsAreToldButNotThoseOfTheOneThatTells() {
        watch.line(new LogLine(Instant.EPOCH, "PLUGIN poll_connect", "", true, "poll_connect has a fault in run"));
        watch.line(new LogLine(Instant.EPOCH, "PLUGIN PushMail", "", true, "push_mail has a fault in run"));
        watch.line(new LogLine(Instant.EPOCH, "PLUGIN poll_connect", "", false, "all well"));
        watch.line(new LogLine(Instant.EPOCH, "OBSERVER", "", true, "a cycle ended early"));
        assertEquals(
                List.of(
                        "PLUGIN cluster lab: poll_connect has a fault in run", "HANDYREP cluster lab: a cycle ended early"),
                told);
    }

    private static JournalEvent event(Kind kind, int step, String text) {
        return new JournalEvent(kind, Instant.EPOCH, step, text, 0);
    }
}
