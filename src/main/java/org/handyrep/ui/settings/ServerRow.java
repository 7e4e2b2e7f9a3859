package org.handyrep.ui.settings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Status;
import org.handyrep.engine.ClusterView;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// One line of the table of servers: what is configured beside what was seen.
///
/// @param lsn written by a primary, replayed by a replica
/// @param seenAt empty for a server that nobody asks
record ServerRow(
        String name,
        String role,
        Mark mark,
        String status,
        String message,
        String address,
        String version,
        String timeline,
        String lsn,
        String lag,
        int priority,
        boolean enabled,
        Optional<Instant> seenAt) {

    static List<ServerRow> of(ClusterView view) {
        return view.snapshot().servers().stream().map(o -> of(view, o)).toList();
    }

    private static ServerRow of(ClusterView view, Observation o) {
        Status status = view.diagnosis().status(o.name());
        Optional<Facts> facts = facts(o.state());
        return new ServerRow(
                o.name(),
                o.server().role().label(),
                Mark.of(status.status()),
                status.status().word(),
                view.diagnosis().about(o.server()),
                o.server().address(),
                facts.map(Facts::version)
                        .or(() -> o.proxy().flatMap(ProxyState::console).map(ProxyState.Console::version))
                        .orElse(Formats.NOTHING),
                facts.map(f -> Integer.toString(f.timeline())).orElse(Formats.NOTHING),
                lsn(o.state()).map(Lsn::toString).orElse(Formats.NOTHING),
                o.lag().map(l -> Formats.lag(l.bytes(), l.time())).orElse(Formats.NOTHING),
                o.server().failoverPriority(),
                o.server().enabled(),
                o.state() instanceof ServerState.NotPolled && o.proxy().isEmpty() ? Optional.empty() : Optional.of(o.seenAt()));
    }

    String age(Instant now) {
        return seenAt.map(at -> Formats.age(at, now)).orElse("not polled");
    }

    private static Optional<Facts> facts(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> Optional.of(p.facts());
            case ServerState.Replica r -> Optional.of(r.facts());
            case ServerState.Rejecting ignored -> Optional.empty();
            case ServerState.Unreachable ignored -> Optional.empty();
            case ServerState.NotPolled ignored -> Optional.empty();
        };
    }

    private static Optional<Lsn> lsn(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> Optional.of(p.written());
            case ServerState.Replica r -> Optional.of(r.replayed());
            case ServerState.Rejecting ignored -> Optional.empty();
            case ServerState.Unreachable ignored -> Optional.empty();
            case ServerState.NotPolled ignored -> Optional.empty();
        };
    }
}
