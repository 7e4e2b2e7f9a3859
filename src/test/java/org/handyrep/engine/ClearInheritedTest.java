package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.handyrep.engine.InterruptionTest.Start;
import org.handyrep.plan.step.ClearInherited;
import org.junit.jupiter.api.Test;

class ClearInheritedTest {

    /// Traffic goes to the new primary already.
    @Test
    void whomCommitsWaitForIsReadAgainWhenTheSettingsAreCleared() {
        for (Start start : new Start[] {Start.SWITCHOVER, Start.PRIMARY_KILLED}) {
            FakeServers servers = start.servers();
            ClearInherited step = InterruptionTest.planFor(start, servers).steps().stream()
                    .filter(ClearInherited.class::isInstance)
                    .map(ClearInherited.class::cast)
                    .findFirst()
                    .orElseThrow();
            String names = step.syncNames().orElseThrow();
            servers.node("paul").marked = false;
            servers.node("paul").syncNames = "FIRST 1 (paul)";
            assertTrue(step.confirm(servers).details().contains("of paul is not '" + names + "'"), step.confirm(servers)::details);
            assertFalse(step.confirm(servers).succeeded());
            servers.node("paul").syncNames = names;
            assertEquals("synchronous_standby_names of paul is '" + names + "'", step.confirm(servers).details());
        }
    }
}
