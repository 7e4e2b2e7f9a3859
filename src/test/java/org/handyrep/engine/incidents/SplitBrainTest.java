package org.handyrep.engine.incidents;

import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.engine.Divergence;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.junit.jupiter.api.Test;

/// The old primary is started again after a failover, without its mark.
class SplitBrainTest {

    @Test
    void scenario13_theFactsAreToldTheRivalIsIsolatedAndTheSplitBrainEnds() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.find();
        try (Lab lab = Lab.open(binaries, Map.of("autovacuum", "off"))) {
            lab.look();
            lab.server("john").kill9();
            lab.succeeds("manual_failover", "newmaster", "paul");
            assertEquals(List.of(), lab.engine.divergence().branches(), "one primary");
            Path data = lab.server("john").settings().data();
            Files.delete(data.resolve("standby.signal"));
            lab.server("john").start();
            for (int i = 0; i < 3; i++) {
                lab.server("john").execute("CREATE TABLE only_john_has_" + i + " ()");
            }
            lab.awaitVerdict("SplitBrain");

            factsAreRight(lab.engine.divergence(), binaries.complete());
            if (binaries.complete()) {
                Object file = lab.succeeds("save_evidence", "servername", "john").get("file");
                String text = Files.readString(Path.of(String.valueOf(file)));
                assertTrue(text.contains("Latest checkpoint location") && text.contains("desc: COMMIT"), text);
            }

            Plan plan = lab.plan(new Request.Isolate("john"));
            assertTrue(plan.asText().contains("kill -9"), plan::asText);
            assertEquals("john", plan.impact().typedName().orElse(""));
            Operation done = lab.run(plan);
            assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
            assertFalse(lab.server("john").isRunning());
            lab.awaitVerdict("PrimaryOK");

            lab.server("john").start();
            assertFalse(lab.isPrimary("john"), "any start of it is read-only");
            assertEquals("0", lab.query("john", "SELECT count(*) FROM only_john_has_2"), "nothing was deleted");
            org.awaitility.Awaitility.await().atMost(Lab.SOON).until(() -> lab.look().findings().stream()
                    .anyMatch(f -> f.code().equals("OldPrimaryBack") && f.server().equals("john")));
            assertEquals("PrimaryOK", lab.verdict());
            assertTrue(lab.isPrimary("paul"));
        }
    }

    private static void factsAreRight(Divergence divergence, boolean counted) {
        assertTrue(divergence.forkedAt().isPresent(), divergence::toString);
        Divergence.Branch john = branch(divergence, "john");
        Divergence.Branch paul = branch(divergence, "paul");
        assertEquals(1, john.timeline());
        assertEquals(2, paul.timeline());
        assertTrue(john.bytes().orElse(0) > 0, john::toString);
        if (counted) {
            assertEquals(OptionalLong.of(3), john.commits(), john::toString);
            assertTrue(john.first().isPresent() && !john.first().get().isAfter(john.last().orElseThrow()), john::toString);
            assertEquals("", john.problem());
            assertTrue(paul.commits().isPresent(), paul::toString);
        } else {
            assertTrue(john.commits().isPresent() || !john.problem().isEmpty(), john::toString);
        }
        assertTrue(divergence.advice().getFirst().startsWith("Isolate john"), () -> divergence.advice().toString());
        assertTrue(divergence.advice().toString().contains("timeline 2"), () -> divergence.advice().toString());
    }

    private static Divergence.Branch branch(Divergence divergence, String server) {
        return divergence.branches().stream().filter(b -> b.server().equals(server)).findFirst().orElseThrow();
    }
}
