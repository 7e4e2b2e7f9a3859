package org.handyrep.engine.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.plan.Request.Rejoin.How;
import org.handyrep.plan.step.SaveEvidence;
import org.junit.jupiter.api.Test;

/// An old primary is cloned over, where pg_rewind cannot bring it back: what only it has is counted and saved before.
class OldPrimaryCloneTest {

    @Test
    void whatOnlyItHasIsCountedAndSavedBefore() throws IOException {
        try (CloneLab clones = CloneLab.open("clone_tar")) {
            Lab lab = clones.lab;
            lab.server("john").kill9();
            lab.succeeds("manual_failover", "newmaster", "paul");
            Files.deleteIfExists(lab.server("john").settings().data().resolve("standby.signal"));
            lab.server("john").start();
            for (int i = 0; i < 3; i++) {
                lab.server("john").execute("CREATE TABLE only_john_has_" + i + " AS SELECT generate_series(1, 1000) AS n");
            }
            lab.server("john").stop("fast");
            lab.awaitVerdict("PrimaryOK");

            Plan plan = lab.plan(new Request.Rejoin("john", How.RECLONE));
            assertTrue(plan.impact().loss().contains("with 3 commits on john after"), plan.impact()::loss);
            assertTrue(plan.asText().contains("john and paul part at"), plan::asText);
            assertTrue(lab.fails("clone", "replicaserver", "john", "reclone", "True").toString().contains("confirm=john"));
            SaveEvidence save = plan.steps().stream().filter(SaveEvidence.class::isInstance).map(SaveEvidence.class::cast).findFirst().orElseThrow();
            Operation done = lab.run(plan);
            assertEquals(Operation.State.SUCCEEDED, done.state(), () -> String.valueOf(lab.engine.report(done.id())));
            String evidence = Files.readString(Path.of(save.evidence().folder()).resolve("evidence.txt"));
            assertTrue(evidence.contains("is in the files beside this one\n"), evidence);
            lab.awaitStreams("paul", 2);
            assertEquals("0", lab.query("john", "SELECT count(*) FROM pg_class WHERE relname LIKE 'only_john%'"));
        }
    }

    @Test
    void oneThatHasNothingOfItsOwnNeedsNoOtherWordThanReclone() throws IOException {
        try (CloneLab clones = CloneLab.open("clone_tar")) {
            Lab lab = clones.lab;
            lab.awaitCaughtUp("john", "paul", "george");
            lab.server("john").kill9();
            lab.succeeds("manual_failover", "newmaster", "paul");
            lab.awaitVerdict("PrimaryOK");
            Plan plan = lab.plan(new Request.Clone("john", Optional.empty(), true));
            assertTrue(plan.asText().contains("john has nothing that paul does not have"), plan::asText);
            assertTrue(plan.steps().stream().noneMatch(SaveEvidence.class::isInstance), plan::asText);
            lab.succeeds("clone", "replicaserver", "john", "reclone", "True");
            lab.awaitStreams("paul", 2);
        }
    }
}
