package org.handyrep.remote;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;

/// A session that asks nothing: its end tells at once that the server went away. A server that only falls silent does not end it. Close it.
public final class IdleSession implements AutoCloseable {

    private static final Duration PER_READ = Duration.ofMinutes(1);
    private static final int WITH_IDLE_TIMEOUT = 14;

    private final Connection connection;
    private final PGConnection listening;
    private volatile boolean closed;

    private IdleSession(Connection connection) throws SQLException {
        this.connection = connection;
        this.listening = connection.unwrap(PGConnection.class);
    }

    static Optional<IdleSession> open(SqlConnecting connecting, SqlSettings settings) {
        try {
            Connection connection = connecting.connect(settings.connectTimeout(), settings.statementTimeout());
            if (connection.getMetaData().getDatabaseMajorVersion() >= WITH_IDLE_TIMEOUT) {
                try (Statement patient = connection.createStatement()) {
                    var unused = patient.execute("SET idle_session_timeout = 0");
                }
            }
            return Optional.of(new IdleSession(connection));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /// Blocks until the session ends.
    ///
    /// @return false when it was closed here
    public boolean awaitEnd() {
        while (!closed) {
            try {
                var unused = listening.getNotifications((int) PER_READ.toMillis());
            } catch (SQLException e) {
                break;
            }
        }
        boolean ended = !closed;
        close();
        return ended;
    }

    @Override
    public void close() {
        closed = true;
        try {
            connection.abort(Thread::startVirtualThread);
        } catch (SQLException e) {
            // It has ended, which is what was wanted.
        }
    }
}
