package org.handyrep.engine.incidents;

import static org.handyrep.engine.incidents.Lab.ANNA;
import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;

/// Two consoles with configurations of their own on one real cluster.
class TwoConsolesTest {

    @Test
    void scenario08_ofTwoSwitchoversAtTheSameMomentOneRunsAndTheOtherSaysWho() throws Exception {
        try (Lab lab = Lab.open();
                ClusterEngine bob = lab.cluster.anotherConsole()) {
            lab.look();
            bob.call(ANNA, "verify_all", java.util.Map.of());
            Plan annas = lab.plan(failoverTo("paul"));
            Plan bobs = assertInstanceOf(Plan.class, bob.plan(ANNA, failoverTo("george")));
            CompletableFuture<Outcome> a = CompletableFuture.supplyAsync(() -> lab.engine.begin(ANNA, annas));
            CompletableFuture<Outcome> b = CompletableFuture.supplyAsync(() -> bob.begin(ANNA, bobs));
            Operation first = lab.ended(String.valueOf(a.get().extra().get("operation")));
            String id = String.valueOf(b.get().extra().get("operation"));
            org.awaitility.Awaitility.await().atMost(Lab.SOON).until(() -> operation(bob, id).state() != Operation.State.RUNNING
                    && operation(bob, id).state() != Operation.State.ROLLING_BACK);
            Operation second = operation(bob, id);
            List<Operation> both = List.of(first, second);
            assertEquals(
                    List.of(Operation.State.SUCCEEDED, Operation.State.ROLLED_BACK),
                    both.stream().map(Operation::state).sorted().toList(),
                    () -> first.summary() + " / " + second.summary());
            Operation refused = first.state() == Operation.State.ROLLED_BACK ? first : second;
            assertTrue(refused.summary().contains("@") && refused.summary().contains("Switchover john → "), refused::summary);
            assertEquals(1, Stream.of("john", "paul", "george").filter(lab::isPrimary).count());
        }
    }

    private static Operation operation(ClusterEngine engine, String id) {
        return engine.operations().stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void aLockSessionThatIsEndedBeforeThePromotionEndsThePlan() {
        try (Lab lab = Lab.open();
                ClusterEngine bob = lab.cluster.anotherConsole()) {
            lab.look();
            lab.server("john").kill9();
            lab.awaitVerdict("PrimaryProcessDown");
            Plan plan = org.awaitility.Awaitility.await("a plan that needs nobody's word")
                    .atMost(Lab.SOON)
                    .until(() -> lab.plan(failoverTo("paul")), p -> p.impact().typedName().isEmpty());
            int freeze = plan.steps().indexOf(plan.steps().stream()
                    .filter(s -> s.title().startsWith("Freeze"))
                    .reduce((x, y) -> y)
                    .orElseThrow());
            List<ClusterView> seenByBob = new java.util.concurrent.CopyOnWriteArrayList<>();
            lab.engine.watch(view -> view.operation().ifPresent(o -> {
                if (seenByBob.isEmpty() && o.steps().get(freeze).state() == Operation.StepState.DONE) {
                    bob.call(ANNA, "verify_all", java.util.Map.of());
                    seenByBob.add(bob.view());
                    lab.query("paul", "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'handyrep/% op=%'");
                }
            }));
            Operation operation = lab.run(plan);
            assertEquals(Operation.State.ROLLED_BACK, operation.state(), operation::summary);
            assertTrue(operation.summary().contains("lock of paul no more"), operation::summary);
            assertFalse(lab.isPrimary("paul"));

            ClusterView view = seenByBob.getFirst();
            assertTrue(view.inCharge().sentence().startsWith("At work: "), view.inCharge().sentence());
            assertTrue(view.inCharge().sentence().contains("Failover john → paul since "), view.inCharge().sentence());
            assertFalse(view.inCharge().holder().orElseThrow().thisConsole());
        }
    }
}
