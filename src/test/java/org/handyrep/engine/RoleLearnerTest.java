package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plan.Deed.Assignment;
import org.handyrep.testing.SampleServers;
import org.junit.jupiter.api.Test;

class RoleLearnerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final Server JOHN = SampleServers.server("john", Role.MASTER, 1, true);
    private static final Server PAUL = SampleServers.server("paul", Role.REPLICA, 1, true);
    private static final Server GEORGE = SampleServers.server("george", Role.REPLICA, 2, true);

    private static final ServerState SILENT = new ServerState.Unreachable(new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "08001", "refused"));

    private static Facts facts(String cluster, int timeline) {
        return new Facts(cluster, 150000, "15", "/data", timeline, NOW, Map.of());
    }

    private static ServerState writable(String cluster, int timeline) {
        return new ServerState.Primary(facts(cluster, timeline), new Lsn(2000), List.of(), List.of(), new WriteProbe.NotTried(), 0, 84);
    }

    private static ServerState replica(String cluster, int timeline) {
        return new ServerState.Replica(
                facts(cluster, timeline), Optional.of(new Lsn(2000)), new Lsn(2000), Optional.empty(), false, Optional.empty(), Optional.empty(),
                List.of(), List.of());
    }

    private static Observation seen(Server server, ServerState state) {
        return new Observation(server, state, new HostState.NotChecked(), NOW, Optional.of(NOW), Optional.empty(), Optional.empty());
    }

    private static ClusterSnapshot snapshot(Observation... all) {
        return new ClusterSnapshot("lab", 1, NOW, 0, true, List.of(all));
    }

    @Test
    void aMasterInRecoveryBesideTheOnlyServerThatTakesWritesIsAReplica() {
        assertEquals(
                Optional.of(Map.of("paul", new Assignment("master", true), "john", new Assignment("replica", true))),
                RoleLearner.learn(snapshot(seen(JOHN, replica("7", 2)), seen(PAUL, writable("7", 2)), seen(GEORGE, replica("7", 2)))));
    }

    @Test
    void aMasterThatWasDisabledStaysDisabled() {
        assertEquals(
                Optional.of(Map.of("paul", new Assignment("master", true), "john", new Assignment("replica", false))),
                RoleLearner.learn(snapshot(seen(JOHN.withEnabled(false), SILENT), seen(PAUL, writable("7", 2)), seen(GEORGE, replica("7", 2)))));
    }

    @Test
    void nothingIsLearntFromWhatIsNotCertain() {
        assertEquals(Optional.empty(), RoleLearner.learn(snapshot(seen(JOHN, SILENT), seen(PAUL, writable("7", 2)))), "the master may live");
        assertEquals(Optional.empty(), RoleLearner.learn(snapshot(seen(JOHN, writable("7", 1)), seen(PAUL, writable("7", 2)))), "two take writes");
        assertEquals(
                Optional.empty(),
                RoleLearner.learn(snapshot(seen(JOHN, replica("7", 2)), seen(PAUL, writable("7", 2)), seen(GEORGE, writable("7", 2)))),
                "two others take writes");
        assertEquals(Optional.empty(), RoleLearner.learn(snapshot(seen(JOHN, replica("7", 2)), seen(PAUL, writable("8", 2)))), "another cluster");
        assertEquals(Optional.empty(), RoleLearner.learn(snapshot(seen(JOHN, replica("7", 3)), seen(PAUL, writable("7", 2)))), "an older timeline");
        assertEquals(Optional.empty(), RoleLearner.learn(snapshot(seen(JOHN, writable("7", 2)), seen(PAUL, replica("7", 2)))), "all is as written down");
        assertEquals(
                Optional.empty(),
                RoleLearner.learn(snapshot(seen(JOHN.withEnabled(false), writable("7", 2)), seen(PAUL, replica("7", 2)))),
                "a disabled master that takes writes");
    }

    @Test
    void theNewestTimelineLeads() {
        assertEquals(Optional.of(PAUL), RoleLearner.leading(snapshot(seen(JOHN, writable("7", 1)), seen(PAUL, writable("7", 2)))));
        assertEquals(Optional.of(JOHN), RoleLearner.leading(snapshot(seen(JOHN, writable("7", 1)), seen(PAUL, replica("7", 1)))));
        assertEquals(Optional.empty(), RoleLearner.leading(snapshot(seen(JOHN, writable("7", 2)), seen(PAUL, writable("7", 2)))), "two");
        assertEquals(Optional.empty(), RoleLearner.leading(snapshot(seen(JOHN, SILENT), seen(PAUL, replica("7", 2)))), "none");
        assertEquals(
                Optional.of(JOHN), RoleLearner.leading(snapshot(seen(JOHN, writable("7", 1)), seen(PAUL, writable("8", 9)))), "another cluster");
    }
}
