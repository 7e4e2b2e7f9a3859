package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.handyrep.engine.ClusterView;
import org.handyrep.testing.SampleClusters;
import org.junit.jupiter.api.Test;

class ViewBridgeTest {

    @Test
    void aSlowWindowGetsTheNewestViewOnly() {
        Deque<Runnable> fx = new ArrayDeque<>();
        List<ClusterView> shown = new ArrayList<>();
        ViewBridge bridge = new ViewBridge(fx::add, shown::add);
        ClusterView last = null;
        for (int i = 0; i < 1000; i++) {
            last = SampleClusters.healthy(Instant.ofEpochSecond(i));
            bridge.accept(last);
        }
        assertEquals(1, fx.size(), "one delivery waits, however many views came");
        fx.remove().run();
        assertEquals(List.of(last), shown);
        bridge.accept(SampleClusters.healthy(Instant.ofEpochSecond(2000)));
        fx.remove().run();
        assertEquals(2, shown.size(), "after a delivery the next view is delivered again");
    }
}
