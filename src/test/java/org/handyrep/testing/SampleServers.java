package org.handyrep.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ReplicationLag;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.Stream;
import org.handyrep.cluster.WriteProbe;

/// Servers as one look saw them.
public final class SampleServers {

    public static final Lsn HEAD = Lsn.parse("16/B374D848");

    static final long MB = 1024 * 1024;

    private SampleServers() {}

    public static Server server(String name, Role role, int priority, boolean enabled) {
        int last = 10 + Math.floorMod(name.hashCode(), 200);
        String host = switch (name) {
            case "john" -> "10.1.4.11";
            case "paul" -> "10.1.4.12";
            case "george" -> "10.1.4.13";
            case "ringo" -> "10.1.4.14";
            default -> "10.1.4." + last;
        };
        return new Server(
                name,
                host,
                role.isProxy() ? 6432 : 5432,
                role,
                enabled,
                priority,
                100,
                Map.of("pgdata", "/data/17", "ssh_user", "postgres", "restart_method", "restart_pg_ctl", "clone_method", "clone_basebackup"));
    }

    public static Stream stream(String to, String syncState, long behind) {
        return new Stream(
                to,
                server(to, Role.REPLICA, 1, true).hostname(),
                "streaming",
                syncState,
                Optional.of(HEAD),
                Optional.of(new Lsn(HEAD.value() - behind)),
                Optional.of(Duration.ofMillis(behind == 0 ? 0 : Math.max(20, behind / 80_000))));
    }

    public static Observation primary(String name, Instant now, List<Stream> streams) {
        return new Observation(
                server(name, Role.MASTER, 1, true),
                new ServerState.Primary(
                        facts(name, now),
                        HEAD,
                        streams,
                        List.of(new Slot("paul", true, true, Optional.of(HEAD), Optional.of("reserved"))),
                        new WriteProbe.Committed(Duration.ofMillis(3)),
                        0,
                        84),
                new HostState.Answers(true, "in production"),
                now.minusMillis(400),
                Optional.of(now.minusMillis(400)),
                Optional.of(new Observation.PollAnswer(true, name + " answered")),
                Optional.empty());
    }

    public static Observation replica(String name, int priority, long behind, boolean paused, Instant now) {
        Duration time = Duration.ofMillis(behind == 0 ? 0 : Math.max(20, behind / 80_000));
        return new Observation(
                server(name, Role.REPLICA, priority, true),
                new ServerState.Replica(
                        facts(name, now),
                        Optional.of(paused ? HEAD : new Lsn(HEAD.value() - behind)),
                        new Lsn(HEAD.value() - behind),
                        Optional.of(new Receiver(
                                "streaming",
                                7,
                                Optional.of(Duration.ofMillis(120)),
                                Optional.of("10.1.4.11"),
                                Optional.of(5432),
                                Optional.of(name))),
                        paused,
                        Optional.of(time),
                        Optional.of("10.1.4.11:5432"),
                        List.of(),
                        List.of()),
                new HostState.Answers(true, "in archive recovery"),
                now.minusMillis(400),
                Optional.of(now.minusMillis(400)),
                Optional.of(new Observation.PollAnswer(true, name + " answered")),
                Optional.of(new ReplicationLag(true, behind, behind / (double) MB, Optional.of(time))));
    }

    static Observation orphan(String name, int priority, long behind, Instant now) {
        Observation o = replica(name, priority, behind, false, now);
        ServerState.Replica r = (ServerState.Replica) o.state();
        return new Observation(
                o.server(),
                new ServerState.Replica(
                        r.facts(), r.received(), r.replayed(), Optional.empty(), false, Optional.of(Duration.ofSeconds(9)), r.upstream(), List.of(), List.of()),
                o.host(),
                o.seenAt(),
                o.aliveAt(),
                o.polled(),
                Optional.of(new ReplicationLag(false, behind, behind / (double) MB, Optional.of(Duration.ofSeconds(9)))));
    }

    static Observation cascade(Observation o, String from) {
        ServerState.Replica r = (ServerState.Replica) o.state();
        String upstream = server(from, Role.REPLICA, 1, true).address();
        return new Observation(
                o.server(),
                new ServerState.Replica(
                        r.facts(), r.received(), r.replayed(), r.receiver(), false, r.replayDelay(), Optional.of(upstream), List.of(), List.of()),
                o.host(),
                o.seenAt(),
                o.aliveAt(),
                o.polled(),
                o.lag());
    }

    static Observation proxy(String name, Instant now) {
        return plain(server(name, Role.PGBOUNCER, 999, true), "pgbouncer is not polled as PostgreSQL", now);
    }

    static Observation archive(String name, Instant now) {
        return plain(server(name, Role.ARCHIVE, 999, true), "archive is not polled as PostgreSQL", now);
    }

    private static Observation plain(Server server, String why, Instant now) {
        return new Observation(
                server,
                new ServerState.NotPolled(why),
                new HostState.Answers(true, ""),
                now.minusMillis(400),
                Optional.of(now.minusMillis(400)),
                Optional.of(new Observation.PollAnswer(true, "answered")),
                Optional.empty());
    }

    private static Facts facts(String name, Instant now) {
        return new Facts(
                "7301234567890123456",
                170006,
                "17.6",
                "/data/17",
                7,
                now.minusSeconds(86_400 * 12),
                Map.of("max_connections", "200", "cluster_name", name));
    }
}
