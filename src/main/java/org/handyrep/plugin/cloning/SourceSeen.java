package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;

/// What the server that is copied says of itself.
///
/// @param size bytes of all tablespaces
/// @param tablespaces by oid, without the two that are in the data directory
/// @param freeSenders WAL senders that are not in use
/// @param freeSlots replication slots that are not in use
/// @param system identifier
/// @param problem why it could not be asked; empty when it could
public record SourceSeen(
        int version, String directory, boolean recovering, long size, Map<String, Space> tablespaces, int freeSenders, int freeSlots, String system, String problem) {

    /// @param location the directory
    /// @param size bytes
    public record Space(String location, long size) {}

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String FACTS =
            """
            SELECT current_setting('server_version_num') AS version, current_setting('data_directory') AS directory, pg_is_in_recovery() AS recovering,
              (SELECT sum(pg_tablespace_size(oid)) FROM pg_tablespace) AS size,
              current_setting('max_wal_senders')::int - (SELECT count(*) FROM pg_stat_replication) AS senders,
              current_setting('max_replication_slots')::int - (SELECT count(*) FROM pg_replication_slots) AS slots,
              (SELECT system_identifier::text FROM pg_control_system()) AS system
            """;
    private static final String TABLESPACES =
            "SELECT oid, pg_tablespace_location(oid) AS location, pg_tablespace_size(oid) AS size FROM pg_tablespace WHERE pg_tablespace_location(oid) <> '' ORDER BY oid";

    public SourceSeen {
        tablespaces = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tablespaces));
    }

    public static SourceSeen ask(Sql sql) {
        SqlResult facts = sql.run(LIMIT, FACTS);
        SqlResult spaces = facts instanceof SqlResult.Rows ? sql.run(LIMIT, TABLESPACES) : facts;
        return switch (spaces) {
            case SqlResult.Failed failed -> new SourceSeen(0, "", false, 0, Map.of(), 0, 0, "", failed.problem().message());
            case SqlResult.Rows rows -> of(((SqlResult.Rows) facts).only(), rows.rows());
        };
    }

    private static SourceSeen of(Row row, List<Row> spaces) {
        Map<String, Space> places = new LinkedHashMap<>();
        spaces.forEach(space -> places.put(space.string("oid"), new Space(space.string("location"), space.number("size").orElse(0L))));
        return new SourceSeen(
                row.number("version").orElse(0L).intValue(),
                row.string("directory"),
                row.isTrue("recovering"),
                row.number("size").orElse(0L),
                places,
                row.number("senders").orElse(0L).intValue(),
                row.number("slots").orElse(0L).intValue(),
                row.string("system"),
                "");
    }
}
