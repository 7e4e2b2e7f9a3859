package org.handyrep.engine.incidents;

import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.Optional;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Request;
import org.junit.jupiter.api.Test;

/// A real cascade is made and undone, and outlives its primary.
class CascadeRealTest {

    private static String senderOf(Lab lab, String replica) {
        return lab.query(replica, "SELECT sender_host || ':' || sender_port FROM pg_stat_wal_receiver WHERE status = 'streaming'");
    }

    private static String address(Lab lab, String server) {
        return lab.server(server).settings().host() + ":" + lab.server(server).settings().port();
    }

    @Test
    void aReplicaFollowsAnotherReplicaAndThePrimaryAgain() {
        try (Lab lab = Lab.open()) {
            lab.look();
            lab.succeeds("remaster", "replicaserver", "george", "newmaster", "paul");
            assertEquals(address(lab, "paul"), senderOf(lab, "george"));
            lab.awaitCaughtUp("john", "george");
            lab.awaitVerdict("PrimaryOK");

            String circle = lab.refusal(new Request.Remaster("paul", Optional.of("george"))).toString();
            assertTrue(circle.contains("they would follow each other"), circle);
            assertTrue(lab.engine.upstreams("paul").stream().anyMatch(o -> o.label().equals("george…") && o.obstacle().isPresent()));
            assertTrue(lab.engine.upstreams("george").stream().anyMatch(o -> o.label().equals("john…") && o.obstacle().isEmpty()));

            lab.succeeds("remaster", "replicaserver", "george");
            assertEquals(address(lab, "john"), senderOf(lab, "george"));
            lab.awaitCaughtUp("john", "george");

            lab.succeeds("remaster", "replicaserver", "george", "newmaster", "paul");
            lab.awaitCaughtUp("john", "george");
            lab.look();
            lab.server("john").kill9();
            Operation done = lab.run(lab.awaitPlan(failoverTo("paul")));
            assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
            assertEquals(address(lab, "paul"), senderOf(lab, "george"));
            lab.awaitCaughtUp("paul", "george");
            assertFalse(Files.exists(lab.server("george").settings().data().resolve("postgresql.auto.conf.handyrep-frozen")));
        }
    }
}
