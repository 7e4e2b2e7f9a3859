package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;

/// One session with the console of one pgbouncer. Close it. What it says is in the columns that pgbouncer 1.12 and later have.
final class BouncerConsole implements AutoCloseable {

    static final String DATABASE = "pgbouncer";
    static final String PAUSED_ALREADY = "already suspended/paused";

    private final Sql sql;
    private final Duration limit;
    private final long end;

    /// @param limit for each answer
    BouncerConsole(Tools tools, Server proxy, Duration limit) {
        this(tools, proxy, limit, Long.MAX_VALUE);
    }

    private BouncerConsole(Tools tools, Server proxy, Duration limit, long end) {
        sql = tools.proxied(proxy, Login.HANDYREP, DATABASE);
        this.limit = limit;
        this.end = end;
    }

    /// @param limit for all answers together
    static BouncerConsole forAll(Tools tools, Server proxy, Duration limit) {
        return new BouncerConsole(tools, proxy, limit, System.nanoTime() + limit.toNanos());
    }

    SqlResult run(String command) {
        long left = end == Long.MAX_VALUE ? limit.toNanos() : Math.max(1_000_000, end - System.nanoTime());
        return sql.run(Duration.ofNanos(left), command);
    }

    /// The rows of `SHOW …`; empty when it does not answer or does not know.
    Optional<List<Row>> show(String what) {
        return run("SHOW " + what) instanceof SqlResult.Rows(List<Row> rows) ? Optional.of(rows) : Optional.empty();
    }

    /// Whether a PAUSE of everything is in force or under way; empty when it does not tell.
    ///
    /// pgbouncer before 1.19 has no `SHOW STATE`. It refuses to KILL its own console in any case, but while paused it refuses for that reason.
    Optional<Boolean> paused() {
        return switch (run("SHOW STATE")) {
            case SqlResult.Rows(List<Row> rows) -> rows.stream()
                    .filter(r -> column(r, "key").equals("paused"))
                    .map(r -> column(r, "value").equals("yes"))
                    .findFirst();
            case SqlResult.Failed(ConnectionProblem state) when state.message().contains("invalid command") ->
                run("KILL " + DATABASE) instanceof SqlResult.Failed(ConnectionProblem kill) ? paused(kill.message()) : Optional.empty();
            case SqlResult.Failed failed -> Optional.empty();
        };
    }

    private static Optional<Boolean> paused(String refusal) {
        return refusal.contains(PAUSED_ALREADY)
                ? Optional.of(true)
                : refusal.contains("admin db") ? Optional.of(false) : Optional.empty();
    }

    /// Links with servers that carry a transaction or, with session pooling, a client.
    Optional<List<Row>> busyServers() {
        return show("SERVERS").map(rows ->
                rows.stream().filter(r -> column(r, "state").startsWith("active")).toList());
    }

    /// The column's text; empty for one that this version does not have.
    static String column(Row row, String name) {
        return row.columns().containsKey(name) ? row.string(name) : "";
    }

    static int number(Row row, String name) {
        String text = column(row, name);
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    @Override
    public void close() {
        sql.close();
    }
}
