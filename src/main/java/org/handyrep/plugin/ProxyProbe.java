package org.handyrep.plugin;

import java.time.Duration;
import java.util.Optional;
import org.handyrep.cluster.ProxyState.Route;
import org.handyrep.cluster.Server;

/// Finds out where sessions through a proxy end. The moment at which PostgreSQL started tells servers apart, whatever addresses they are reached by.
///
/// @param deadline for each session
public record ProxyProbe(Tools tools, Duration deadline) {

    private static final String WHO = "SELECT pg_postmaster_start_time()::text AS started, pg_is_in_recovery() AS standby";

    private sealed interface Answer {}

    private record Identity(String started, boolean standby) implements Answer {}

    private record NoAnswer(String why) implements Answer {}

    /// One session through the proxy and one with each configured server until the same is found. Blocks.
    ///
    /// @param door the proxy with the port to try
    /// @param database what the session asks for
    /// @param label under which the answer is shown
    public Route route(Server door, String database, String label, boolean readOnly) {
        try (Sql sql = tools.proxied(door, Login.HANDYREP, database)) {
            return switch (identity(sql)) {
                case Identity through -> route(door, through, label, readOnly);
                case NoAnswer silent -> new Route(label, readOnly, Optional.empty(), false, silent.why());
            };
        }
    }

    private Route route(Server door, Identity through, String label, boolean readOnly) {
        for (Server server : tools.servers()) {
            if (server.enabled() && server.role().isPostgres()) {
                try (Sql sql = tools.sql(server, Login.HANDYREP)) {
                    if (identity(sql) instanceof Identity direct && direct.started().equals(through.started())) {
                        return new Route(label, readOnly, Optional.of(server.name()), !through.standby(), "");
                    }
                }
            }
        }
        String unknown = door.name() + " leads to a server that is not among the enabled ones";
        return new Route(label, readOnly, Optional.empty(), !through.standby(), unknown);
    }

    private Answer identity(Sql sql) {
        return switch (sql.run(deadline, WHO)) {
            case SqlResult.Rows rows -> new Identity(rows.only().string("started"), rows.only().isTrue("standby"));
            case SqlResult.Failed failed -> new NoAnswer(failed.problem().message());
        };
    }
}
