package org.handyrep.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.handyrep.plugin.Secret;
import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void hazard40_noPasswordSurvivesInAMessage() {
        assertEquals("host=x password=*** port=5", redact("host=x password=hunter2 port=5"));
        assertEquals("host=x password=*** port=5", redact("host=x password='hunter 2 \\' x' port=5"));
        assertEquals(
                "invalid \"host=x password=***\"", redact("invalid \"host=x password=hunter2\""));
        assertEquals("ALTER ROLE a PASSWORD ***", redact("ALTER ROLE a PASSWORD 'it''s'"));
        assertEquals("user is *** here", Redaction.redact("user is s3cret here", new Secret("s3cret")));
    }

    @Test
    void theRestStaysAndIsOneLine() {
        assertEquals(
                "password authentication failed for user \"handyrep\"; Detail: x",
                redact("password authentication failed for user \"handyrep\"\n  Detail: x"));
    }

    private static String redact(String message) {
        return Redaction.redact(message, Secret.NONE);
    }
}
