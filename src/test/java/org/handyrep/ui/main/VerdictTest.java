package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.handyrep.testing.SampleClusters;
import org.handyrep.ui.common.Mark;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private final Instant now = Instant.now();

    @Test
    void namesTheServerAndHowItIsKnown() {
        Verdict verdict = Verdict.of(SampleClusters.primaryDead(now));
        assertEquals(Mark.DOWN, verdict.mark());
        assertEquals("john is down: its host answers, but no postmaster is running there.", verdict.sentence());
        assertTrue(verdict.evidence().startsWith("10.1.4.11:5432 refused the connection, 0.4 s ago. ssh:"));
    }

    @Test
    void otherFindingsAreCounted() {
        Verdict verdict = Verdict.of(SampleClusters.lagging(now));
        assertEquals("1 problem", verdict.notesLabel());
        assertEquals("ringo receives WAL but its replay is paused.", verdict.notes().getFirst().sentence());
        assertEquals("", Verdict.of(SampleClusters.healthy(now)).notesLabel());
    }

    @Test
    void theAgeOfThePollTicksAndBecomesAWarningAfterThreeIntervals() {
        Verdict verdict = Verdict.of(SampleClusters.healthy(now));
        assertEquals("poll 0.8 s ago", verdict.pollAge(now));
        assertEquals("poll 5.8 s ago", verdict.pollAge(now.plusSeconds(5)));
        assertFalse(verdict.pollIsLate(now.plusSeconds(8)));
        assertTrue(verdict.pollIsLate(now.plusSeconds(9)));
        assertEquals("not polled yet", Verdict.of(SampleClusters.beforeFirstPoll(now)).pollAge(now));
    }
}
