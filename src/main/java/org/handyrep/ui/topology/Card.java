package org.handyrep.ui.topology;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handyrep.ui.common.Mark;

/// What the picture shows of one server.
///
/// @param role `primary`, `replica · sync`, `pgbouncer`
/// @param depth column among the replicas: 1 follows the primary, 2 follows a replica, …; 0 elsewhere
/// @param word the status as a word, said beside its shape
/// @param version as the server writes it; empty when it is not known
/// @param rows at most four facts
/// @param summary the one fact that a small card has room for
/// @param seen when the facts were read; empty when nobody reads facts of such a server
/// @param current by when they should have been read anew: a proxy is looked at less often than it is shown
/// @param details for the hover, one line each
public record Card(
        String name,
        String role,
        Lane lane,
        int depth,
        Mark mark,
        String word,
        String address,
        String version,
        List<Row> rows,
        String summary,
        boolean enabled,
        Optional<Instant> seen,
        Instant current,
        List<String> details) {

    public Card {
        rows = List.copyOf(rows);
        details = List.copyOf(details);
    }

    /// @param mono whether the value is an LSN, a host or the like
    public record Row(String name, String value, boolean mono) {}

    /// For a screen reader.
    public String spoken() {
        return name + ", " + role + ", " + word + (enabled ? "" : ", disabled") + ", " + summary;
    }
}
