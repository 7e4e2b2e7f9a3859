package org.handyrep.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.ProxyState.Route;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;

/// One connection proxy that was looked at, beside the cluster it should lead to.
///
/// @param primary the configured one; empty when there is none or more than one
/// @param readers replicas that work, where read-only names could lead
/// @param age of the look
record ProxyView(Observation observation, ProxyState state, Optional<String> primary, List<String> readers, Duration age) {

    /// The enabled proxies that somebody looked at.
    ///
    /// @param judged the statuses of the replicas
    static List<ProxyView> of(ClusterSnapshot now, Map<String, Status> judged) {
        List<String> readers = now.replicas().stream()
                .map(Observation::name)
                .filter(name -> Optional.ofNullable(judged.get(name))
                        .map(Status::status)
                        .map(s -> s == ServerStatus.HEALTHY || s == ServerStatus.LAGGED)
                        .orElse(false))
                .toList();
        List<ProxyView> views = new ArrayList<>();
        for (Observation o : now.servers()) {
            if (o.server().enabled() && o.server().role().isProxy()) {
                o.proxy().ifPresent(state -> views.add(new ProxyView(
                        o,
                        state,
                        now.configuredPrimary().map(Observation::name),
                        readers,
                        Duration.between(o.seenAt(), now.takenAt()))));
            }
        }
        return views;
    }

    String name() {
        return observation.name();
    }

    String primaryName() {
        return primary.orElse("the primary");
    }

    /// Whoever manages it wants it down: it does not answer, and nothing is wrong with that.
    boolean isStandby() {
        return !state.answers() && state.problem().isEmpty();
    }

    boolean isPaused() {
        return state.console().map(ProxyState.Console::paused).orElse(false);
    }

    boolean hidesConsole() {
        return state.answers()
                && state.console().isEmpty()
                && !state.routes().isEmpty()
                && observation.server().role().equals(Role.PGBOUNCER);
    }

    /// Names for writing whose sessions end where nobody should write, or cannot.
    List<Route> strayed() {
        return state.routes().stream()
                .filter(r -> !r.readOnly())
                .filter(r -> r.server().isPresent() ? !r.writable() || isElsewhere(r) : r.writable())
                .toList();
    }

    private boolean isElsewhere(Route route) {
        return primary.isPresent() && !primary.equals(route.server());
    }

    /// Names whose sessions ended on no server that is configured.
    List<Route> lost() {
        return state.routes().stream()
                .filter(r -> r.server().isEmpty() && (r.readOnly() || !r.writable()))
                .toList();
    }

    List<Route> readingOnPrimary() {
        return readers.isEmpty() || primary.isEmpty()
                ? List.of()
                : state.routes().stream().filter(r -> r.readOnly() && r.server().equals(primary)).toList();
    }

    /// `sends writes to john, reads to paul and george, 12 clients`.
    String words() {
        if (isStandby()) {
            return "does not run, as whoever manages it wants";
        }
        List<String> readTo = state.routes().stream()
                .filter(Route::readOnly)
                .flatMap(r -> r.server().stream())
                .distinct()
                .toList();
        List<String> said = new ArrayList<>();
        said.add(state.writesTo().map(to -> "sends writes to " + to).orElse("answers"));
        if (!readTo.isEmpty()) {
            said.add("reads to " + Words.names(readTo));
        }
        state.console().ifPresent(c -> said.add(c.clients() == 1 ? "1 client" : c.clients() + " clients"));
        return String.join(", ", said);
    }

    List<String> evidence() {
        List<String> said = new ArrayList<>();
        if (!state.problem().isEmpty()) {
            said.add(state.problem());
        }
        for (Route r : state.routes()) {
            String end = r.server().map(s -> "ends on " + s + (r.writable() ? ", which takes writes" : ", which is read-only"))
                    .orElse("ends on no configured server");
            said.add("a session for " + r.database() + " " + end + (r.problem().isEmpty() ? "" : ": " + r.problem()));
        }
        state.console()
                .ifPresent(c -> said.add("its console: version " + c.version() + ", " + c.poolMode() + " pooling, " + c.clients()
                        + " clients, " + c.waiting() + " of them waiting" + (c.paused() ? ", paused" : "")));
        said.add("looked at " + Words.seconds(age) + " ago");
        return said;
    }
}
