package org.handyrep.remote;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/// One session. Every statement runs on a thread of its own, so that the caller leaves at the deadline whatever the server, the network or the driver does.
final class SqlSession implements Sql {

    /// A connection that was idle for longer is tried with an empty statement first: a goodbye that came meanwhile says nothing about now.
    private static final Duration FRESH = Duration.ofMillis(20);

    private final SqlConnecting connecting;
    private final SqlSettings settings;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile @Nullable Open open;
    private volatile boolean closed;

    /// @param serverTimeout the session's `statement_timeout`
    private record Open(Connection connection, Duration serverTimeout, long usedAt) {
        boolean isFresh() {
            return System.nanoTime() - usedAt < FRESH.toNanos();
        }
    }

    SqlSession(SqlConnecting connecting, SqlSettings settings) {
        this.connecting = connecting;
        this.settings = settings;
    }

    @Override
    public SqlResult run(String statement, @Nullable Object... parameters) {
        return run(settings.statementTimeout(), statement, parameters);
    }

    @Override
    public SqlResult run(Duration deadline, String statement, @Nullable Object... parameters) {
        return run(deadline, false, statement, parameters);
    }

    @Override
    public SqlResult ask(Duration deadline, String query) {
        return run(deadline, true, query);
    }

    private SqlResult run(Duration deadline, boolean repeated, String statement, @Nullable Object... parameters) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!oneAtATime.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                return failed("another statement of this session is still running");
            }
            try {
                return supervise(new Attempt(deadline, end, repeated, statement, parameters));
            } finally {
                oneAtATime.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private SqlResult supervise(Attempt attempt) throws InterruptedException {
        if (closed) {
            return failed("the session is closed");
        }
        CompletableFuture<SqlResult> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("sql " + connecting.server().name()).start(() -> {
            try {
                answer.complete(attempt.run());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(Durations.until(attempt.end).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            attempt.abandon();
            return new SqlResult.Failed(Problems.timedOut(
                    connecting.place(), "no answer (" + attempt.doing + ", gave up after " + Durations.words(attempt.deadline) + ")"));
        } catch (InterruptedException e) {
            attempt.abandon();
            throw e;
        } catch (ExecutionException e) {
            attempt.abandon();
            throw new IllegalStateException("a statement ended unexpectedly", e.getCause());
        }
    }

    private SqlResult failed(String why) {
        return new SqlResult.Failed(new ConnectionProblem(ConnectionProblem.Kind.OTHER, "", connecting.place() + ": " + why));
    }

    private static void abort(Connection connection) {
        Thread.startVirtualThread(() -> {
            try {
                connection.abort(Thread::startVirtualThread);
            } catch (SQLException e) {
                // it is given up either way
            }
        });
    }

    @Override
    public void close() {
        Open last;
        synchronized (this) {
            closed = true;
            last = open;
            open = null;
        }
        if (last != null) {
            Thread.startVirtualThread(() -> {
                try {
                    last.connection().close();
                } catch (SQLException e) {
                    // the server forgets it by itself
                }
            });
        }
    }

    /// One statement under way.
    private final class Attempt {
        private final Duration deadline;
        private final long end;
        private final boolean repeated;
        private final String statement;
        private final @Nullable Object[] parameters;
        private volatile String doing = "connecting";
        private volatile boolean abandoned;

        Attempt(Duration deadline, long end, boolean repeated, String statement, @Nullable Object[] parameters) {
            this.deadline = deadline;
            this.end = end;
            this.repeated = repeated;
            this.statement = statement;
            this.parameters = parameters;
        }

        void abandon() {
            Open last;
            synchronized (SqlSession.this) {
                abandoned = true;
                last = open;
                open = null;
            }
            if (last != null) {
                abort(last.connection());
            }
        }

        SqlResult run() {
            try {
                Connection connection = connection();
                doing = "waiting for the answer to a statement";
                SqlResult.Rows rows = execute(connection);
                used(connection);
                return rows;
            } catch (SQLException e) {
                ConnectionProblem problem = Problems.of(e, connecting.place(), connecting.password());
                forgetBroken(problem);
                return new SqlResult.Failed(problem);
            }
        }

        private Connection connection() throws SQLException {
            Open last = open;
            if (last != null && (last.isFresh() || stillThere(last.connection()))) {
                return last.connection();
            }
            open = null;
            Connection made = connecting.connect(Durations.until(end), deadline);
            synchronized (SqlSession.this) {
                if (abandoned || closed) {
                    abort(made);
                    throw new SQLException("given up");
                }
                open = new Open(made, SqlConnecting.serverTimeout(deadline), System.nanoTime());
            }
            return made;
        }

        private boolean stillThere(Connection connection) {
            try (Statement question = connection.createStatement()) {
                connection.setNetworkTimeout(Runnable::run, (int) Durations.until(end).toMillis());
                var unused = question.execute(connecting.question());
                return true;
            } catch (SQLException e) {
                abort(connection);
                return false;
            }
        }

        private SqlResult.Rows execute(Connection connection) throws SQLException {
            connection.setNetworkTimeout(Runnable::run, (int) Durations.until(end).toMillis());
            Open last = open;
            Duration wanted = SqlConnecting.serverTimeout(deadline);
            if (last != null && !connecting.proxied() && !last.serverTimeout().equals(wanted)) {
                try (Statement set = connection.createStatement()) {
                    var unused = set.execute("SET statement_timeout = " + wanted.toMillis());
                }
                open = new Open(connection, wanted, System.nanoTime());
            }
            if (parameters.length == 0 && !repeated) {
                try (Statement plain = connection.createStatement()) {
                    plain.setEscapeProcessing(false);
                    return plain.execute(statement) ? rows(plain.getResultSet()) : none();
                }
            }
            try (PreparedStatement prepared = connection.prepareStatement(statement)) {
                if (repeated) {
                    prepared.unwrap(PGStatement.class).setPrepareThreshold(1);
                }
                for (int i = 0; i < parameters.length; i++) {
                    prepared.setObject(i + 1, parameters[i]);
                }
                return prepared.execute() ? rows(prepared.getResultSet()) : none();
            }
        }

        private void used(Connection connection) {
            Open last = open;
            if (last != null && last.connection() == connection) {
                open = new Open(connection, last.serverTimeout(), System.nanoTime());
            }
        }

        private void forgetBroken(ConnectionProblem problem) {
            Open last = open;
            if (last != null && problem.kind() != ConnectionProblem.Kind.STATEMENT && !refusedByProxy(last.connection())) {
                open = null;
                abort(last.connection());
            }
        }

        /// A pooler answers a command that it does not know with the SQLSTATE of a broken connection, and the session goes on.
        private boolean refusedByProxy(Connection connection) {
            try {
                return connecting.proxied() && !connection.isClosed();
            } catch (SQLException e) {
                return false;
            }
        }
    }

    private static SqlResult.Rows none() {
        return new SqlResult.Rows(List.of());
    }

    private static SqlResult.Rows rows(ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<Row> rows = new ArrayList<>();
        while (result.next()) {
            Map<String, @Nullable String> columns = new LinkedHashMap<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.put(meta.getColumnLabel(i), result.getString(i));
            }
            rows.add(new Row(columns));
        }
        return new SqlResult.Rows(rows);
    }
}
