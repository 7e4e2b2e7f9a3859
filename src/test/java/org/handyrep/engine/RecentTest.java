package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.junit.jupiter.api.Test;

class RecentTest {

    private static final Server JOHN = new Server("john", "john.local", 5432, Role.MASTER, true, 1, 1, Map.of());

    private final Recent recent = new Recent();
    private int number;

    private void see(int times, boolean silent) {
        ServerState state = silent
                ? new ServerState.Unreachable(new ConnectionProblem(ConnectionProblem.Kind.TIMED_OUT, "", "no answer"))
                : new ServerState.Rejecting(new ConnectionProblem(ConnectionProblem.Kind.STARTING_UP, "57P03", "starting up"));
        for (int i = 0; i < times; i++) {
            recent.add(new ClusterSnapshot("demo", ++number, Instant.EPOCH, number, false, List.of(new Observation(
                    JOHN, state, new HostState.NotChecked(), Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty()))));
        }
    }

    private List<Long> numbers() {
        return recent.snapshots().stream().map(ClusterSnapshot::number).toList();
    }

    @Test
    void aLongSilenceKeepsWhatWasBeforeAndItsBeginning() {
        see(30, false);
        see(500, true);

        List<Long> kept = numbers();
        assertTrue(kept.containsAll(List.of(30L, 31L, 530L)), kept.toString());
        assertTrue(kept.size() > 100 && kept.size() < 200, "as many silent looks as fail_retries may want: " + kept.size());

        see(20, false);
        assertEquals(List.of(541L, 542L, 543L, 544L, 545L, 546L, 547L, 548L, 549L, 550L), numbers());
    }
}
