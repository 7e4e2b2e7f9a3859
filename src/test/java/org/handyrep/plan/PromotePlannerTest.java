package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
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
        assertEquals("nothing that john had as the primary", promotion().impact().loss());
        assertEquals(List.of(), promotion().impact().afterwards(), "paul follows john already");
        headless.add("george", Role.REPLICA, true, frozen(1000), Situations.RUNS);
        assertEquals(List.of("let george follow john (remaster)"), promotion().impact().afterwards());
    }

    private static ServerState frozen(long lsn) {
        return new ServerState.Replica(
                ((ServerState.Replica) Situations.replicaState(lsn, lsn, false, Map.of())).facts(), Optional.empty(), new Lsn(lsn), Optional.empty(), false,
                Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    @Test
    void whatAnotherHasMoreIsSaid() {
        headless.replica("george", 1300);
        assertEquals("george has 300 bytes of WAL that john does not have", promotion().impact().loss());
        assertTrue(promotion().asText().contains("george has 300 bytes of WAL that john does not have: promote that one, or it is lost"), promotion()::asText);
    }
}
