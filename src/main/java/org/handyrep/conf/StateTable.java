package org.handyrep.conf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import tools.jackson.databind.JsonNode;

/// The handyrep table on the primary: a second copy of servers.save, for a console that lost its own.
///
/// A table that the original HandyRep made is read and kept with all its columns and rows; only the newest row is written.
public final class StateTable {

    private static final List<String> COLUMNS =
            List.of("updated", "config", "servers", "status", "last_ip", "last_sync");

    /// Which console is in charge; a table of the original HandyRep has no such column.
    private static final String CONSOLE = "console";

    /// How a console that writes says that it is the one in charge.
    ///
    /// @param identity [org.handyrep.plugin.Console#identity()]
    /// @param timeout after which another console's claim counts no more
    public record Lease(String identity, Duration timeout) {}

    private final String schema;
    private final String table;

    public StateTable(String schema, String table) {
        this.schema = schema;
        this.table = table;
    }

    /// The table that `handyrep_schema` and `handyrep_table` name.
    public static StateTable of(Conf conf) {
        return new StateTable(
                conf.option("handyrep", "handyrep_schema").orElse("public"),
                conf.option("handyrep", "handyrep_table").orElse("handyrep"));
    }

    /// `"public"."handyrep"`, safe in a statement.
    public String quotedName() {
        return quote(schema) + "." + quote(table);
    }

    /// Whether it is certain that there is no such table.
    public boolean isMissing(Sql sql) {
        return columns(sql) instanceof Columns.Known known && known.names().isEmpty();
    }

    /// Whether it tells consoles apart.
    public boolean hasConsole(Sql sql) {
        return columns(sql) instanceof Columns.Known known && known.names().contains(CONSOLE);
    }

    /// Makes the schema and the table where they are missing. Run on the primary.
    public Outcome init(Sql sql) {
        return switch (columns(sql)) {
            case Columns.Unknown unknown -> Outcome.failure(unknown.why());
            case Columns.Known known when known.names().isEmpty() -> create(sql);
            case Columns.Known known -> {
                List<String> missing = COLUMNS.stream()
                        .filter(c -> !known.names().contains(c))
                        .toList();
                yield missing.isEmpty()
                        ? Outcome.success("table " + quotedName() + " is there")
                        : Outcome.failure("table " + quotedName() + " is there but lacks " + String.join(", ", missing));
            }
        };
    }

    /// The newest row that can be read.
    public SavedResult read(Sql sql) {
        switch (columns(sql)) {
            case Columns.Unknown unknown -> {
                return new SavedResult.Unusable(List.of(unknown.why()));
            }
            case Columns.Known known when known.names().isEmpty() -> {
                return new SavedResult.Absent();
            }
            case Columns.Known known -> {}
        }
        SqlResult answer = sql.run("SELECT to_char(updated AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS updated,"
                + " CAST(servers AS text) AS servers, CAST(status AS text) AS status FROM " + quotedName()
                + " WHERE servers IS NOT NULL OR updated IS NOT NULL ORDER BY " + quotedName() + ".updated DESC NULLS LAST LIMIT 10");
        return switch (answer) {
            case SqlResult.Failed failed -> new SavedResult.Unusable(List.of(say(failed)));
            case SqlResult.Rows rows when rows.rows().isEmpty() -> new SavedResult.Absent();
            case SqlResult.Rows rows -> newest(rows.rows());
        };
    }

    /// Writes the state into the newest row, or into a first one. Run on the primary.
    ///
    /// Refuses when another console, known by its address, wrote a newer state.
    public Outcome write(Sql sql, SavedState state, Conf conf) {
        return write(sql, state, conf, Optional.empty());
    }

    /// As [#write(Sql, SavedState, Conf)]; refuses too while another console is in charge.
    ///
    /// @param lease this console's, where the table has a column for it
    public Outcome write(Sql sql, SavedState state, Conf conf, Optional<Lease> lease) {
        String updated = state.updated().toString();
        String servers = SavedJson.JSON.writeValueAsString(SavedJson.servers(state, SavedJson.JSON.createObjectNode()));
        tools.jackson.databind.node.ObjectNode status = SavedJson.JSON.createObjectNode();
        SavedJson.status(status, state);
        String config = ConfJson.of(conf);
        String json = SavedJson.JSON.writeValueAsString(status);
        SqlResult answer = lease.isPresent()
                ? sql.run(writing(true), updated, config, servers, json, lease.get().identity(), lease.get().timeout().toSeconds())
                : sql.run(writing(false), updated, config, servers, json);
        return switch (answer) {
            case SqlResult.Failed failed -> Outcome.failure(say(failed));
            case SqlResult.Rows rows when rows.rows().isEmpty() ->
                Outcome.failure("table " + quotedName() + " holds a newer state that another HandyRep wrote"
                        + (lease.isPresent() ? ", or another HandyRep is in charge" : ""));
            case SqlResult.Rows rows -> Outcome.success("wrote the state to table " + quotedName());
        };
    }

    /// The row is compared once more before it is written, so that a claim that came meanwhile stands.
    private String writing(boolean leased) {
        String name = quotedName();
        String mine = "left(t.console, length(state.me)) = state.me";
        String foreign = "(t.console IS NOT NULL AND (" + mine + ") IS NOT TRUE AND t.last_sync BETWEEN"
                + " clock_timestamp() - make_interval(secs => state.timeout) AND clock_timestamp() + make_interval(secs => state.timeout))";
        String claim = "state.me || ' ' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";
        return "WITH state AS (SELECT CAST(? AS timestamptz) AS updated, CAST(? AS json) AS config,"
                + " CAST(? AS json) AS servers, CAST(? AS json) AS status"
                + (leased ? ", CAST(? AS text) AS me, CAST(? AS double precision) AS timeout" : "") + "),"
                + " newest AS (SELECT t.ctid AS id FROM " + name + " AS t ORDER BY t.updated DESC NULLS LAST, t.ctid LIMIT 1),"
                + " changed AS (UPDATE " + name + " AS t SET updated = state.updated, config = state.config,"
                + " servers = state.servers, status = state.status, last_ip = inet_client_addr(), last_sync = clock_timestamp()"
                + (leased ? ", console = CASE WHEN " + mine + " THEN t.console ELSE " + claim + " END" : "")
                + " FROM state, newest WHERE t.ctid = newest.id"
                + " AND (t.updated > state.updated AND t.last_ip IS DISTINCT FROM inet_client_addr()) IS NOT TRUE"
                + (leased ? " AND " + foreign + " IS NOT TRUE" : "") + " RETURNING 1 AS done),"
                + " added AS (INSERT INTO " + name + " (updated, config, servers, status, last_ip, last_sync)"
                + " SELECT updated, config, servers, status, inet_client_addr(), clock_timestamp() FROM state"
                + " WHERE NOT EXISTS (SELECT 1 FROM newest) RETURNING 1 AS done)"
                + " SELECT done FROM changed UNION ALL SELECT done FROM added";
    }

    private Outcome create(Sql sql) {
        SqlResult known = sql.run("SELECT count(*) AS n FROM pg_catalog.pg_namespace WHERE nspname = ?", schema);
        if (known instanceof SqlResult.Failed failed) {
            return Outcome.failure(say(failed));
        }
        boolean hasSchema = known instanceof SqlResult.Rows rows
                && rows.rows().stream().anyMatch(r -> r.number("n").orElse(0L) > 0);
        List<String> statements = new ArrayList<>();
        if (!hasSchema) {
            statements.add("CREATE SCHEMA " + quote(schema));
        }
        statements.add("CREATE TABLE " + quotedName() + " (updated timestamptz, config json, servers json,"
                + " status json, last_ip inet, last_sync timestamptz, " + CONSOLE + " text)");
        for (String statement : statements) {
            if (sql.run(statement) instanceof SqlResult.Failed failed) {
                return Outcome.failure(say(failed));
            }
        }
        return Outcome.success("made table " + quotedName());
    }

    private SavedResult newest(List<Row> rows) {
        List<String> problems = new ArrayList<>();
        for (Row row : rows) {
            Optional<Instant> updated = row.text("updated").flatMap(SavedJson::instant);
            try {
                JsonNode servers = SavedJson.tree(row.string("servers"));
                JsonNode status = SavedJson.tree(row.string("status"));
                SavedState state = SavedJson.read(servers, status, updated, Instant.EPOCH);
                return new SavedResult.Found(state, "table " + quotedName(), problems);
            } catch (IllegalArgumentException e) {
                problems.add("a row of table " + quotedName() + " is damaged: " + e.getMessage());
            }
        }
        return new SavedResult.Unusable(problems);
    }

    private sealed interface Columns {
        /// @param names empty when there is no such table
        record Known(List<String> names) implements Columns {}

        record Unknown(String why) implements Columns {}
    }

    private Columns columns(Sql sql) {
        SqlResult answer = sql.run(
                "SELECT a.attname AS name FROM pg_catalog.pg_attribute a"
                        + " JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped",
                schema,
                table);
        return switch (answer) {
            case SqlResult.Failed failed -> new Columns.Unknown(say(failed));
            case SqlResult.Rows rows ->
                new Columns.Known(rows.rows().stream().map(r -> r.string("name")).toList());
        };
    }

    private String say(SqlResult.Failed failed) {
        return "table " + quotedName() + ": " + failed.problem().message();
    }

    private static String quote(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
