package org.handyrep.engine.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.handyrep.plan.Request;
import org.junit.jupiter.api.Test;

/// As after a failover that was left before its promotion, when the fence had marked the old primary: nobody takes writes.
class PromoteAgainTest {

    @Test
    void aPrimaryThatCameBackAsAReplicaIsPromotedAgain() throws IOException {
        try (Lab lab = Lab.open()) {
            assertFalse(offersPromotionAgain(lab));
            lab.server("john").stop("fast");
            Files.createFile(lab.server("john").settings().data().resolve("standby.signal"));
            lab.server("john").start();
            lab.awaitVerdict("WrongRole");
            String sentence = lab.engine.view().diagnosis().verdict().sentence();
            assertTrue(sentence.contains("no server has more WAL than john (Promote again…"), sentence);
            assertTrue(offersPromotionAgain(lab));
            lab.succeeds("promote", "newmaster", "john", "confirm", "john");
            lab.awaitVerdict("PrimaryOK");
            lab.awaitStreams("john", 2);
            assertEquals("master", lab.role("john"));
        }
    }

    private static boolean offersPromotionAgain(Lab lab) {
        return lab.engine.actions("john").stream()
                .anyMatch(offer -> offer.request() instanceof Request.Promote && offer.label().equals("Promote again…") && offer.obstacle().isEmpty());
    }
}
