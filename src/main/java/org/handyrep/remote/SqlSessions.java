package org.handyrep.remote;

import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Sql;

/// Opens sessions with PostgreSQL servers. Each belongs to its caller, who closes it; nothing is pooled, because an old connection proves nothing.
public final class SqlSessions {

    /// The database under which pgbouncer offers its console.
    public static final String CONSOLE = "pgbouncer";

    private final SqlSettings settings;

    public SqlSessions(SqlSettings settings) {
        this.settings = settings;
    }

    /// Connects at the first statement.
    public Sql open(Server server, Login login) {
        return new SqlSession(new SqlConnecting(server, login, settings, false), settings);
    }

    /// A session that is only there to end; empty when none came about. Blocks until the connection timeout at most.
    public Optional<IdleSession> openIdle(Server server, Login login) {
        return IdleSession.open(new SqlConnecting(server, login, settings, false), settings);
    }

    /// As [#open(Server, Login)] for a session through a connection proxy, or with its console. Those know neither start-up options nor the extended
    /// protocol, and must get nothing between the statements.
    public Sql openProxied(Server proxy, Login login, String database) {
        SqlSettings proxied = settings.withDatabase(database);
        return new SqlSession(new SqlConnecting(proxy, login, proxied, true), proxied);
    }
}
