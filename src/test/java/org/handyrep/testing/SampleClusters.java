package org.handyrep.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.cluster.Stream;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.ClusterView;

/// Clusters as a window would get them: john is the primary, paul (sync), george and ringo are replicas, pgb1 and pgb2 are proxies, martin keeps the archive.
public final class SampleClusters {

    private static final long MB = SampleServers.MB;

    private SampleClusters() {}

    /// Everything well.
    public static ClusterView healthy(Instant now) {
        List<Observation> servers = List.of(
                SampleServers.proxy("pgb1", now),
                SampleServers.proxy("pgb2", now),
                SampleServers.primary("john", now, List.of(SampleServers.stream("paul", "sync", 0), SampleServers.stream("george", "async", 16 * 1024))),
                SampleServers.replica("paul", 1, 0, false, now),
                SampleServers.replica("george", 2, 16 * 1024, false, now),
                SampleServers.archive("martin", now));
        Map<String, Status> statuses = statuses(servers, now, Map.of());
        return view(
                servers,
                statuses,
                new Finding(
                        "PrimaryOK",
                        Severity.OK,
                        "john",
                        "john is primary and takes writes; 2 of 2 replicas are ready to take over.",
                        List.of("A probe write was committed in 3 ms, 0.4 s ago", "paul and george stream from it"),
                        false),
                List.of(),
                ClusterStatus.HEALTHY,
                now);
    }

    /// ringo's replay is paused, 402 MB behind.
    public static ClusterView lagging(Instant now) {
        List<Observation> servers = List.of(
                SampleServers.proxy("pgb1", now),
                SampleServers.proxy("pgb2", now),
                SampleServers.primary(
                        "john",
                        now,
                        List.of(SampleServers.stream("paul", "sync", 0), SampleServers.stream("george", "async", 16 * 1024), SampleServers.stream("ringo", "async", 402 * MB))),
                SampleServers.replica("paul", 1, 0, false, now),
                SampleServers.replica("george", 2, 16 * 1024, false, now),
                SampleServers.replica("ringo", 3, 402 * MB, true, now));
        Map<String, Status> statuses = statuses(
                servers,
                now,
                Map.of("ringo", new Status(ServerStatus.LAGGED, now.minusSeconds(240), "402 MB behind: its replay is paused")));
        return view(
                servers,
                statuses,
                new Finding(
                        "PrimaryOK",
                        Severity.OK,
                        "john",
                        "john is primary and takes writes; 2 of 3 replicas are ready to take over.",
                        List.of("A probe write was committed in 3 ms, 0.4 s ago", "ringo is 402 MB behind: its replay is paused"),
                        false),
                List.of(new Finding(
                        "ReplayPaused",
                        Severity.WARNING,
                        "ringo",
                        "ringo receives WAL but its replay is paused.",
                        List.of("pg_is_wal_replay_paused() is true, 0.4 s ago"),
                        false)),
                ClusterStatus.HEALTHY,
                now);
    }

    /// john was killed; paul and george live.
    public static ClusterView primaryDead(Instant now) {
        Server john = SampleServers.server("john", Role.MASTER, 1, true);
        List<Observation> servers = List.of(
                SampleServers.proxy("pgb1", now),
                new Observation(
                        john,
                        new ServerState.Unreachable(new ConnectionProblem(
                                ConnectionProblem.Kind.REFUSED, "08001", "Connection to 10.1.4.11:5432 refused")),
                        new HostState.Answers(false, "in production"),
                        now,
                        Optional.of(now.minusSeconds(9)),
                        Optional.of(new Observation.PollAnswer(false, "john: connection refused")),
                        Optional.empty()),
                SampleServers.orphan("paul", 1, 0, now),
                SampleServers.orphan("george", 2, 16 * 1024, now));
        Map<String, Status> statuses = statuses(
                servers,
                now,
                Map.of("john", new Status(ServerStatus.DOWN, now.minusSeconds(9), "no postmaster is running on its host")));
        return view(
                servers,
                statuses,
                new Finding(
                        "PrimaryProcessDown",
                        Severity.CRITICAL,
                        "john",
                        "john is down: its host answers, but no postmaster is running there.",
                        List.of(
                                "10.1.4.11:5432 refused the connection, 0.4 s ago",
                                "ssh: no postmaster of /data/17 runs; pg_controldata says \"in production\"",
                                "neither paul nor george has heard from it for 9 s"),
                        true),
                List.of(),
                ClusterStatus.DOWN,
                now);
    }

    /// One primary, 90 replicas (every tenth with a cascade), proxies and others: 100 servers.
    public static ClusterView hundred(Instant now) {
        List<Observation> servers = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            servers.add(SampleServers.proxy("pgb" + i, now));
        }
        List<Stream> streams = new ArrayList<>();
        List<Observation> replicas = new ArrayList<>();
        for (int i = 1; i <= 93; i++) {
            long behind = i % 17 == 0 ? 300 * MB : i % 5 * 8192L;
            Observation replica = SampleServers.replica("db%03d".formatted(i + 1), i, behind, false, now);
            if (i % 10 == 0) {
                replicas.add(SampleServers.cascade(replica, "db%03d".formatted(i)));
            } else {
                replicas.add(replica);
                streams.add(SampleServers.stream(replica.name(), i == 1 ? "sync" : "async", behind));
            }
        }
        servers.add(SampleServers.primary("db001", now, streams));
        servers.addAll(replicas);
        servers.add(SampleServers.archive("martin", now));
        servers.add(SampleServers.archive("backup1", now));
        Map<String, Status> special = new LinkedHashMap<>();
        for (Observation r : replicas) {
            if (r.lag().map(l -> l.bytes() > 100 * MB).orElse(false)) {
                special.put(r.name(), new Status(ServerStatus.LAGGED, now, "300 MB behind"));
            }
        }
        return view(
                servers,
                statuses(servers, now, special),
                new Finding(
                        "PrimaryOK",
                        Severity.OK,
                        "db001",
                        "db001 is primary and takes writes; 88 of 93 replicas are ready to take over.",
                        List.of("A probe write was committed in 3 ms, 0.4 s ago"),
                        false),
                List.of(),
                ClusterStatus.HEALTHY,
                now);
    }

    /// Nothing is known yet.
    public static ClusterView beforeFirstPoll(Instant now) {
        List<Observation> servers = new ArrayList<>();
        for (Observation o : healthy(now).snapshot().servers()) {
            servers.add(new Observation(
                    o.server(),
                    new ServerState.NotPolled("not polled yet"),
                    new HostState.NotChecked(),
                    now,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
        Map<String, Status> statuses = new LinkedHashMap<>();
        servers.forEach(o -> statuses.put(o.name(), Status.unknown(now)));
        return new ClusterView(
                new ClusterSnapshot("orders", 0, now, 0, false, servers),
                new Diagnosis(
                        new Finding("NotYetPolled", Severity.WARNING, "", "No server has been polled yet.", List.of(), false),
                        List.of(),
                        statuses,
                        ClusterStatus.UNKNOWN,
                        "not polled yet"),
                new ClusterView.Automation(ClusterView.Automation.State.OFF, "Automatic failover is off"),
                new ClusterView.InCharge(true, "In charge: this console"),
                Optional.empty(),
                3,
                Optional.empty(),
                List.of());
    }

    private static Map<String, Status> statuses(List<Observation> servers, Instant now, Map<String, Status> special) {
        Map<String, Status> statuses = new LinkedHashMap<>();
        for (Observation o : servers) {
            statuses.put(o.name(), special.getOrDefault(o.name(), new Status(ServerStatus.HEALTHY, now.minusSeconds(3600), "works")));
        }
        return statuses;
    }

    static ClusterView view(
            List<Observation> servers,
            Map<String, Status> statuses,
            Finding verdict,
            List<Finding> findings,
            ClusterStatus status,
            Instant now) {
        return new ClusterView(
                new ClusterSnapshot("orders", 42, now, System.nanoTime(), true, servers),
                new Diagnosis(verdict, findings, statuses, status, verdict.sentence(), SampleVantages.of(servers)),
                new ClusterView.Automation(ClusterView.Automation.State.OFF, "Automatic failover is off"),
                new ClusterView.InCharge(true, "In charge: this console"),
                Optional.of(now.minusMillis(800)),
                3,
                Optional.empty(),
                List.of(),
                SampleAutomation.ifLost(servers, statuses));
    }
}
