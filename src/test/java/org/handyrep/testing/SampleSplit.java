package org.handyrep.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Divergence;

/// john came back writable after paul took over.
public final class SampleSplit {

    private static final Lsn FORK = Lsn.parse("16/B3740028");

    private SampleSplit() {}

    public static ClusterView view(Instant now) {
        Observation paul = SampleServers.primary("paul", now, List.of(SampleServers.stream("george", "async", 0)));
        Observation john = SampleServers.primary("john", now, List.of());
        List<Observation> servers = List.of(
                SampleServers.proxy("pgb1", now),
                SampleServers.proxy("pgb2", now),
                paul,
                new Observation(
                        SampleServers.server("john", Role.REPLICA, 1, true),
                        (ServerState.Primary) john.state(), john.host(), john.seenAt(), john.aliveAt(), john.polled(), Optional.empty()),
                SampleServers.replica("george", 2, 0, false, now));
        Map<String, Status> statuses = new LinkedHashMap<>();
        servers.forEach(o -> statuses.put(o.name(), new Status(ServerStatus.HEALTHY, now.minusSeconds(600), "works")));
        statuses.put("john", new Status(ServerStatus.WARNING, now.minusSeconds(12), "takes writes beside paul"));
        statuses.put("paul", new Status(ServerStatus.WARNING, now.minusSeconds(12), "takes writes beside john"));
        return SampleClusters.view(
                servers,
                statuses,
                new Finding(
                        "SplitBrain",
                        Severity.CRITICAL,
                        "",
                        "john and paul all take writes in the same cluster: data diverges. Nothing is done by itself:"
                                + " decide which one stays, then isolate the other (Isolate… on its card).",
                        List.of("john is in session and writable, timeline 7", "paul is in session and writable, timeline 8"),
                        false),
                List.of(),
                ClusterStatus.DOWN,
                now);
    }

    public static Divergence divergence(Instant now) {
        return new Divergence(
                Optional.of(FORK),
                List.of(
                        new Divergence.Branch(
                                "paul", 8, SampleServers.HEAD, OptionalLong.of(SampleServers.HEAD.minus(FORK)), OptionalLong.of(1284),
                                Optional.of(now.minusSeconds(540)), Optional.of(now.minusSeconds(1)), 61, List.of("pgb1", "pgb2"), ""),
                        new Divergence.Branch(
                                "john", 7, Lsn.parse("16/B3744F10"), OptionalLong.of(20_200), OptionalLong.of(17),
                                Optional.of(now.minusSeconds(535)), Optional.of(now.minus(Duration.ofSeconds(498))), 3, List.of(),
                                "pg_waldump is not installed on its host: the commits were counted from statistics")),
                List.of(
                        "Stop the clients that go past the proxies to john: app7 and app9 (3 sessions).",
                        "Keep john's data directory: its 17 commits are nowhere else.",
                        "Isolate john, then take over what is worth keeping by hand, then let it follow paul."));
    }
}
