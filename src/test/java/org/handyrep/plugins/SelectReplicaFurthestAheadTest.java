package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.testing.FakeTools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import selection.SelectReplicaFurthestAhead;

class SelectReplicaFurthestAheadTest {

    private static final String SECTION = "select_replica_furthest_ahead";

    private final SelectReplicaFurthestAhead plugin = new SelectReplicaFurthestAhead();
    private final FakeTools tools = new FakeTools();
    private final List<Observation> seen = new ArrayList<>();
    private final Map<String, Status> statuses = new HashMap<>();

    @BeforeEach
    void bind() {
        plugin.bind(tools);
    }

    @Test
    void mostWalFirstThenPriorityThenName() {
        replica("behind", 1, 1, "0/5000000", "0/5000000");
        replica("zoe", 5, 1, "0/6000000", "0/4000000");
        replica("adam", 5, 1, "0/6000000", "0/6000000");
        replica("liked", 2, 1, "0/6000000", "0/5000000");
        assertEquals(List.of("liked", "adam", "zoe", "behind"), selected());
    }

    @Test
    void positionsAreUnsignedAndBeyondOneWord() {
        replica("low", 1, 1, "0/FFFFFFFF", "0/FFFFFFFF");
        replica("high", 2, 1, "1/0", "1/0");
        assertEquals(List.of("high", "low"), selected());
    }

    /// After a restart without a primary `received` is the start of the segment in which replay goes on.
    @Test
    void receivedAfterARestartWhileThePrimaryIsDeadHidesNothingThatWasReplayed() {
        replica("restarted", 2, 1, "0/5000000", "0/5FFFF00");
        replica("steady", 1, 1, "0/5800000", "0/5800000");
        replica("never streamed", 3, 1, "", "0/5900000");
        assertEquals(List.of("restarted", "never streamed", "steady"), selected());
    }

    @Test
    void aHigherTimelineGoesFirstWhateverThePosition() {
        replica("stayed", 1, 1, "0/9000000", "0/9000000");
        replica("followed", 2, 2, "0/8000000", "0/8000000");
        assertEquals(List.of("followed", "stayed"), selected());
    }

    @Test
    void onlyWhatWasSeenInRecoveryAndIsHealthyOrLagged() {
        replica("good", 9, 1, "0/5000000", "0/5000000");
        replica("lagged", 8, 1, "0/5100000", "0/5100000");
        for (ServerStatus status : ServerStatus.values()) {
            replica("is " + status, 1, 1, "0/9000000", "0/9000000");
            statuses.put("is " + status, new Status(status, Instant.EPOCH, ""));
        }
        statuses.put("lagged", new Status(ServerStatus.LAGGED, Instant.EPOCH, ""));
        replica("unjudged", 1, 1, "0/9000000", "0/9000000");
        statuses.remove("unjudged");
        observe(TestServers.replica("gone", 1, Map.of()), new ServerState.Unreachable(
                new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "", "refused")));
        observe(TestServers.replica("off", 1, Map.of()).withEnabled(false), recovering(1, "0/9000000", "0/9000000"));
        observe(TestServers.master("john", Map.of()), recovering(1, "0/9000000", "0/9000000"));
        assertEquals(List.of("is HEALTHY", "is LAGGED", "lagged", "good"), selected());
    }

    @Test
    void theLimitIsMegabytesBehindTheBest() {
        replica("best", 3, 1, "0/5000000", "0/5000000");
        replica("one", 2, 1, "0/4F00000", "0/4F00000");
        replica("more", 1, 1, "0/4EFFFFF", "0/4EFFFFF");
        assertEquals(List.of("best", "one", "more"), selected());
        tools.set(SECTION, "max_replay_lag", "1");
        assertEquals(List.of("best", "one"), selected());
        tools.set(SECTION, "max_replay_lag", "0");
        assertEquals(List.of("best"), selected());
        tools.set(SECTION, "max_replay_lag", "");
        assertEquals(List.of("best", "one", "more"), selected());
    }

    @Test
    void aLimitThatIsNoNumberFailsTheTestAndLeavesNobodyOut() {
        tools.servers.add(TestServers.replica("best", 1, Map.of()));
        assertTrue(plugin.test().succeeded());
        tools.set(SECTION, "max_replay_lag", "16MB");
        assertFalse(plugin.test().succeeded());
        replica("best", 3, 1, "0/5000000", "0/5000000");
        replica("other", 3, 1, "0/1000000", "0/1000000");
        assertEquals(List.of("best", "other"), selected());
    }

    @Test
    void nobodyIsAnEmptyList() {
        tools.set(SECTION, "max_replay_lag", "1");
        assertEquals(List.of(), selected());
        assertFalse(plugin.test().succeeded());
    }

    private List<String> selected() {
        ClusterSnapshot snapshot = new ClusterSnapshot("test", 1, Instant.EPOCH, 0, true, seen);
        return plugin.run(snapshot, statuses).stream().map(Server::name).toList();
    }

    private void replica(String name, int priority, int timeline, String received, String replayed) {
        observe(TestServers.replica(name, priority, Map.of()), recovering(timeline, received, replayed));
    }

    private void observe(Server server, ServerState state) {
        seen.add(new Observation(
                server, state, new HostState.NotChecked(), Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty()));
        statuses.put(server.name(), new Status(ServerStatus.HEALTHY, Instant.EPOCH, ""));
    }

    private static ServerState recovering(int timeline, String received, String replayed) {
        return new ServerState.Replica(
                new Facts("7", 170006, "17.6", "/data", timeline, Instant.EPOCH, Map.of()),
                received.isEmpty() ? Optional.empty() : Optional.of(Lsn.parse(received)),
                Lsn.parse(replayed),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }
}
