package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Tools;
import org.jspecify.annotations.Nullable;

/// Tells which configured server a session ended on: by its address, else by the moment its postmaster started, for addresses look different
/// from where the proxy stands.
final class Whereabouts {

    /// Clocks do not matter, both moments come from the same server; how they are written down does.
    private static final Duration SAME = Duration.ofMillis(1);

    private final List<Server> servers;
    private final Supplier<Map<String, Instant>> ask;
    private @Nullable Map<String, Instant> started;

    private Whereabouts(Tools tools, Supplier<Map<String, Instant>> ask) {
        servers = tools.servers().stream().filter(s -> s.role().isPostgres()).toList();
        this.ask = ask;
    }

    /// Knows what the newest look at the cluster saw.
    static Whereabouts seen(Tools tools) {
        Map<String, Instant> newest = newest(tools);
        return new Whereabouts(tools, () -> newest);
    }

    /// Asks these servers themselves, when it is first needed: never while clients wait.
    static Whereabouts asking(Tools tools, List<Server> asked, Duration limit) {
        Map<String, Instant> known = newest(tools);
        return new Whereabouts(tools, () -> {
            Map<Server, Landing> answers = Together.each(asked, s -> Landing.of(tools.sql(s, Login.HANDYREP), limit));
            answers.forEach((server, landing) -> landing.seen().ifPresent(seen -> known.put(server.name(), seen.started())));
            return known;
        });
    }

    private static Map<String, Instant> newest(Tools tools) {
        Map<String, Instant> started = new LinkedHashMap<>();
        for (Observation o : tools.snapshot().servers()) {
            facts(o.state()).ifPresent(f -> started.put(o.name(), f.startedAt()));
        }
        return started;
    }

    private synchronized Map<String, Instant> started() {
        Map<String, Instant> known = started == null ? ask.get() : started;
        started = known;
        return known;
    }

    Optional<Server> of(Landing.Seen seen) {
        List<Server> here = servers.stream()
                .filter(s -> s.hostname().equals(seen.address()) && s.port() == seen.port())
                .toList();
        if (here.size() == 1) {
            return Optional.of(here.getFirst());
        }
        Map<String, Instant> known = started();
        Function<Server, Duration> apart = s -> apart(known.get(s.name()), seen.started());
        List<Server> found = servers.stream()
                .filter(s -> apart.apply(s).compareTo(SAME) <= 0)
                .sorted(Comparator.comparing(apart))
                .toList();
        // Servers that were started together differ by less than that: then the nearest counts, if it is the nearest.
        boolean certain = found.size() == 1
                || (found.size() > 1 && apart.apply(found.get(0)).compareTo(apart.apply(found.get(1))) < 0);
        return certain ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static Duration apart(@Nullable Instant a, Instant b) {
        return a == null ? SAME.plusDays(1) : Duration.between(a, b).abs();
    }

    private static Optional<Facts> facts(ServerState state) {
        return switch (state) {
            case ServerState.Primary primary -> Optional.of(primary.facts());
            case ServerState.Replica replica -> Optional.of(replica.facts());
            case ServerState.Rejecting rejecting -> Optional.empty();
            case ServerState.Unreachable unreachable -> Optional.empty();
            case ServerState.NotPolled notPolled -> Optional.empty();
        };
    }
}
