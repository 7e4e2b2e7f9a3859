package org.handyrep.ui.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.handyrep.cluster.Observation;
import org.handyrep.engine.ClusterView;
import org.handyrep.testing.SampleClusters;
import org.junit.jupiter.api.Test;

class ServerFactsTest {

    private final Instant now = Instant.now();

    private static String value(List<ServerFacts.Fact> facts, String name) {
        return facts.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow().value();
    }

    @Test
    void aReplicaTellsPositionLagAndWhomItFollows() {
        Observation george = SampleClusters.healthy(now).snapshot().find("george").orElseThrow();
        List<ServerFacts.Fact> facts = ServerFacts.of(george).facts();
        assertEquals("16/B3749848", value(facts, "replayed"));
        assertEquals("16 kB · 0.0 s", value(facts, "lag"));
        assertEquals("10.1.4.11:5432", value(facts, "follows"));
        assertEquals("0.1 s ago", value(facts, "WAL message"));
        assertEquals("0.4 s old", ServerFacts.age(george, now));
    }

    @Test
    void aDeadPrimaryTellsWhatItsHostSaid() {
        ClusterView dead = SampleClusters.primaryDead(now);
        List<ServerFacts.Fact> facts =
                ServerFacts.of(dead.snapshot().find("john").orElseThrow()).facts();
        assertEquals("answers, no postmaster", value(facts, "host"));
        assertEquals("in production", value(facts, "control file"));
    }

    @Test
    void factsAreCopiedAsText() {
        Observation john = SampleClusters.healthy(now).snapshot().find("john").orElseThrow();
        assertTrue(ServerFacts.of(john).asText().contains("written\t16/B374D848\n"));
    }
}
