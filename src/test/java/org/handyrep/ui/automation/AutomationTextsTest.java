package org.handyrep.ui.automation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.ClusterView.InCharge;
import org.handyrep.engine.Holder;
import org.handyrep.testing.SampleAutomation;
import org.handyrep.testing.SampleClusters;
import org.junit.jupiter.api.Test;

class AutomationTextsTest {

    private final Instant now = Instant.parse("2026-05-01T12:04:07Z");

    @Test
    void aPauseSaysWhoAndHowLong() {
        ClusterView view = SampleAutomation.paused(SampleClusters.healthy(now), now);
        assertEquals(1, AutomationTexts.reasons(view, now).size(), "a pause is said once");
        String first = AutomationTexts.reasons(view, now).getFirst();
        assertTrue(first.startsWith("Paused by anna@desk1 at "), first);
        assertTrue(first.contains("(1 h 45 m left): the switch"), first);
    }

    @Test
    void theEndsOfAPauseAreWhatTheySay() {
        var choices = PauseDialog.choices(now, ZoneOffset.UTC);
        assertEquals(
                List.of(
                        Optional.of(Instant.parse("2026-05-01T12:34:07Z")),
                        Optional.of(Instant.parse("2026-05-01T14:04:07Z")),
                        Optional.of(Instant.parse("2026-05-02T08:00:00Z")),
                        Optional.<Instant>empty()),
                List.copyOf(choices.values()));
        assertTrue(choices.keySet().iterator().next().endsWith("until 12:34"));
    }

    @Test
    void whoHasTheClusterIsSaidWithWhatHeDoes() {
        InCharge watches = new InCharge(false, "Not in charge", Optional.of(new Holder("anna@desk1", false, "watches", Optional.empty())));
        assertEquals("In charge: anna@desk1", HolderTexts.chip(watches));
        assertEquals(Optional.empty(), HolderTexts.elsewhere(watches), "a console that only watches keeps nobody from anything here");
        InCharge works = new InCharge(false, "Not in charge", Optional.of(new Holder("anna@desk1", false, "failover john → paul", Optional.of(now))));
        assertTrue(HolderTexts.chip(works).startsWith("anna@desk1: failover john → paul since "));
        assertTrue(HolderTexts.forbids(works, "manual_failover").isPresent());
        assertEquals(Optional.empty(), HolderTexts.forbids(works, "verify_all"));
        assertEquals(Optional.empty(), HolderTexts.forbids(works, "pause_automation"), "who is afraid of a failover must be able to stop the next one");
        InCharge ours = new InCharge(true, "In charge: this console", Optional.of(new Holder("me@here", true, "failover john → paul", Optional.empty())));
        assertEquals("This console: failover john → paul", HolderTexts.chip(ours));
        assertEquals(Optional.empty(), HolderTexts.forbids(ours, "manual_failover"));
    }
}
