package org.handyrep.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.diagnosis.VantagePoint;
import org.handyrep.diagnosis.VantagePoint.Saw;
import org.handyrep.diagnosis.VantagePoint.Way;

/// Who sees whom in a sample cluster, told from what was seen of its servers.
public final class SampleVantages {

    private static final Optional<Duration> JUST = Optional.of(Duration.ofMillis(400));
    private static final Optional<Duration> LONG_AGO = Optional.of(Duration.ofSeconds(9));

    private SampleVantages() {}

    public static List<VantagePoint> of(List<Observation> servers) {
        String primary = servers.stream()
                .filter(o -> o.server().isMaster())
                .map(Observation::name)
                .findFirst()
                .orElse("");
        boolean lives = servers.stream().anyMatch(o -> o.state() instanceof ServerState.Primary);
        List<VantagePoint> all = new ArrayList<>();
        for (Observation o : servers) {
            if (o.server().role().isPostgres()) {
                all.add(bySql(o));
                all.add(bySsh(o));
            }
        }
        for (Observation o : servers) {
            if (o.state() instanceof ServerState.Replica r) {
                boolean streams = r.receiver().isPresent();
                all.add(new VantagePoint(
                        o.name(), primary, Way.WAL, streams ? Saw.ALIVE : Saw.SILENT, streams ? Optional.of(Duration.ofMillis(120)) : LONG_AGO,
                        streams ? "streams, last message 0.1 s ago" : "no WAL receiver; the last message came 9 s ago"));
            }
        }
        for (Observation o : servers) {
            if (o.server().role().isProxy() || (o.state() instanceof ServerState.Replica && !lives)) {
                all.add(new VantagePoint(
                        o.name(), primary, Way.PORT, lives ? Saw.ALIVE : Saw.SILENT, lives ? JUST : LONG_AGO,
                        lives ? "pg_isready: accepting connections" : "pg_isready: no response"));
            }
        }
        return all;
    }

    private static VantagePoint bySql(Observation o) {
        return switch (o.state()) {
            case ServerState.Primary p -> new VantagePoint("", o.name(), Way.SQL, Saw.ALIVE, JUST, "in session and writable; a probe write took 3 ms");
            case ServerState.Replica r -> new VantagePoint("", o.name(), Way.SQL, Saw.ALIVE, JUST, "in session, in recovery");
            case ServerState.Unreachable u -> new VantagePoint("", o.name(), Way.SQL, Saw.SILENT, LONG_AGO, u.problem().message());
            case ServerState.Rejecting r -> new VantagePoint("", o.name(), Way.SQL, Saw.DOUBTFUL, JUST, r.problem().message());
            case ServerState.NotPolled n -> new VantagePoint("", o.name(), Way.SQL, Saw.UNKNOWN, Optional.empty(), n.why());
        };
    }

    private static VantagePoint bySsh(Observation o) {
        return o.host() instanceof HostState.Answers a && a.running()
                ? new VantagePoint("", o.name(), Way.SSH, Saw.ALIVE, JUST, "its postmaster runs")
                : new VantagePoint("", o.name(), Way.SSH, Saw.SILENT, JUST, "its host answers; no postmaster runs there");
    }
}
