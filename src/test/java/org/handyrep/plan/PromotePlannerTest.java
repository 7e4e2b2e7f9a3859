package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.handyrep.cluster.Role;
import org.junit.jupiter.api.Test;

class PromotePlannerTest {

    private final Situations headless = new Situations()
            .add("john", Role.MASTER, true, Situations.replicaState(1000, 1000, false, Map.of()), Situations.RUNS)
            .replica("paul", 1000)
            .verdict("WrongRole");

    private Plan promotion() {
        return assertInstanceOf(Plan.class, Planner.plan(headless.build(), new Request.Promote("john")));
    }

    @Test
    void aPrimaryThatCameBackAsAReplicaIsPromotedAgain() {
        Refusal takeover = assertInstanceOf(Refusal.class, headless.failover("paul"));
        assertTrue(takeover.reason().endsWith("has most WAL (promote): john again, unless another has more"), takeover::reason);
        assertTrue(promotion().checks().stream().allMatch(c -> c.level() == Check.Level.OK), () -> promotion().checks().toString());
    }

    @Test
    void whatAnotherHasMoreIsSaid() {
        headless.replica("george", 1300);
        assertTrue(promotion().asText().contains("george has 300 bytes of WAL that john does not have: promote that one, or it is lost"), promotion()::asText);
    }
}
