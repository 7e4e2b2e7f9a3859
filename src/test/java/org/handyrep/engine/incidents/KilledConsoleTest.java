package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.Operation;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;

/// The console is killed with kill -9 in the middle of a plan; another one finds what it left.
class KilledConsoleTest {

    @Test
    void scenario25_killedBeforeThePromotionIsRolledBackAndTheOldPrimaryWritesAgain() throws Exception {
        try (Lab lab = Lab.open()) {
            Operation left = killedAt(lab, "Mark john");
            assertEquals(Operation.State.INTERRUPTED, left.state());
            assertFalse(lab.server("john").isRunning());
            assertTrue(String.valueOf(lab.fails("manual_failover", "newmaster", "george").get("details")).length() > 10);

            Outcome begun = lab.engine.rollBack(Lab.ANNA, left.id());
            assertTrue(begun.succeeded(), begun::details);
            assertEquals(Operation.State.ROLLED_BACK, lab.ended(left.id()).state(), () -> lab.operation(left.id()).toString());
            lab.server("john").execute("CREATE TABLE again ()");
            lab.awaitStreams("john", 2);
            assertEquals("master", lab.role("john"));
            lab.awaitVerdict("PrimaryOK");
        }
    }

    @Test
    void scenario25_killedBeforeThePromotionIsResumed() throws Exception {
        try (Lab lab = Lab.open()) {
            Operation left = killedAt(lab, "Stop PostgreSQL on john");
            resume(lab, left);
        }
    }

    @Test
    void scenario25_killedAfterThePromotionOnlyGoesForward() throws Exception {
        try (Lab lab = Lab.open()) {
            Operation left = killedAt(lab, "Promote paul");
            assertTrue(saidAtStart(lab).stream().anyMatch(l -> l.contains("stopped after the point of no return")), "nobody is told");
            assertFalse(lab.engine.rollBack(Lab.ANNA, left.id()).succeeded());
            resume(lab, left);
        }
    }

    private static List<String> saidAtStart(Lab lab) throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        try (AutoCloseable unused = lab.engine.watchLog(line -> log.add(line.message()))) {
            lab.engine.start();
        }
        return log;
    }

    private static void resume(Lab lab, Operation left) {
        assertTrue(lab.engine.resume(Lab.ANNA, left.id()).succeeded());
        assertEquals(Operation.State.SUCCEEDED, lab.ended(left.id()).state(), () -> lab.operation(left.id()).toString());
        assertTrue(lab.isPrimary("paul"));
        assertFalse(lab.isPrimary("john"));
        lab.awaitStreams("paul", 2);
        assertEquals("master", lab.role("paul"));
    }

    private static Operation killedAt(Lab lab, String step) throws IOException, InterruptedException {
        EngineChild.killedAt(lab, step, "paul");
        lab.reopen();
        return lab.engine.operations().getFirst();
    }

    // another console, with a directory of its own

    @Test
    void scenario25_anotherConsoleTakesOverAndTheFirstOneFindsWhatItDid() throws Exception {
        try (Lab lab = Lab.open()) {
            EngineChild.killedAt(lab, "Mark john", "paul");
            try (ClusterEngine other = lab.cluster.anotherConsole()) {
                Operation found = found(other);
                assertTrue(found.summary().contains("begun by " + System.getProperty("user.name") + "@"), found::summary);
                assertTrue(found.summary().contains("it can be resumed, rolled back or left as it is"), found::summary);
                assertTrue(other.rollBack(Lab.ANNA, found.id()).succeeded());
                assertEquals(Operation.State.ROLLED_BACK, ended(other, found.id()).state(), () -> other.operations().toString());
                lab.server("john").execute("CREATE TABLE again ()");
                lab.awaitStreams("john", 2);
                endsHereToo(lab, found.id(), Operation.State.ROLLED_BACK);
            }
            EngineChild.killedAt(lab, "Stop PostgreSQL on john", "paul");
            takenForward(lab, "paul");
            EngineChild.killedAt(lab, "Promote george", "george");
            try (ClusterEngine other = lab.cluster.anotherConsole()) {
                Operation found = found(other);
                Outcome refused = other.rollBack(Lab.ANNA, found.id());
                assertFalse(refused.succeeded());
                assertTrue(refused.details().contains("past the point of no return"), refused::details);
            }
            takenForward(lab, "george");
            lab.awaitStreams("george", 2);
        }
    }

    private static void takenForward(Lab lab, String primary) {
        try (ClusterEngine other = lab.cluster.anotherConsole()) {
            Operation found = found(other);
            assertTrue(other.resume(Lab.ANNA, found.id()).succeeded());
            assertEquals(Operation.State.SUCCEEDED, ended(other, found.id()).state(), () -> other.operations().toString());
            assertTrue(lab.isPrimary(primary));
            endsHereToo(lab, found.id(), Operation.State.SUCCEEDED);
        }
    }

    private static Operation found(ClusterEngine engine) {
        engine.call(Lab.ANNA, "verify_all", Map.of());
        await("the journal is found").atMost(Lab.SOON).until(() -> engine.view()
                .operation()
                .filter(o -> o.state() == Operation.State.INTERRUPTED)
                .isPresent());
        return engine.operations().getFirst();
    }

    private static Operation ended(ClusterEngine engine, String id) {
        await("the operation ends").atMost(Lab.SOON).until(() -> operation(engine, id).state() != Operation.State.RUNNING
                && operation(engine, id).state() != Operation.State.ROLLING_BACK);
        return operation(engine, id);
    }

    private static Operation operation(ClusterEngine engine, String id) {
        return engine.operations().stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
    }

    /// The console that was killed comes back, and learns how its operation ended.
    private static void endsHereToo(Lab lab, String id, Operation.State state) {
        lab.engine = lab.cluster.engine();
        assertEquals(Operation.State.INTERRUPTED, lab.operation(id).state());
        assertFalse(lab.engine.resume(Lab.ANNA, id).succeeded(), "it is not resumed twice");
        assertEquals(state, lab.operation(id).state());
        lab.look();
    }
}
