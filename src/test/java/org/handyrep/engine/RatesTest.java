package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plan.Situation;
import org.junit.jupiter.api.Test;

/// How fast a replica replays, and how much WAL a commit is: what is estimated, and from what.
class RatesTest {

    private static final Instant START = Instant.parse("2026-01-01T03:00:00Z");
    private static final Facts FACTS = new Facts("7000", 170000, "17.0", "/data", 1, Instant.EPOCH, Map.of());

    private static Observation seen(Role role, ServerState state, Duration after) {
        Server server = new Server("john", "john.example", 5432, role, true, 999, 1, Map.of());
        return new Observation(
                server, state, new HostState.NotChecked(), START.plus(after), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ServerState replica(long received, long replayed) {
        return new ServerState.Replica(
                FACTS, Optional.of(new Lsn(received)), new Lsn(replayed), Optional.empty(), false, Optional.empty(), Optional.empty(),
                List.of(), List.of());
    }

    private static OptionalDouble rate(Observation before, ServerState now, Duration after) {
        return ReplayRate.of(now, START.plus(after), Optional.of(before));
    }

    @Test
    void aReplicaShowsHowFastItReplaysOnlyWhileItHasMore() {
        Observation behind = seen(Role.REPLICA, replica(1000, 100), Duration.ZERO);
        assertEquals(OptionalDouble.of(200), rate(behind, replica(1000, 500), Duration.ofSeconds(2)));
        assertEquals(OptionalDouble.of(0), rate(behind, replica(1000, 100), Duration.ofSeconds(2)), "it stands still");
        Observation caughtUp = seen(Role.REPLICA, replica(1000, 1000), Duration.ZERO);
        assertEquals(OptionalDouble.empty(), rate(caughtUp, replica(2000, 1500), Duration.ofSeconds(2)), "it waited for its primary");
        assertEquals(OptionalDouble.empty(), rate(behind, replica(1000, 1000), Duration.ofSeconds(2)), "it may have waited");
        assertEquals(OptionalDouble.of(800), rate(behind.withReplayRate(OptionalDouble.of(1000)), replica(1000, 500), Duration.ofSeconds(2)), "a slow moment");
        assertEquals(OptionalDouble.empty(), ReplayRate.of(replica(2, 1), START, Optional.empty()));
    }

    private static ClusterSnapshot primary(long lsn, OptionalLong nextXid, Duration after) {
        ServerState.Primary state = new ServerState.Primary(
                FACTS, new Lsn(lsn), List.of(), List.of(), new WriteProbe.NotTried(), 0, 0, Optional.empty(), nextXid);
        return new ClusterSnapshot("test", 1, START.plus(after), 0, false, List.of(seen(Role.MASTER, state, after)));
    }

    @Test
    void howMuchWalACommitIsIsEstimatedFromTheTransactionsThatWrote() {
        PrimaryMemory memory = new PrimaryMemory();
        memory.see(primary(1000, OptionalLong.of(50), Duration.ZERO), Optional.empty());
        Situation.LastSeen first = memory.last().orElseThrow();
        assertEquals(OptionalLong.empty(), first.commitsIn(500), "nothing was seen to be written");
        assertEquals(OptionalLong.of(0), first.commitsIn(0), "no WAL, no commit");
        memory.see(primary(3000, OptionalLong.of(70), Duration.ofSeconds(2)), Optional.empty());
        assertEquals(OptionalLong.of(5), memory.last().orElseThrow().commitsIn(500), "100 bytes each");
        assertEquals(OptionalLong.of(6), memory.last().orElseThrow().commitsIn(501), "never too few");
        PrimaryMemory blind = new PrimaryMemory();
        blind.see(primary(1000, OptionalLong.empty(), Duration.ZERO), Optional.empty());
        blind.see(primary(3000, OptionalLong.empty(), Duration.ofSeconds(2)), Optional.empty());
        assertEquals(OptionalLong.empty(), blind.last().orElseThrow().commitsIn(500));
    }
}
