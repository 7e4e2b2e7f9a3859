package org.handyrep.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ServerState;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.testing.Needs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Cycles of the running observer with 3, 30 and 300 servers, which are few real ones under many addresses, and those that a person asks for.
///
/// A verify runs a command on every host. Here all the hosts are this machine, so the 300 have none that could be entered.
@Tag("bench")
class PollingSpeedTest {

    private static final int POLLS = 12;
    private static final double LIMIT = 2000;
    /// Seconds until that many servers, all on this machine, have let everybody in.
    private static final long SETTLED = 180;

    @Test
    void pollsThreeHundredServersWithinTwoSeconds() throws Exception {
        Needs.that(LoopbackAddress.isLinux(), "more than one loopback address");
        Table table = new Table("One cycle of the observer");
        Samples largest = new Samples();
        try (Crowd crowd = new Crowd()) {
            for (int count : List.of(3, 30, 300)) {
                boolean withDoors = count <= 30;
                try (ClusterEngine engine = crowd.engine(count, withDoors)) {
                    largest = cycles(table, engine, count, withDoors ? "verify" : "verify without SSH");
                }
            }
        }
        double median = largest.median();
        table.line("300 servers are polled in %.0f ms, at most %.0f are wanted".formatted(median, LIMIT)).print();
        assertTrue(median <= LIMIT, () -> "300 servers in " + median + " ms, " + Table.load());
    }

    /// @return the polls in which every server answered
    private static Samples cycles(Table table, ClusterEngine engine, int count, String verify) throws Exception {
        BlockingQueue<ClusterSnapshot> seen = new LinkedBlockingQueue<>();
        Samples settling = new Samples();
        Samples polls = new Samples();
        Samples verifies = new Samples();
        try (AutoCloseable watch = engine.watch(view -> seen.add(view.snapshot()))) {
            long begun = System.nanoTime();
            long last = 0;
            engine.start();
            while (polls.count() < POLLS) {
                ClusterSnapshot snapshot = seen.poll(60, TimeUnit.SECONDS);
                assertTrue(snapshot != null && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(SETTLED),
                        () -> count + " servers: only " + polls.count() + " polls in which all answered");
                if (snapshot.number() == last) {
                    continue;
                }
                last = snapshot.number();
                long answered = answered(snapshot);
                if (answered == count && settling.count() == 0) {
                    settling.add(System.nanoTime() - begun);
                } else if (answered == count) {
                    (snapshot.verified() ? verifies : polls).add(snapshot.took().toNanos());
                }
            }
        }
        table.row(count + " servers, from the start until all had answered", settling);
        table.row(count + " servers, poll", polls);
        if (verifies.count() > 0) {
            table.row(count + " servers, " + verify, verifies);
        }
        Samples asked = new Samples();
        for (int i = 0; i < 3; i++) {
            long begun = System.nanoTime();
            engine.call(Lab.ANNA, "poll_all", Map.of());
            asked.add(System.nanoTime() - begun);
        }
        table.row(count + " servers, poll_all of a person", asked);
        return polls;
    }

    private static long answered(ClusterSnapshot snapshot) {
        return snapshot.servers().stream()
                .filter(o -> o.state() instanceof ServerState.Primary || o.state() instanceof ServerState.Replica)
                .count();
    }
}
