package org.handyrep.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.engine.ClusterView;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleProxies;
import org.handyrep.ui.topology.TopologyLayout.Box;
import org.junit.jupiter.api.Test;

class TopologyLayoutTest {

    private static TopologyLayout layout(ClusterView view) {
        return TopologyLayout.of(TopologyModel.of(view), 916, 700);
    }

    private static void nothingOverlaps(TopologyLayout layout) {
        List<Map.Entry<String, Box>> all = new ArrayList<>(layout.boxes().entrySet());
        for (int i = 0; i < all.size(); i++) {
            Box a = all.get(i).getValue();
            assertTrue(a.right() <= layout.width() && a.y() + a.height() <= layout.height(), all.get(i).getKey());
            for (int j = i + 1; j < all.size(); j++) {
                Box b = all.get(j).getValue();
                boolean apart = a.right() <= b.x() || b.right() <= a.x() || a.y() + a.height() <= b.y() || b.y() + b.height() <= a.y();
                assertTrue(apart, all.get(i).getKey() + " covers " + all.get(j).getKey());
            }
        }
    }

    private static Box box(TopologyLayout layout, String name) {
        return java.util.Objects.requireNonNull(layout.boxes().get(name), name);
    }

    @Test
    void cardsNeverCoverEachOther() {
        Instant now = Instant.now();
        nothingOverlaps(layout(SampleClusters.healthy(now)));
        nothingOverlaps(layout(SampleClusters.lagging(now)));
        nothingOverlaps(layout(SampleClusters.primaryDead(now)));
        nothingOverlaps(layout(SampleClusters.hundred(now)));
        nothingOverlaps(layout(SampleProxies.troubled(now)));
        nothingOverlaps(layout(SampleProxies.hundred(now)));
        nothingOverlaps(TopologyLayout.of(TopologyModel.EMPTY, 916, 700));
    }

    @Test
    void lanesRunFromLeftToRightAndOthersBelow() {
        TopologyLayout layout = layout(SampleClusters.healthy(Instant.now()));
        assertTrue(box(layout, "pgb1").right() < box(layout, "john").x());
        assertTrue(box(layout, "john").right() < box(layout, "paul").x());
        assertTrue(box(layout, "martin").y() > box(layout, "george").y() + box(layout, "george").height());
        assertTrue(layout.width() <= 916, "an ordinary cluster fits beside the panel without zoom");
    }

    @Test
    void aHundredServersStayReadable() {
        TopologyLayout layout = layout(SampleClusters.hundred(Instant.now()));
        assertTrue(layout.dense());
        double scale = Math.min(916 / layout.width(), 700 / layout.height());
        assertTrue(scale > 0.65, "13 px become at least 8.5 px: " + scale);
        assertFalse(layout(SampleClusters.healthy(Instant.now())).dense());
    }

    @Test
    void layoutOfAHundredServersTakesLittleTime() {
        ClusterView view = SampleClusters.hundred(Instant.now());
        layout(view);
        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 10; i++) {
                layout(view);
            }
        });
    }

    @Test
    void arrowKeysGoToTheNeighbour() {
        TopologyLayout layout = layout(SampleClusters.lagging(Instant.now()));
        assertEquals(Optional.of("george"), layout.neighbour("john", 1, 0));
        assertEquals(Optional.of("john"), layout.neighbour("paul", -1, 0));
        assertEquals(Optional.of("george"), layout.neighbour("paul", 0, 1));
        assertEquals(Optional.empty(), layout.neighbour("paul", 1, 0));
        assertEquals(Optional.empty(), layout.neighbour("nobody", 1, 0));
    }

    @Test
    void everyServerOfAHundredIsReachedByArrowKeys() {
        TopologyLayout layout = layout(SampleClusters.hundred(Instant.now()));
        java.util.Set<String> reached = new java.util.HashSet<>();
        java.util.Deque<String> open = new java.util.ArrayDeque<>(List.of("db001"));
        while (!open.isEmpty()) {
            String at = open.poll();
            if (reached.add(at)) {
                for (int[] d : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
                    layout.neighbour(at, d[0], d[1]).ifPresent(open::add);
                }
            }
        }
        assertEquals(100, reached.size());
    }
}
