package availability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Interval;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.MasterCheck;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Setting;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;

/// `check_last_ip_db`: the HandyRep that wrote itself last into the handyrep table is in charge until it has not done so for `last_ip_timeout`. First in wins.
///
/// One statement compares and sets, by the clock of the primary, so that two at the same moment cannot both win. While no primary answers, the replicas' copy of the row counts: the
/// lease of another console is honoured until it has run out; after that the locks of the operation decide.
public class CheckLastIpDb extends HandyRepPlugin implements MasterCheck {

    private static final String TIMEOUT = "last_ip_timeout";
    private static final Duration DEADLINE = Duration.ofMillis(1_000);
    private static final int ATTEMPTS = 5;

    /// The sessions of one console, kept from poll to poll.
    static final class Sessions implements AutoCloseable {
        private final Map<String, Sql> open = new ConcurrentHashMap<>();
        private volatile boolean primarySilent;

        @Override
        public void close() {
            open.values().forEach(Sql::close);
            open.clear();
        }
    }

    /// What a look at the row told.
    ///
    /// @param answered the server could be asked
    /// @param outcome empty when another attempt is needed
    private record Look(boolean answered, Optional<Outcome> outcome, String problem, double age) {
        static Look silent(String problem) {
            return new Look(false, Optional.empty(), problem, 0);
        }

        static Look of(Outcome outcome) {
            return new Look(true, Optional.of(outcome), "", 0);
        }

        static Look again() {
            return new Look(true, Optional.empty(), "", 0);
        }

        Outcome settled() {
            return outcome.orElseGet(() -> Outcome.failure("the handyrep table is changed by others all the time: no claim on it succeeded"));
        }
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.optional(
                TIMEOUT,
                "how long the HandyRep in charge may be silent before another takes its place: seconds, minutes, hours; 3 to 10 times poll_interval",
                "60 seconds"));
    }

    @Override
    public Outcome run() {
        Optional<Duration> timeout = timeout();
        if (timeout.isEmpty()) {
            return badTimeout();
        }
        Optional<Server> master = master();
        Sessions sessions = tools().kept(Sessions.class, "", Sessions::new);
        CompletableFuture<Look> primary = CompletableFuture.supplyAsync(
                () -> master.map(m -> claim(sessions, m, timeout.get())).orElseGet(() -> Look.silent("there is not exactly one enabled master")),
                Thread::startVirtualThread);
        if (!sessions.primarySilent) {
            Look look = await(primary, DEADLINE.plusMillis(100));
            sessions.primarySilent = !look.answered();
            return look.answered() ? look.settled() : copies(sessions, master, timeout.get(), look.problem());
        }
        Outcome copy = copies(sessions, master, timeout.get(), "the primary does not answer");
        Look look = await(primary, Duration.ofMillis(50));
        sessions.primarySilent = !look.answered();
        return look.answered() ? look.settled() : copy;
    }

    // the primary

    private Look claim(Sessions sessions, Server master, Duration timeout) {
        Sql sql = session(sessions, master);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String me = tools().console().identity();
            Look look = switch (sql.run(DEADLINE, claiming(), me, timeout.toSeconds())) {
                case SqlResult.Rows rows when rows.rows().isEmpty() -> addRow(sql);
                case SqlResult.Rows rows -> judge(rows.only(), timeout, "", rows.only().number("claimed").orElse(0L) > 0);
                case SqlResult.Failed failed -> repaired(sql, master, failed.problem());
            };
            if (!look.answered() || look.outcome().isPresent()) {
                return look;
            }
        }
        return Look.again();
    }

    /// Claims the newest row if it is this console's, or nobody's for long enough, and tells what was there before. What changed since the statement began is compared again by the
    /// server before the row is written. A time in the future is of a clock that was set back.
    private String claiming() {
        String fresh = "t.last_sync BETWEEN clock_timestamp() - make_interval(secs => p.timeout)"
                + " AND clock_timestamp() + make_interval(secs => p.timeout)";
        return "WITH p AS (SELECT CAST(? AS text) AS me, CAST(? AS double precision) AS timeout),"
                + " newest AS (SELECT t.ctid AS id FROM " + table() + " t ORDER BY t.updated DESC NULLS LAST, t.ctid LIMIT 1),"
                + " claimed AS (UPDATE " + table() + " AS t SET last_ip = inet_client_addr(), last_sync = clock_timestamp(),"
                + " console = CASE WHEN left(t.console, length(p.me)) = p.me THEN t.console"
                + " ELSE p.me || ' ' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') END"
                + " FROM newest, p WHERE t.ctid = newest.id AND (left(t.console, length(p.me)) = p.me"
                + " OR (" + fresh + ") IS NOT TRUE OR (t.console IS NULL AND t.last_ip IS NOT DISTINCT FROM inet_client_addr()))"
                + " RETURNING t.console)"
                + " SELECT (SELECT count(*) FROM claimed) AS claimed, coalesce((SELECT console FROM claimed), t.console) AS console,"
                + " host(t.last_ip) AS ip, extract(epoch FROM clock_timestamp() - t.last_sync) AS age"
                + " FROM newest JOIN " + table() + " t ON t.ctid = newest.id";
    }

    /// Two consoles that find an empty table at the same moment must not make two rows.
    private Look addRow(Sql sql) {
        SqlResult added = sql.run(
                DEADLINE,
                "DO $handyrep$ BEGIN LOCK TABLE " + table() + " IN SHARE ROW EXCLUSIVE MODE; INSERT INTO " + table()
                        + " (last_sync) SELECT NULL WHERE NOT EXISTS (SELECT 1 FROM " + table() + "); END $handyrep$");
        return added instanceof SqlResult.Failed failed
                ? Look.of(Outcome.failure("table " + table() + " is empty and no row could be added: " + failed.problem().message()))
                : Look.again();
    }

    private Look repaired(Sql sql, Server master, ConnectionProblem problem) {
        return switch (problem.sqlState()) {
            case "42P01", "3F000" -> Look.of(noTable());
            case "42703" -> addColumn(sql);
            case "25006" -> Look.silent(master.name() + " is a replica now");
            default -> problem.kind() == ConnectionProblem.Kind.STATEMENT
                    ? Look.of(Outcome.failure("table " + table() + " on " + master.name() + " cannot be claimed: " + problem.message()))
                    : Look.silent(problem.message());
        };
    }

    private Look addColumn(Sql sql) {
        String add = "ALTER TABLE " + table() + " ADD COLUMN IF NOT EXISTS console text";
        return sql.run(DEADLINE, add) instanceof SqlResult.Failed failed
                ? Look.of(Outcome.failure("table " + table() + " lacks the column console, which tells two HandyReps on one address apart, and it"
                        + " cannot be added (" + failed.problem().message() + "): run " + add + " as the owner of the table"))
                : Look.again();
    }

    private Outcome noTable() {
        return Outcome.failure("there is no table " + table() + ": call init_handyrep_db to make it").with("table_missing", true);
    }

    // the replicas

    private Outcome copies(Sessions sessions, Optional<Server> master, Duration timeout, String why) {
        List<CompletableFuture<Look>> asked = new ArrayList<>();
        for (Server server : tools().servers()) {
            if (server.enabled() && server.role().isPostgres() && !master.equals(Optional.of(server))) {
                asked.add(CompletableFuture.supplyAsync(() -> copy(sessions, server, timeout), Thread::startVirtualThread));
            }
        }
        long end = System.nanoTime() + DEADLINE.toNanos();
        Optional<Look> newest = Optional.empty();
        for (CompletableFuture<Look> one : asked) {
            Look look = await(one, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (look.answered() && (newest.isEmpty() || look.age() < newest.get().age())) {
                newest = Optional.of(look);
            }
        }
        return newest.map(Look::settled)
                .orElseGet(() -> Outcome.failure("no server can be asked which HandyRep is in charge: " + why));
    }

    private Look copy(Sessions sessions, Server replica, Duration timeout) {
        SqlResult answer = session(sessions, replica)
                .run(
                        DEADLINE,
                        "SELECT t.console, host(t.last_ip) AS ip, extract(epoch FROM clock_timestamp() - t.last_sync) AS age FROM " + table()
                                + " t ORDER BY t.updated DESC NULLS LAST, t.ctid LIMIT 1");
        return switch (answer) {
            case SqlResult.Rows rows when rows.rows().isEmpty() ->
                new Look(true, Optional.of(Outcome.success("nobody is in charge, by the copy on " + replica.name())), "", Double.MAX_VALUE);
            case SqlResult.Rows rows -> judge(rows.only(), timeout, ", by the copy on " + replica.name(), false);
            case SqlResult.Failed failed when failed.problem().sqlState().equals("42P01") || failed.problem().sqlState().equals("42703") ->
                new Look(true, Optional.of(noTable()), "", Double.MAX_VALUE);
            case SqlResult.Failed failed -> Look.silent(failed.problem().message());
        };
    }

    // the answer

    /// @param where empty on the primary, where a row that is free and was not claimed is tried again
    private Look judge(Row row, Duration timeout, String where, boolean claimed) {
        String me = tools().console().identity();
        Optional<String> console = row.text("console");
        double age = row.decimal("age").orElse(Double.MAX_VALUE);
        if (claimed || console.filter(c -> c.startsWith(me)).isPresent() && !where.isEmpty()) {
            String since = since(console.orElse(""));
            Outcome mine = Outcome.success("this console is in charge" + (since.isEmpty() ? "" : " since " + since) + where)
                    .with("holder", tools().console().name());
            return new Look(true, Optional.of(since.isEmpty() ? mine : mine.with("since", since)), "", age);
        }
        boolean free = Math.abs(age) > timeout.toSeconds();
        if (free && where.isEmpty()) {
            return Look.again();
        }
        if (free) {
            return new Look(true, Optional.of(Outcome.success("nobody is in charge any more" + where)), "", age);
        }
        String holder = console.map(CheckLastIpDb::name).orElse("a HandyRep");
        String since = since(console.orElse(""));
        Outcome other = Outcome.failure(holder + row.text("ip").map(ip -> " (" + ip + ")").orElse("") + " is in charge"
                        + (since.isEmpty() ? "" : " since " + since) + where + "; it was there " + Math.max(0, Math.round(age)) + " s ago, and loses that after "
                        + timeout.toSeconds() + " s")
                .with("holder", holder);
        return new Look(true, Optional.of(since.isEmpty() ? other : other.with("since", since)), "", age);
    }

    /// `anna@desk1 3f2a9c1e 2026-01-02T03:04:05Z`.
    private static String since(String console) {
        String last = console.substring(console.lastIndexOf(' ') + 1);
        try {
            return Instant.parse(last).toString();
        } catch (java.time.DateTimeException e) {
            return "";
        }
    }

    private static String name(String console) {
        return console.replaceFirst("( [0-9a-f]{8})?( \\S+Z)?$", "");
    }

    private static Look await(CompletableFuture<Look> asked, Duration limit) {
        try {
            return asked.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Look.silent("it was not waited for");
        } catch (ExecutionException | TimeoutException e) {
            return Look.silent(e instanceof TimeoutException ? "no answer in time" : String.valueOf(e.getCause()));
        }
    }

    private Sql session(Sessions sessions, Server server) {
        Login login = tools().password("superuser_pass").isEmpty() ? Login.HANDYREP : Login.SUPERUSER;
        return sessions.open.computeIfAbsent(server.name() + " " + server.address() + " " + login, key -> tools().sql(server, login));
    }

    private String table() {
        return quoted(tools().option("handyrep", "handyrep_schema").orElse("public")) + "."
                + quoted(tools().option("handyrep", "handyrep_table").orElse("handyrep"));
    }

    private static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    private Optional<Duration> timeout() {
        return setting(TIMEOUT).flatMap(Interval::parse);
    }

    private Outcome badTimeout() {
        return Outcome.failure("[plugins] [[check_last_ip_db]] last_ip_timeout = " + setting(TIMEOUT).orElse("") + ": it " + Interval.EXPECTED);
    }

    /// Reads the row and claims nothing.
    @Override
    public Outcome test() {
        if (timeout().isEmpty()) {
            return badTimeout();
        }
        Optional<Server> master = master();
        if (master.isEmpty()) {
            return Outcome.failure("there is not exactly one enabled master whose table could be read");
        }
        Look look = copy(tools().kept(Sessions.class, "", Sessions::new), master.get(), timeout().get());
        return look.outcome()
                .filter(o -> !o.succeeded() && o.extra().containsKey("table_missing"))
                .orElseGet(() -> look.answered()
                        ? Outcome.success(master.get().name() + ": table " + table() + " can be read")
                        : Outcome.failure(look.problem()));
    }
}
