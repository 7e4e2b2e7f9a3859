package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.handyrep.cluster.Observation;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.ClusterView.Automation.State;
import org.handyrep.engine.Operation;
import org.junit.jupiter.api.Test;

/// One console fails over and ends; another one is in charge when the new primary is lost, too. The cooldown is that of the cluster, whoever failed over.
class SecondLossTest {

    @Test
    void scenario24_theCooldownOfOneConsoleHoldsTheOtherUntilItIsAcknowledgedOnAnyOfThem() {
        try (Lab lab = Lab.open()) {
            lab.cluster.editConf(conf -> conf.replace("[failover]\n", "[failover]\nauto_failover = True\nstartup_grace = 1\n"));
            lab.reopen();
            lab.succeeds("init_handyrep_db");
            lab.engine.start();
            awaitState(lab.engine, State.ARMED);
            lab.awaitStreams("john", 2);
            lab.server("john").kill9();
            awaitFailovers(lab.engine, 1);
            String first = lab.isPrimary("paul") ? "paul" : "george";
            String second = first.equals("paul") ? "george" : "paul";
            lab.awaitStreams(first, 1);
            // As the replica that it was marked to be, it gives the vote without which nobody could be promoted after a second loss.
            lab.server("john").start();
            lab.reopen();

            try (ClusterEngine bob = lab.cluster.anotherConsole()) {
                bob.start();
                await("bob knows the new primary").atMost(Lab.SOON).until(() -> primary(bob).equals(first));
                awaitState(bob, State.BLOCKED);
                lab.awaitStreams(first, 1);
                lab.server(first).kill9();
                await("the loss is confirmed").atMost(Lab.SOON).until(() -> bob.view().diagnosis().verdict().automationMayAct());
                await("the reason").atMost(Lab.SOON).until(() -> history(bob).getFirst().contains("failover_cooldown"));
                assertTrue(bob.view().automation().acknowledgeable());
                assertFalse(lab.isPrimary(second), "it was held");
                assertEquals(1, succeeded(bob), () -> bob.operations().toString());

                lab.succeeds("acknowledge", "comment", "the power supply of rack 3");
                awaitFailovers(bob, 2);
                assertTrue(lab.isPrimary(second));
            }
        }
    }

    private static void awaitState(ClusterEngine engine, State state) {
        await("automation is " + state).atMost(Lab.SOON).until(() -> engine.view().automation().state() == state);
    }

    private static void awaitFailovers(ClusterEngine engine, long count) {
        await(count + " failovers").atMost(Lab.SOON).until(() -> succeeded(engine) == count);
    }

    private static long succeeded(ClusterEngine engine) {
        return engine.operations().stream()
                .filter(o -> o.function().equals("auto_failover") && o.state() == Operation.State.SUCCEEDED)
                .count();
    }

    private static String primary(ClusterEngine engine) {
        engine.call(Lab.ANNA, "verify_all", Map.of());
        return engine.view().snapshot().configuredPrimary().map(Observation::name).orElse("");
    }

    private static List<String> history(ClusterEngine engine) {
        return engine.view().automation().history();
    }
}
