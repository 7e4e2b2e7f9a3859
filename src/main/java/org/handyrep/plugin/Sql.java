package org.handyrep.plugin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One direct session with one PostgreSQL server, opened at the first statement and again after it broke. Never through a proxy. Blocking.
public interface Sql extends AutoCloseable {

    /// Runs one statement in autocommit with the default timeout. Never throws for what the server does.
    ///
    /// @param parameters values of the `?` in the statement
    SqlResult run(String statement, @Nullable Object... parameters);

    /// As [#run(String, Object...)] with a deadline that covers connecting too.
    SqlResult run(Duration deadline, String statement, @Nullable Object... parameters);

    /// As [#run(Duration, String, Object...)], for a query that is asked again and again: the server plans it once in a session.
    ///
    /// @param query without parameters
    default SqlResult ask(Duration deadline, String query) {
        return run(deadline, query);
    }

    @Override
    void close();
}
