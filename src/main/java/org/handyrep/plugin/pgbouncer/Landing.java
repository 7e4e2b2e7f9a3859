package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;

/// Where one session ended.
///
/// @param seen empty when no session came about
/// @param problem why not
/// @param silent nothing answered in time: the proxy holds its clients, or something hangs
record Landing(Optional<Seen> seen, String problem, boolean silent) {

    /// @param address empty for a session over a socket file
    /// @param started of the postmaster, which tells two servers behind one address apart
    record Seen(boolean writable, String address, int port, Instant started) {}

    private static final String QUESTION =
            """
            SELECT pg_is_in_recovery() AS recovery, host(inet_server_addr()) AS address, inet_server_port() AS port, \
            to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS started""";

    static Landing of(Sql session, Duration limit) {
        try (session) {
            return switch (session.run(limit, QUESTION)) {
                case SqlResult.Rows rows -> new Landing(Optional.of(seen(rows.only())), "", false);
                case SqlResult.Failed(ConnectionProblem problem) ->
                    new Landing(Optional.empty(), problem.message(), problem.kind() == ConnectionProblem.Kind.TIMED_OUT);
            };
        } catch (IllegalStateException | IllegalArgumentException | DateTimeParseException e) {
            return new Landing(Optional.empty(), "it answers what PostgreSQL does not", false);
        }
    }

    private static Seen seen(Row row) {
        return new Seen(
                !row.isTrue("recovery"),
                row.string("address"),
                row.number("port").orElse(0L).intValue(),
                Instant.parse(row.string("started")));
    }
}
