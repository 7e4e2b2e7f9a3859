package org.handyrep.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Secret;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// Makes one connection to one server with everything that keeps it from hanging.
///
/// @param server where
/// @param login as whom
/// @param proxied the server is a connection proxy: nothing is sent that only PostgreSQL understands
record SqlConnecting(Server server, Login login, SqlSettings settings, boolean proxied) {

    Secret password() {
        return settings.password().apply(login);
    }

    /// The smallest thing that shows that a session is still there; a pgbouncer's console knows no empty statement.
    String question() {
        return proxied && settings.database().equals(SqlSessions.CONSOLE) ? "SHOW VERSION" : "";
    }

    /// `db1 (10.0.0.1:5432)`, for people.
    String place() {
        return server.name() + " (" + server.address() + ")";
    }

    /// @param limit for connecting
    /// @param deadline of the statements to come
    Connection connect(Duration limit, Duration deadline) throws SQLException {
        if (!HostNames.isOne(server.hostname())) {
            throw new SQLException("it is not a host name");
        }
        Connection connection = new Driver().connect(url(), properties(Durations.shorter(limit, settings.connectTimeout()), deadline));
        if (connection == null) {
            throw new SQLException("not an address of a PostgreSQL server: " + server.address());
        }
        return connection;
    }

    private String url() {
        String host = server.hostname().contains(":") ? "[" + server.hostname() + "]" : server.hostname();
        return "jdbc:postgresql://" + host + ":" + server.port() + "/" + URLEncoder.encode(settings.database(), StandardCharsets.UTF_8);
    }

    private Properties properties(Duration connecting, Duration statement) {
        Properties p = new Properties();
        p.putAll(settings.ssl());
        PGProperty.USER.set(p, settings.user().apply(login));
        if (!password().isEmpty()) {
            PGProperty.PASSWORD.set(p, password().reveal());
        }
        PGProperty.CONNECT_TIMEOUT.set(p, wholeSeconds(connecting));
        PGProperty.SOCKET_TIMEOUT.set(p, wholeSeconds(connecting));
        PGProperty.SSL_RESPONSE_TIMEOUT.set(p, (int) connecting.toMillis());
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(p, 1);
        PGProperty.TCP_KEEP_ALIVE.set(p, true);
        PGProperty.APPLICATION_NAME.set(p, settings.applicationName());
        PGProperty.GSS_ENC_MODE.set(p, "disable");
        PGProperty.TARGET_SERVER_TYPE.set(p, "any");
        PGProperty.STRING_TYPE.set(p, "unspecified");
        // always text on the wire, as psql shows it
        PGProperty.PREPARE_THRESHOLD.set(p, 0);
        PGProperty.BINARY_TRANSFER.set(p, false);
        if (proxied) {
            PGProperty.PREFER_QUERY_MODE.set(p, "simple");
            // keeps the driver from statements of its own after the login, which pgbouncer's console refuses; nothing of it is sent
            PGProperty.REPLICATION.set(p, "database");
            return p;
        }
        PGProperty.OPTIONS.set(
                p,
                "-c statement_timeout=" + serverTimeout(statement).toMillis()
                        + " -c lock_timeout=" + settings.lockTimeout().toMillis()
                        + " -c synchronous_commit=local");
        return p;
    }

    /// The server gives up a little before the console does, so that a slow statement is told from a dead server and the session survives it.
    static Duration serverTimeout(Duration deadline) {
        return Duration.ofMillis(Math.max(1, deadline.toMillis() * 9 / 10));
    }

    private static int wholeSeconds(Duration duration) {
        return (int) Math.max(1, (duration.toMillis() + 999) / 1000);
    }
}
