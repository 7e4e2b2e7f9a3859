package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;
import org.junit.jupiter.api.Test;

class KnownTimelineTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static ServerState.Replica replica(int timeline, Instant started) {
        return new ServerState.Replica(
                new Facts("7000", 150000, "15", "/data", timeline, started, Map.of()),
                Optional.of(new Lsn(2000)),
                new Lsn(2000),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static int timeline(ServerState state) {
        return ((ServerState.Replica) state).facts().timeline();
    }

    @Test
    void aReplicaThatLostItsPrimaryIsStillOnTheTimelineItStreamed() {
        assertEquals(2, timeline(KnownTimeline.of(replica(1, START), Optional.of(replica(2, START)))));
        assertEquals(3, timeline(KnownTimeline.of(replica(3, START), Optional.of(replica(2, START)))));
    }

    @Test
    void afterARestartOnlyWhatItSaysItselfCounts() {
        ServerState.Replica restarted = replica(1, START.plusSeconds(5));
        assertSame(restarted, KnownTimeline.of(restarted, Optional.of(replica(2, START))));
        assertSame(restarted, KnownTimeline.of(restarted, Optional.empty()));
    }
}
