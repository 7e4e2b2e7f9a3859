package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Role;
import org.junit.jupiter.api.Test;

class IsolatePlannerTest {

    private static Situations splitBrain() {
        return new Situations()
                .primary("paul", 5000)
                .add("john", Role.REPLICA, false, Situations.primaryState(4000, "7000", 1), new HostState.NotChecked())
                .replica("george", 5000);
    }

    private static Decision isolate(Situations situations, String server) {
        return Planner.plan(situations.build(), new Request.Isolate(server));
    }

    private static String refusal(Situations situations, String server) {
        return assertInstanceOf(Refusal.class, isolate(situations, server)).toString();
    }

    @Test
    void theRivalIsStoppedMarkedAndOutAndItsNameMustBeTyped() {
        Plan plan = assertInstanceOf(Plan.class, isolate(splitBrain(), "john"));
        assertEquals(
                List.of(
                        "Own the cluster: no other console may act",
                        "Stop PostgreSQL on john for good",
                        "Mark john as a replica, so that any start of it is read-only",
                        "Write down that paul is the primary and john is out"),
                plan.steps().stream().map(Step::title).toList());
        assertEquals(Optional.of("john"), plan.impact().typedName());
        assertTrue(plan.steps().get(1).isPointOfNoReturn());
        assertTrue(plan.asText().contains("3 client sessions on john will be ended"), plan::asText);
    }

    @Test
    void isolatingTheConfiguredPrimaryTakesTheOtherBranchAndSaysSo() {
        Plan plan = assertInstanceOf(Plan.class, isolate(splitBrain(), "paul"));
        assertTrue(plan.asText().contains("takes the branch of john for the truth"), plan::asText);
        Deed.Assign roles = (Deed.Assign) plan.steps().getLast().deed().orElseThrow();
        assertEquals(
                Map.of("john", new Deed.Assignment("master", true), "paul", new Deed.Assignment("replica", false)),
                roles.assignments());
    }

    @Test
    void nobodyIsIsolatedWhoseStopWouldLeaveNobodyOrCannotBeProved() {
        assertTrue(refusal(new Situations().primary("paul", 1), "paul").contains("would leave nobody"));
        assertTrue(refusal(splitBrain(), "george").contains("takes no writes"));
        assertTrue(refusal(splitBrain().uncontrolled("john"), "john").contains("restart_method cannot"));
        assertTrue(refusal(
                        new Situations()
                                .primary("paul", 1)
                                .add("john", Role.REPLICA, false, Situations.primaryState(4, "7000", 1), Situations.NO_SSH),
                        "john")
                .contains("cannot be looked at over SSH"));
        assertTrue(refusal(
                        new Situations()
                                .primary("paul", 1)
                                .add("other", Role.REPLICA, false, Situations.primaryState(4, "8000", 1), Situations.RUNS),
                        "paul")
                .contains("would leave nobody"), "another system is no rival");
    }
}
