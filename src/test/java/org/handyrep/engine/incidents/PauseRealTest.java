package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.ClusterView.Automation.State;
import org.handyrep.engine.Operation;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;

/// `handyrep call pause_automation` beside `handyrep watch`, in the middle of an automatic failover.
class PauseRealTest {

    @Test
    void aPauseOfAnotherProgramTakesBackWhatHandyRepBeganByItself() {
        try (Lab lab = Lab.open()) {
            lab.cluster.editConf(conf -> conf.replace("[failover]\n", "[failover]\nauto_failover = True\nstartup_grace = 1\n"));
            lab.reopen();
            try (ClusterEngine call = lab.cluster.engine()) {
                List<Outcome> said = new CopyOnWriteArrayList<>();
                lab.engine.watch(view -> view.operation()
                        .filter(o -> said.isEmpty() && o.steps().getFirst().state() == Operation.StepState.DONE)
                        .ifPresent(o -> said.add(call.pauseAutomation(Lab.ANNA, "new disks", Optional.empty()))));
                lab.engine.start();
                await("automation is armed").atMost(Lab.SOON).until(() -> lab.engine.view().automation().state() == State.ARMED);
                lab.awaitStreams("john", 2);
                lab.server("john").kill9();
                await("a failover ends").atMost(Lab.SOON).until(() -> lab.engine.operations().stream().anyMatch(o -> o.endedAt().isPresent()));
                Operation back = lab.engine.operations().getFirst();
                assertTrue(said.getFirst().succeeded(), said.getFirst()::details);
                assertTrue(back.state() == Operation.State.ROLLED_BACK && back.summary().contains("automation was paused by"), back::summary);
                await("it is paused").atMost(Lab.SOON).until(() -> lab.engine.view().automation().state() == State.PAUSED);
                assertFalse(lab.isPrimary("paul") || lab.isPrimary("george"));
            }
        }
    }
}
