package org.handyrep.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.ProxyState.Route;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.diagnosis.Diagnoses;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Limits;
import org.handyrep.engine.ClusterView;

/// Clusters behind pgbouncers that were looked at, judged as the engine would.
public final class SampleProxies {

    private SampleProxies() {}

    /// Two proxies that lead where they should: 84 and 61 clients.
    public static ClusterView healthy(Instant now) {
        return of(now, wellRouted("pgb1", 84, now), wellRouted("pgb2", 61, now));
    }

    /// pgb1 works, pgb2 is dead, pgb3 sends its 23 clients to a replica.
    public static ClusterView troubled(Instant now) {
        Observation dead = proxy("pgb2", now, ProxyState.silent("connection refused"));
        Observation astray = proxy("pgb3", now, answers(23, 2, false,
                new Route("orders", false, Optional.of("paul"), false, ""), new Route("orders_ro", true, Optional.of("george"), false, "")));
        return of(now, wellRouted("pgb1", 84, now), dead, astray);
    }

    /// One is paused, one leads to an address that nobody knows.
    public static ClusterView pausedAndLost(Instant now) {
        return of(
                now,
                proxy("pgb1", now, answers(84, 31, true, new Route("orders", false, Optional.of("john"), true, ""))),
                proxy("pgb2", now, answers(7, 0, false, new Route("orders", false, Optional.empty(), true, "10.9.9.9:5432"))));
    }

    /// Four proxies before a hundred servers, the last one astray.
    public static ClusterView hundred(Instant now) {
        List<Observation> proxies = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            String end = i == 4 ? "db013" : "db001";
            proxies.add(proxy("pgb" + i, now, answers(12 * i, 0, false,
                    new Route("orders", false, Optional.of(end), i < 4, ""), new Route("orders_ro", true, Optional.of("db00" + (i + 2)), false, ""))));
        }
        return of(now, SampleClusters.hundred(now), proxies);
    }

    private static ClusterView of(Instant now, Observation... proxies) {
        return of(now, SampleClusters.healthy(now), List.of(proxies));
    }

    private static ClusterView of(Instant now, ClusterView behind, List<Observation> proxies) {
        List<Observation> servers = new ArrayList<>(proxies);
        servers.addAll(behind.snapshot().servers().stream()
                .filter(o -> !o.server().role().isProxy())
                .toList());
        ClusterSnapshot snapshot = new ClusterSnapshot("orders", 42, now, System.nanoTime(), true, servers);
        Diagnosis d = Diagnoses.of(List.of(snapshot), Map.of(), Limits.of(Duration.ofSeconds(3), 3));
        return SampleClusters.view(servers, d.statuses(), d.verdict(), d.findings(), d.clusterStatus(), now);
    }

    static Observation wellRouted(String name, int clients, Instant now) {
        return proxy(name, now, answers(clients, 0, false,
                new Route("orders", false, Optional.of("john"), true, ""),
                new Route("orders_ro", true, Optional.of("paul"), false, ""),
                new Route("orders_ro2", true, Optional.of("george"), false, "")));
    }

    private static ProxyState answers(int clients, int waiting, boolean paused, Route... routes) {
        return new ProxyState(
                true,
                "",
                Optional.of(new ProxyState.Console("1.18.0", "transaction", paused, clients, waiting, Duration.ofSeconds(120))),
                List.of(routes));
    }

    private static Observation proxy(String name, Instant now, ProxyState state) {
        return new Observation(
                        SampleServers.server(name, Role.PGBOUNCER, 999, true),
                        new ServerState.NotPolled("a pgbouncer is not asked as PostgreSQL"),
                        new HostState.NotChecked(),
                        now.minusSeconds(14),
                        Optional.of(now.minusSeconds(14)),
                        Optional.empty(),
                        Optional.empty())
                .withProxy(state);
    }
}
