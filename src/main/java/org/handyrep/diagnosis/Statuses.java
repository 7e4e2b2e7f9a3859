package org.handyrep.diagnosis;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;

/// Gathers the status of each server, keeping `since` while it does not change.
final class Statuses {

    private final Instant now;
    private final Map<String, Status> previous;
    private final Map<String, Status> judged = new LinkedHashMap<>();

    Statuses(Instant now, Map<String, Status> previous) {
        this.now = now;
        this.previous = previous;
    }

    void set(String server, ServerStatus status, String message) {
        Status before = previous.get(server);
        Instant since = before != null && before.status() == status ? before.since() : now;
        judged.put(server, new Status(status, since, message));
    }

    /// Makes a status worse, never better.
    void worsen(String server, ServerStatus status, String message) {
        Status known = judged.get(server);
        if (known == null || known.status().number() < status.number()) {
            set(server, status, message);
        }
    }

    /// The statuses of the enabled PostgreSQL servers and of the proxies that were looked at.
    Map<String, Status> judged() {
        return judged;
    }

    /// Every server of the snapshot: a disabled one keeps its last status, one that nobody looks at is unknown.
    Map<String, Status> all(ClusterSnapshot snapshot) {
        Map<String, Status> all = new LinkedHashMap<>();
        for (Observation o : snapshot.servers()) {
            Optional<Status> before = Optional.ofNullable(previous.get(o.name()));
            String why = o.state() instanceof ServerState.NotPolled n ? n.why() : "not judged";
            Instant since = before.filter(s -> s.status() == ServerStatus.UNKNOWN).map(Status::since).orElse(now);
            all.put(
                    o.name(),
                    Optional.ofNullable(judged.get(o.name()))
                            .or(() -> before.filter(s -> !isUnwatched(o)))
                            .orElseGet(() -> new Status(ServerStatus.UNKNOWN, since, why)));
        }
        return all;
    }

    private static boolean isUnwatched(Observation o) {
        return o.server().enabled() && !o.server().role().isPostgres();
    }
}
