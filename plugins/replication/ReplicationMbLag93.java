package replication;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.ReplicationStatus;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;

/// `replication_mb_lag_93`: how many megabytes of WAL the replica has yet to replay, from what the primary has written, on PostgreSQL 9.3 to 18.
///
/// The replica is found in the primary's `pg_stat_replication` by its name (`application_name`), else by its address, else by asking the replica itself.
public class ReplicationMbLag93 extends HandyRepPlugin implements ReplicationStatus {

    private static final int VERSION_10 = 100_000;

    @Override
    public Outcome run(Server replicaserver) {
        Optional<Server> primary = master();
        if (primary.isEmpty()) {
            return Outcome.failure("no single enabled master is configured, so the lag of " + replicaserver.name() + " is unknown");
        }
        try (Sql sql = connection(primary.get())) {
            return switch (version(sql)) {
                case SqlResult.Failed(ConnectionProblem problem) -> silent(primary.get(), replicaserver, problem);
                case SqlResult.Rows version -> run(primary.get(), sql, number(version) >= VERSION_10, replicaserver);
            };
        }
    }

    private Outcome run(Server primary, Sql sql, boolean ten, Server replica) {
        return switch (sql.run(streams(ten))) {
            case SqlResult.Failed(ConnectionProblem problem) -> silent(primary, replica, problem);
            case SqlResult.Rows(List<Row> streams) -> {
                Optional<Row> stream = find(streams, replica);
                if (stream.isEmpty() && streams.stream().anyMatch(s -> s.text("state").isEmpty())
                        || stream.filter(s -> s.text("state").isEmpty()).isPresent()) {
                    yield mayNotSee(primary, ten, replica);
                }
                yield stream.isPresent() && stream.get().text("bytes").isPresent()
                        ? lag(replica, stream.get().string("state").equals("streaming"), bytes(stream.get()))
                                .with("state", stream.get().string("state"))
                        : askReplica(primary, sql, ten, replica, streams);
            }
        };
    }

    /// No row of its own on the primary: it streams under another name and address, through another replica, or not at all.
    private Outcome askReplica(Server primary, Sql primarySql, boolean ten, Server replica, List<Row> streams) {
        try (Sql sql = connection(replica)) {
            return switch (version(sql)) {
                case SqlResult.Failed(ConnectionProblem problem) ->
                    Outcome.failure(replica.name() + " is not in replication: " + primary.name()
                                    + " sends it nothing, and it gives no answer itself: " + problem.message())
                            .with("replicating", false);
                case SqlResult.Rows version when sql.run(position(number(version))) instanceof SqlResult.Rows(List<Row> rows)
                        && rows.size() == 1
                        && rows.getFirst().text("replayed").isPresent() -> {
                    Row row = rows.getFirst();
                    yield switch (primarySql.run(behind(ten), row.string("replayed"))) {
                        case SqlResult.Rows behind ->
                            lag(replica, row.isTrue("streaming") && !streams.isEmpty(), bytes(behind.only()));
                        case SqlResult.Failed(ConnectionProblem problem) -> silent(primary, replica, problem);
                    };
                }
                case SqlResult.Rows version ->
                    Outcome.failure(replica.name() + " is not in replication: it replays no WAL")
                            .with("replicating", false);
            };
        }
    }

    /// The primary must answer and let us see its replicas; a replica that is away is no reason against the plugin.
    @Override
    public Outcome test() {
        Optional<Server> primary = master();
        if (primary.isEmpty()) {
            return Outcome.failure("no single enabled master is configured");
        }
        try (Sql sql = connection(primary.get())) {
            return switch (sql.run("SELECT rolsuper OR " + "CASE WHEN current_setting('server_version_num')::int >= 100000"
                    + " THEN EXISTS (SELECT 1 FROM pg_roles m WHERE m.rolname = 'pg_read_all_stats'"
                    + " AND pg_has_role(m.oid, 'USAGE')) ELSE false END AS sees,"
                    + " current_setting('server_version_num')::int >= 100000 AS ten"
                    + " FROM pg_roles WHERE rolname = current_user")) {
                case SqlResult.Failed(ConnectionProblem problem) ->
                    Outcome.failure("could not ask " + primary.get().name() + ": " + problem.message());
                case SqlResult.Rows rows when rows.only().isTrue("sees") ->
                    Outcome.success("may see the replicas of " + primary.get().name());
                case SqlResult.Rows rows -> mayNotSee(primary.get(), rows.only().isTrue("ten"), primary.get());
            };
        }
    }

    private static Optional<Row> find(List<Row> streams, Server replica) {
        List<Row> named = streams.stream()
                .filter(s -> s.string("application_name").equals(replica.name()))
                .toList();
        if (named.size() == 1) {
            return Optional.of(named.getFirst());
        }
        List<String> addresses = addresses(replica);
        List<Row> there = (named.isEmpty() ? streams : named).stream()
                .filter(s -> addresses.contains(s.string("address")))
                .toList();
        return there.size() == 1 ? Optional.of(there.getFirst()) : Optional.empty();
    }

    private static List<String> addresses(Server replica) {
        try {
            return Arrays.stream(InetAddress.getAllByName(replica.hostname()))
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static Outcome lag(Server replica, boolean replicating, long bytes) {
        double megabytes = Math.round(bytes / 1024.0 / 1024.0 * 100) / 100.0;
        String says = replicating ? " is " : " is not in replication and ";
        return Outcome.success(replica.name() + says + String.format(Locale.ROOT, "%.2f", megabytes) + " MB behind")
                .with("replicating", replicating)
                .with("lag_bytes", bytes)
                .with("lag", megabytes);
    }

    private Outcome mayNotSee(Server primary, boolean ten, Server about) {
        String user = tools().option("handyrep", "handyrep_user").orElse("handyrep");
        return Outcome.failure("the user " + user + " may not see the replicas of " + primary.name() + ", so the lag"
                + (about.equals(primary) ? "" : " of " + about.name()) + " is unknown: "
                + (ten ? "GRANT pg_monitor TO \"" + user.replace("\"", "\"\"") + "\" there" : "before PostgreSQL 10 only a superuser may"));
    }

    private static Outcome silent(Server primary, Server replica, ConnectionProblem problem) {
        return Outcome.failure("could not ask " + primary.name() + " for the lag of " + replica.name() + ": " + problem.message());
    }

    private static SqlResult version(Sql sql) {
        return sql.run("SELECT current_setting('server_version_num') AS version");
    }

    private static long number(SqlResult.Rows version) {
        return version.only().number("version").orElse(0L);
    }

    private static long bytes(Row row) {
        return Math.max(0, row.number("bytes").orElse(0L));
    }

    private static String streams(boolean ten) {
        return ten
                ? "SELECT application_name, host(client_addr) AS address, state,"
                        + " pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint AS bytes FROM pg_stat_replication"
                : "SELECT application_name, host(client_addr) AS address, state,"
                        + " pg_xlog_location_diff(pg_current_xlog_location(), replay_location)::bigint AS bytes"
                        + " FROM pg_stat_replication";
    }

    private static String behind(boolean ten) {
        return ten
                ? "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), ?::pg_lsn)::bigint AS bytes"
                : "SELECT pg_xlog_location_diff(pg_current_xlog_location(), ?::pg_lsn)::bigint AS bytes";
    }

    private static String position(long version) {
        if (version >= VERSION_10) {
            return "SELECT pg_last_wal_replay_lsn()::text AS replayed,"
                    + " EXISTS (SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming') AS streaming";
        }
        return version >= 90_600
                ? "SELECT pg_last_xlog_replay_location()::text AS replayed,"
                        + " EXISTS (SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming') AS streaming"
                : "SELECT pg_last_xlog_replay_location()::text AS replayed, false AS streaming";
    }
}
