package org.handyrep.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.ClusterView;

/// Servers of one system whose histories part.
public final class SampleTimelines {

    private SampleTimelines() {}

    /// paul took over from john, and later george from paul: john never knew, ringo is a little behind the fork, pete is past it.
    public static ClusterView view(Instant now) {
        return view(now, "16/C4D84810");
    }

    /// @param written by george so far
    public static ClusterView view(Instant now, String written) {
        List<TimelineSwitch> second = List.of(left(1, "16/B3740028"));
        List<TimelineSwitch> third = List.of(left(1, "16/B3740028"), left(2, "16/C0000028"));
        return SampleClusters.view(
                List.of(
                        primary("george", Role.MASTER, 3, third, written, now),
                        replica("paul", 3, third, "16/C4D84810", now),
                        primary("john", Role.REPLICA, 1, List.of(), "16/B3748A70", now),
                        replica("ringo", 2, second, "16/BFFFF000", now),
                        replica("pete", 2, second, "16/C0000148", now)),
                Map.of(),
                new Finding("SplitBrain", Severity.CRITICAL, "", "john and george both take writes.", List.of(), false),
                List.of(),
                ClusterStatus.DOWN,
                now);
    }

    public static TimelineSwitch left(int timeline, String at) {
        return new TimelineSwitch(timeline, Lsn.parse(at));
    }

    public static Observation primary(String name, Role role, int timeline, List<TimelineSwitch> history, String at, Instant now) {
        List<Slot> slots = role.equals(Role.MASTER)
                ? List.of(
                        new Slot("paul", true, true, Optional.of(Lsn.parse("16/C4D84800")), Optional.of("reserved")),
                        new Slot("warehouse", false, false, Optional.of(Lsn.parse("16/10000000")), Optional.of("extended")),
                        new Slot("ringo", true, false, Optional.of(Lsn.parse("15/10000000")), Optional.of("lost")))
                : List.of();
        return seen(name, role, new ServerState.Primary(
                facts(timeline, history, now), Lsn.parse(at), List.of(), slots, new WriteProbe.Committed(Duration.ofMillis(3)), 0, 4), now);
    }

    public static Observation replica(String name, int timeline, List<TimelineSwitch> history, String at, Instant now) {
        return seen(name, Role.REPLICA, new ServerState.Replica(
                facts(timeline, history, now),
                Optional.of(Lsn.parse(at)),
                Lsn.parse(at),
                Optional.of(new Receiver("streaming", timeline, Optional.of(Duration.ofMillis(80)), Optional.empty(), Optional.empty(), Optional.of(name))),
                false,
                Optional.empty(),
                Optional.of(SampleServers.server("george", Role.MASTER, 1, true).address()),
                List.of(),
                List.of()), now);
    }

    private static Observation seen(String name, Role role, ServerState state, Instant now) {
        return new Observation(
                SampleServers.server(name, role, 1, true),
                state,
                new HostState.Answers(true, ""),
                now,
                Optional.of(now),
                Optional.of(new Observation.PollAnswer(true, "answered")),
                Optional.empty());
    }

    private static Facts facts(int timeline, List<TimelineSwitch> history, Instant now) {
        return new Facts("7301234567890123456", 170006, "17.6", "/data/17", timeline, now, Map.of(), history);
    }
}
