package org.handyrep.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.engine.ClusterView;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleServers;
import org.handyrep.ui.common.Mark;
import org.junit.jupiter.api.Test;

class TopologyModelTest {

    private final Instant now = Instant.now();

    private static Edge edge(TopologyModel model, String to) {
        return model.edges().stream().filter(e -> e.to().equals(to)).findFirst().orElseThrow();
    }

    @Test
    void everyServerStandsInItsLane() {
        TopologyModel model = TopologyModel.of(SampleClusters.healthy(now));
        assertEquals(Lane.PROXIES, model.card("pgb1").orElseThrow().lane());
        assertEquals(Lane.PRIMARY, model.card("john").orElseThrow().lane());
        assertEquals(Lane.REPLICAS, model.card("paul").orElseThrow().lane());
        assertEquals(Lane.OTHERS, model.card("martin").orElseThrow().lane());
    }

    @Test
    void healthyStreamsAreAliveAndSaySync() {
        TopologyModel model = TopologyModel.of(SampleClusters.healthy(now));
        assertEquals(new Edge("john", "paul", true, true, Mark.OK, "0 B · 0.0 s", 0), edge(model, "paul"));
        assertFalse(edge(model, "george").sync());
        assertEquals("replica · sync", model.card("paul").orElseThrow().role());
        assertEquals(2, model.edges().size(), "a proxy has no edge as long as nobody probed where it sends writes");
    }

    @Test
    void aPausedReplicaSaysWhyOnItsCardAndOnItsStream() {
        TopologyModel model = TopologyModel.of(SampleClusters.lagging(now));
        Card ringo = model.card("ringo").orElseThrow();
        assertEquals("lagged", ringo.word());
        assertTrue(ringo.rows().contains(new Card.Row("why", "replay paused", true)));
        assertEquals("replay paused", edge(model, "ringo").label());
    }

    @Test
    void withoutItsPrimaryAReplicaDoesNotStream() {
        TopologyModel model = TopologyModel.of(SampleClusters.primaryDead(now));
        assertFalse(edge(model, "paul").alive());
        assertEquals("not streaming", edge(model, "paul").label());
        assertEquals("down", model.card("john").orElseThrow().word());
        assertTrue(model.card("john").orElseThrow().rows().contains(new Card.Row("why", "connection refused", false)));
    }

    /// Two writable servers must be seen at once, side by side.
    @Test
    void aWritableReplicaStandsWithThePrimaries() {
        ClusterView view = SampleClusters.healthy(now);
        List<Observation> servers = new ArrayList<>(view.snapshot().servers());
        Observation paul = view.snapshot().find("paul").orElseThrow();
        Observation writable = SampleServers.primary("paul", now, List.of());
        servers.set(
                servers.indexOf(paul),
                new Observation(
                        paul.server(), writable.state(), paul.host(), now, paul.aliveAt(), paul.polled(), paul.lag()));
        TopologyModel model = TopologyModel.of(new ClusterView(
                new ClusterSnapshot("orders", 43, now, 0, true, servers),
                view.diagnosis(),
                view.automation(),
                view.inCharge(),
                view.lastFullPoll(),
                3,
                view.operation(),
                List.of()));
        assertEquals(Lane.PRIMARY, model.card("paul").orElseThrow().lane());
        assertEquals("replica, writable!", model.card("paul").orElseThrow().role());
        assertTrue(model.edges().stream().noneMatch(e -> e.to().equals("paul")));
    }

    @Test
    void aCascadeStandsFurtherRight() {
        TopologyModel model = TopologyModel.of(SampleClusters.hundred(now));
        assertEquals("db010", edge(model, "db011").from());
        assertEquals(2, model.card("db011").orElseThrow().depth());
        assertEquals(1, model.card("db010").orElseThrow().depth());
        assertEquals(100, model.cards().size());
    }

    @Test
    void lagHistoryCountsEachSnapshotOnceAndForgetsTheOldest() {
        LagHistory history = new LagHistory();
        for (int i = 1; i <= LagHistory.LENGTH + 5; i++) {
            List<Edge> edges = List.of(new Edge("john", "paul", true, false, Mark.OK, "", i));
            history.add(i, edges);
            history.add(i, edges);
        }
        assertEquals(LagHistory.LENGTH, history.of("paul").size());
        assertEquals(6, history.of("paul").getFirst());
        history.add(999, List.of());
        assertEquals(List.of(), history.of("paul"));
    }
}
