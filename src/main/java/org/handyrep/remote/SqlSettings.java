package org.handyrep.remote;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Secret;

/// How PostgreSQL servers are reached. Host and port come from each server.
///
/// @param database `handyrep_db`
/// @param user the database user of a login
/// @param password its password; [Secret#NONE] leaves it to `.pgpass`
/// @param ssl further libpq-style options: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`
/// @param connectTimeout for TCP, TLS and login together
/// @param statementTimeout for a statement without a deadline of its own, connecting included
/// @param lockTimeout after which the server gives up waiting for a lock
/// @param applicationName what `pg_stat_activity` shows
public record SqlSettings(
        String database,
        Function<Login, String> user,
        Function<Login, Secret> password,
        Map<String, String> ssl,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration lockTimeout,
        String applicationName) {

    public SqlSettings {
        ssl = Map.copyOf(ssl);
    }

    /// `postgres` as `handyrep` or `postgres`, no passwords.
    public static SqlSettings standard() {
        return new SqlSettings(
                "postgres",
                login -> switch (login) {
                    case HANDYREP -> "handyrep";
                    case SUPERUSER -> "postgres";
                },
                login -> Secret.NONE,
                Map.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                "handyrep");
    }

    public SqlSettings withDatabase(String name) {
        return new SqlSettings(name, user, password, ssl, connectTimeout, statementTimeout, lockTimeout, applicationName);
    }

    public SqlSettings withLogins(Function<Login, String> users, Function<Login, Secret> passwords) {
        return new SqlSettings(database, users, passwords, ssl, connectTimeout, statementTimeout, lockTimeout, applicationName);
    }

    public SqlSettings withSsl(Map<String, String> options) {
        return new SqlSettings(database, user, password, options, connectTimeout, statementTimeout, lockTimeout, applicationName);
    }

    public SqlSettings withTimeouts(Duration connect, Duration statement, Duration lock) {
        return new SqlSettings(database, user, password, ssl, connect, statement, lock, applicationName);
    }
}
