package org.handyrep.ui.topology;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.ProxyState.Route;
import org.handyrep.cluster.ServerState;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// What is said of a connection proxy that was looked at: facts of its card, lines of its hover, its edges.
final class ProxyTexts {

    private ProxyTexts() {}

    static List<Card.Row> rows(ProxyState p) {
        if (!p.answers()) {
            return List.of(new Card.Row("why", p.problem().isEmpty() ? "not meant to run" : p.problem(), false));
        }
        List<Card.Row> rows = new ArrayList<>();
        rows.add(new Card.Row("writes go to", ends(p, false), true));
        if (p.routes().stream().anyMatch(Route::readOnly)) {
            rows.add(new Card.Row("reads go to", ends(p, true), true));
        }
        p.console().ifPresent(c -> {
            rows.add(new Card.Row("pool mode", c.poolMode(), true));
            rows.add(new Card.Row("clients", clients(c), true));
        });
        return rows;
    }

    /// `john`, `john, paul`, `unknown`, `—` when nothing was probed.
    static String ends(ProxyState p, boolean reads) {
        Set<String> ends = new TreeSet<>();
        for (Route r : p.routes()) {
            if (r.readOnly() == reads) {
                ends.add(r.server().orElse(r.writable() ? "unknown" : "no session"));
            }
        }
        return ends.isEmpty() ? Formats.NOTHING : String.join(", ", ends);
    }

    static String clients(ProxyState.Console c) {
        if (c.paused()) {
            return "paused, " + c.waiting() + " wait";
        }
        return c.waiting() == 0 ? String.valueOf(c.clients()) : c.clients() + ", " + c.waiting() + " wait";
    }

    static String summary(ProxyState p) {
        return p.answers() ? p.writesTo().map(to -> "to " + to).orElse(ends(p, false)) : p.problem();
    }

    static String route(Route r) {
        String end = r.server().map(s -> s + (r.writable() ? "" : ", read-only")).orElse("no known server");
        return end + (r.problem().isEmpty() ? "" : ": " + r.problem());
    }

    static List<String> details(ProxyState p) {
        List<String> lines = new ArrayList<>();
        for (Route r : p.routes()) {
            lines.add(r.database() + (r.readOnly() ? " (reads)" : "") + " → " + route(r));
        }
        p.console()
                .ifPresent(c -> lines.add("version " + c.version() + ", " + c.poolMode() + " pooling, "
                        + Formats.count(c.clients(), "client") + ", " + c.waiting() + " waiting" + (c.paused() ? ", paused" : "")));
        return lines;
    }

    /// One edge for each server that writes reach, one for each other server that only reads reach.
    static List<ProxyEdge> edges(ClusterSnapshot snapshot, Observation o) {
        Optional<ProxyState> seen = o.proxy().filter(ProxyState::answers);
        if (seen.isEmpty() || !o.server().enabled()) {
            return List.of();
        }
        ProxyState p = seen.get();
        List<ProxyEdge> edges = new ArrayList<>();
        Set<Optional<String>> drawn = new LinkedHashSet<>();
        for (Route r : p.routes()) {
            if (!r.readOnly() && drawn.add(r.server())) {
                edges.add(write(snapshot, o.name(), p, r));
            }
        }
        for (Route r : p.routes()) {
            if (r.readOnly() && drawn.add(r.server())) {
                edges.add(r.server().isPresent()
                        ? new ProxyEdge(o.name(), r.server(), true, false, Mark.UNKNOWN, "")
                        : new ProxyEdge(o.name(), Optional.empty(), true, true, Mark.DOWN, "no session"));
            }
        }
        return edges;
    }

    private static ProxyEdge write(ClusterSnapshot snapshot, String from, ProxyState p, Route r) {
        Optional<String> primary = snapshot.configuredPrimary().map(Observation::name);
        Optional<Observation> end = r.server().flatMap(snapshot::find);
        String trouble = "";
        if (r.server().isEmpty()) {
            trouble = r.writable() ? "unknown host" : "no session";
        } else if (primary.isPresent() && !primary.equals(r.server())) {
            trouble = "not primary";
        } else if (!r.writable()) {
            trouble = "read-only";
        } else if (end.map(e -> e.state() instanceof ServerState.Unreachable).orElse(false)) {
            trouble = "no answer";
        }
        if (!trouble.isEmpty()) {
            return new ProxyEdge(from, r.server(), false, true, Mark.DOWN, trouble);
        }
        boolean paused = p.console().map(ProxyState.Console::paused).orElse(false);
        String label = p.console().map(c -> paused ? c.waiting() + " wait" : Formats.count(c.clients(), "client")).orElse("writes");
        return new ProxyEdge(from, r.server(), false, false, paused ? Mark.LAGGED : Mark.OK, label);
    }
}
