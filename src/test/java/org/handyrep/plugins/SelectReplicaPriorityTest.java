package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.junit.jupiter.api.Test;
import selection.SelectReplicaPriority;

class SelectReplicaPriorityTest {

    @Test
    void healthyFirstThenLaggedEachByPriorityThenName() {
        ClusterSnapshot snapshot = snapshot(
                TestServers.master("john", Map.of()),
                TestServers.replica("lagged1", 1, Map.of()),
                TestServers.replica("zoe", 5, Map.of()),
                TestServers.replica("adam", 5, Map.of()),
                TestServers.replica("best", 3, Map.of()),
                TestServers.replica("off", 0, Map.of()).withEnabled(false),
                TestServers.replica("new", 0, Map.of()),
                TestServers.replica("warned", 0, Map.of()),
                TestServers.replica("gone", 0, Map.of()),
                TestServers.replica("unseen", 0, Map.of()));
        Map<String, Status> statuses = Map.of(
                "john", status(ServerStatus.HEALTHY),
                "lagged1", status(ServerStatus.LAGGED),
                "zoe", status(ServerStatus.HEALTHY),
                "adam", status(ServerStatus.HEALTHY),
                "best", status(ServerStatus.HEALTHY),
                "off", status(ServerStatus.HEALTHY),
                "new", status(ServerStatus.UNKNOWN),
                "warned", status(ServerStatus.WARNING),
                "gone", status(ServerStatus.UNAVAILABLE));
        assertEquals(
                List.of("best", "adam", "zoe", "lagged1"),
                new SelectReplicaPriority().run(snapshot, statuses).stream().map(Server::name).toList());
    }

    @Test
    void nobodyIsAnEmptyList() {
        assertEquals(
                List.of(),
                new SelectReplicaPriority().run(snapshot(TestServers.master("john", Map.of())), Map.of()));
    }

    private static Status status(ServerStatus status) {
        return new Status(status, Instant.EPOCH, "");
    }

    private static ClusterSnapshot snapshot(Server... servers) {
        List<Observation> seen = Arrays.stream(servers)
                .map(s -> new Observation(
                        s,
                        new ServerState.NotPolled(""),
                        new HostState.NotChecked(),
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        return new ClusterSnapshot("test", 1, Instant.EPOCH, 0, true, seen);
    }
}
