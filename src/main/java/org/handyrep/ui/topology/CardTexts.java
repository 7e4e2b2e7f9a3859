package org.handyrep.ui.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.ReplicationLag;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.cluster.Stream;
import org.handyrep.diagnosis.Finding;
import org.handyrep.engine.ClusterView;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// What is said of one server on its card.
final class CardTexts {

    private CardTexts() {}

    static Card card(ClusterView view, Observation o, Lane lane, int depth, Upstreams upstreams) {
        Status status = view.diagnosis().status(o.name());
        boolean sync = upstreams
                .of(o.name())
                .flatMap(from -> Upstreams.stream(view.snapshot(), from, o))
                .map(Stream::isSync)
                .orElse(false);
        return new Card(
                o.name(),
                role(o) + (sync ? " · sync" : ""),
                lane,
                depth,
                Mark.of(status.status()),
                status.status().word(),
                o.server().address(),
                facts(o).map(f -> "PG " + f.version()).or(() -> proxyVersion(o)).orElse(""),
                rows(o, status),
                (status.status() == ServerStatus.HEALTHY || status.status() == ServerStatus.UNKNOWN || o.proxy().isPresent()
                                ? ""
                                : status.status().word() + " ")
                        + summary(o),
                o.server().enabled(),
                o.state() instanceof ServerState.NotPolled && o.proxy().isEmpty() ? Optional.empty() : Optional.of(o.seenAt()),
                o.proxy().isPresent() ? view.snapshot().takenAt() : o.seenAt(),
                details(view, o, status));
    }

    /// The role that was seen; where it differs from the configured one, both.
    static String role(Observation o) {
        String configured = o.server().role().label();
        return switch (o.state()) {
            case ServerState.Primary ignored when !o.server().isMaster() -> configured + ", writable!";
            case ServerState.Replica ignored when o.server().isMaster() -> configured + ", in recovery";
            case ServerState.Primary ignored -> configured;
            case ServerState.Replica ignored -> configured;
            case ServerState.Rejecting ignored -> configured;
            case ServerState.Unreachable ignored -> configured;
            case ServerState.NotPolled ignored -> configured;
        };
    }

    static Optional<Facts> facts(Observation o) {
        return switch (o.state()) {
            case ServerState.Primary p -> Optional.of(p.facts());
            case ServerState.Replica r -> Optional.of(r.facts());
            case ServerState.Rejecting ignored -> Optional.empty();
            case ServerState.Unreachable ignored -> Optional.empty();
            case ServerState.NotPolled ignored -> Optional.empty();
        };
    }

    private static Optional<String> proxyVersion(Observation o) {
        return o.proxy().flatMap(ProxyState::console).map(ProxyState.Console::version);
    }

    private static List<Card.Row> rows(Observation o, Status status) {
        List<Card.Row> rows = new ArrayList<>();
        switch (o.state()) {
            case ServerState.Primary p -> {
                rows.add(new Card.Row("LSN", p.written().toString(), true));
                rows.add(new Card.Row("timeline", String.valueOf(p.facts().timeline()), true));
                rows.add(new Card.Row("clients", String.valueOf(p.clients()), true));
                if (p.waitingForSync() > 0) {
                    rows.add(new Card.Row("wait for sync", String.valueOf(p.waitingForSync()), true));
                }
            }
            case ServerState.Replica r -> {
                rows.add(new Card.Row("replayed", r.replayed().toString(), true));
                rows.add(new Card.Row("lag", lag(o), true));
                rows.add(new Card.Row("timeline", String.valueOf(r.facts().timeline()), true));
                if (r.replayPaused()) {
                    rows.add(new Card.Row("why", "replay paused", true));
                } else if (!r.isStreaming()) {
                    rows.add(new Card.Row("why", "no WAL receiver", true));
                }
            }
            case ServerState.Rejecting x -> rows.add(new Card.Row("why", problem(x.problem()), false));
            case ServerState.Unreachable x -> rows.add(new Card.Row("why", problem(x.problem()), false));
            case ServerState.NotPolled ignored -> {
                if (o.proxy().isPresent()) {
                    rows.addAll(ProxyTexts.rows(o.proxy().get()));
                } else if (o.server().role().isProxy()) {
                    rows.add(new Card.Row("writes go to", "not probed", false));
                } else if (!status.message().isEmpty() && o.server().role().isPostgres()) {
                    rows.add(new Card.Row("why", o.server().enabled() ? "not polled yet" : "disabled", false));
                }
            }
        }
        return rows;
    }

    private static String lag(Observation o) {
        return o.lag()
                .map(l -> l.replicating() ? Formats.lag(l.bytes(), l.time()) : Formats.bytes(l.bytes()))
                .orElse(Formats.NOTHING);
    }

    private static String summary(Observation o) {
        return switch (o.state()) {
            case ServerState.Primary p -> p.written().toString();
            case ServerState.Replica ignored ->
                o.lag().map(ReplicationLag::bytes).map(Formats::bytes).orElse(Formats.NOTHING);
            case ServerState.Rejecting x -> problem(x.problem());
            case ServerState.Unreachable x -> problem(x.problem());
            case ServerState.NotPolled ignored ->
                o.proxy().map(ProxyTexts::summary).orElse(o.server().role().label());
        };
    }

    static String problem(ConnectionProblem problem) {
        return switch (problem.kind()) {
            case REFUSED -> "connection refused";
            case TIMED_OUT -> "no answer in time";
            case RESET -> "connection was cut";
            case UNKNOWN_HOST -> "unknown host";
            case AUTHENTICATION -> "login refused";
            case TOO_MANY_CONNECTIONS -> "out of connections";
            case STARTING_UP -> "starting up";
            case SHUTTING_DOWN -> "shutting down";
            case WRONG_DATABASE -> "no such database";
            case TLS -> "TLS failed";
            case STATEMENT -> "answers with an error";
            case OTHER -> "does not answer";
        };
    }

    private static List<String> details(ClusterView view, Observation o, Status status) {
        List<String> lines = new ArrayList<>();
        String about = view.diagnosis().about(o.server());
        lines.add(o.name() + " is " + status.status().word() + (about.isEmpty() ? "" : ": " + about));
        facts(o).ifPresent(f -> lines.add("PostgreSQL " + f.version() + ", timeline " + f.timeline() + ", " + f.dataDirectory()));
        o.proxy().ifPresent(p -> lines.addAll(ProxyTexts.details(p)));
        for (Finding f : view.diagnosis().findings()) {
            if (f.server().equals(o.name())) {
                if (!f.sentence().equals(about)) {
                    lines.add(f.sentence());
                }
                if (o.proxy().isEmpty()) {
                    lines.addAll(f.evidence());
                }
            }
        }
        if (!o.server().role().isPostgres()) {
            return lines;
        }
        lines.add("failover priority " + o.server().failoverPriority() + ", lag limit " + o.server().lagLimit() + " MB");
        return lines;
    }
}
