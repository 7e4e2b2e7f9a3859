package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handyrep.engine.InterruptionTest.Start;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.plan.check.Past;
import org.handyrep.plan.step.PromoteReplica;
import org.junit.jupiter.api.Test;

/// Which operations the limits of automation count.
class AutomationFactsTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void everyChangeOfPrimaryAfterALossCountsAndAPlannedSwitchoverDoesNot() {
        assertEquals(Optional.of(past(false, Past.End.SUCCEEDED)), past(plan(Start.PRIMARY_KILLED), "anna", Kind.SUCCEEDED));
        assertEquals(Optional.of(past(true, Past.End.TAKEN_BACK)), past(plan(Start.CUT_FENCED_BY_COMMAND), Automation.OPERATOR, Kind.ROLLED_BACK));
        assertEquals(Optional.of(past(true, Past.End.SUCCEEDED)), past(plan(Start.CUT_FENCED_BY_COMMAND), "HandyRep on anna@desk1", Kind.SUCCEEDED));
        assertEquals(Optional.empty(), past(plan(Start.SWITCHOVER), "anna", Kind.SUCCEEDED));
    }

    @Test
    void aPersonsBarePromoteCountsAsAFailover() {
        assertEquals(Optional.of(past(false, Past.End.SUCCEEDED)), past(promote(), "anna", Kind.SUCCEEDED));
        assertEquals(Optional.of(past(false, Past.End.FAILED)), past(promote(), "anna", Kind.LEFT));
        assertEquals(Optional.empty(), past(promote(), "anna", Kind.STOPPED), "it has not ended");
    }

    private static Plan plan(Start start) {
        return InterruptionTest.planFor(start, start.servers());
    }

    private static Plan promote() {
        Plan failover = plan(Start.PRIMARY_KILLED);
        return new Plan(
                new Request.Promote("paul").function(),
                "Promote paul",
                "asked for",
                List.of(),
                failover.steps().stream().filter(PromoteReplica.class::isInstance).toList(),
                failover.impact());
    }

    private static Past past(boolean automatic, Past.End end) {
        return new Past(Past.Kind.FAILOVER, automatic, AT, end, "");
    }

    /// Without the title.
    private static Optional<Past> past(Plan plan, String operator, Kind end) {
        Story story = new Story("op", plan, operator, AT.minusSeconds(9), List.of(new JournalEvent(end, AT, -1, "", 0)), false);
        return AutomationFacts.past(story).map(p -> new Past(p.kind(), p.automatic(), p.endedAt(), p.end(), ""));
    }
}
