package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.cluster.Server;
import org.handyrep.conf.Conf;
import org.handyrep.conf.SavedResult;
import org.handyrep.conf.SavedState;
import org.handyrep.conf.StateTable;
import org.handyrep.plugin.Interval;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;
import org.jspecify.annotations.Nullable;

/// The handyrep table through one server, every statement with a deadline. Blocking.
record TableAccess(Supplier<Conf> conf, Tools tools) {

    static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration STANDARD_LEASE = Duration.ofSeconds(60);

    SavedResult read(Server server) {
        try (Sql sql = session(server)) {
            return table().read(sql);
        }
    }

    /// Succeeds without doing anything where there is no table.
    Outcome write(Server primary, SavedState state) {
        try (Sql sql = session(primary)) {
            return table().isMissing(sql)
                    ? Outcome.success("there is no table " + table().quotedName())
                    : table().write(sql, state, conf.get(), lease(sql));
        }
    }

    private Optional<StateTable.Lease> lease(Sql sql) {
        Duration timeout = tools.pluginSettings("check_last_ip_db").getOrDefault("last_ip_timeout", List.of()).stream()
                .findFirst()
                .flatMap(Interval::parse)
                .orElse(STANDARD_LEASE);
        return table().hasConsole(sql)
                ? Optional.of(new StateTable.Lease(tools.console().identity(), timeout))
                : Optional.empty();
    }

    Outcome init(Server primary) {
        try (Sql sql = session(primary)) {
            return table().init(sql);
        }
    }

    private StateTable table() {
        return StateTable.of(conf.get());
    }

    /// The same rights as the acts of a plan have.
    private Sql session(Server server) {
        Login login = tools.password("superuser_pass").isEmpty() ? Login.HANDYREP : Login.SUPERUSER;
        return new Bounded(tools.sql(server, login));
    }

    private record Bounded(Sql sql) implements Sql {
        @Override
        public SqlResult run(String statement, @Nullable Object... parameters) {
            return sql.run(DEADLINE, statement, parameters);
        }

        @Override
        public SqlResult run(Duration deadline, String statement, @Nullable Object... parameters) {
            return sql.run(deadline, statement, parameters);
        }

        @Override
        public void close() {
            sql.close();
        }
    }
}
