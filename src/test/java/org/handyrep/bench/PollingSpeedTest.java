package org.handyrep.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.handyrep.cluster.ServerState;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.testing.Needs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One poll cycle and one verify cycle of 3, 30 and 300 servers, which are few real ones under many addresses.
///
/// A verify runs a command on every host. Here all the hosts are this machine, so the 300 have none that could be entered.
@Tag("bench")
class PollingSpeedTest {

    private static final int POLLS = 12;
    private static final int VERIFIES = 4;
    private static final double LIMIT = 2000;

    @Test
    void pollsThreeHundredServersWithinTwoSeconds() throws IOException {
        Needs.that(LoopbackAddress.isLinux(), "more than one loopback address");
        Table table = new Table("One cycle of the observer");
        Samples largest = new Samples();
        try (Crowd crowd = new Crowd()) {
            for (int count : List.of(3, 30, 300)) {
                boolean withDoors = count <= 30;
                try (ClusterEngine engine = crowd.engine(count, withDoors)) {
                    table.row(count + " servers, first look of all (verify)", cycles(engine, "verify_all", 1, 0));
                    Samples polls = cycles(engine, "poll_all", POLLS, count);
                    table.row(count + " servers, poll", polls);
                    table.row(count + " servers, verify" + (withDoors ? "" : " without SSH"), cycles(engine, "verify_all", VERIFIES, 0));
                    largest = polls;
                }
            }
        }
        double median = largest.median();
        table.line("300 servers are polled in %.0f ms, at most %.0f are wanted".formatted(median, LIMIT)).print();
        assertTrue(median <= LIMIT, () -> "300 servers in " + median + " ms, " + Table.load());
    }

    /// @param expected how many servers must have answered in each cycle
    private static Samples cycles(ClusterEngine engine, String function, int cycles, int expected) {
        Samples samples = new Samples();
        for (int i = 0; i < cycles; i++) {
            long begun = System.nanoTime();
            engine.call(Lab.ANNA, function, Map.of());
            samples.add(System.nanoTime() - begun);
            if (expected > 0) {
                assertEquals(expected, answered(engine), "servers that answered");
            }
        }
        return samples;
    }

    private static long answered(ClusterEngine engine) {
        return engine.view().snapshot().servers().stream()
                .filter(o -> o.state() instanceof ServerState.Primary || o.state() instanceof ServerState.Replica)
                .count();
    }
}
