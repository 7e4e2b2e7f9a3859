package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiFunction;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.jspecify.annotations.Nullable;

/// Sessions with the consoles of connection proxies, kept between uses: a login costs more than all that is said there while clients wait.
final class KeptConsoles implements AutoCloseable {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MOST = 2;

    private final BiFunction<Server, Login, Sql> open;
    private final Map<String, Deque<Idle>> idle = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Idle(Sql sql, long since) {}

    KeptConsoles(BiFunction<Server, Login, Sql> open) {
        this.open = open;
    }

    /// A session for the caller alone, until it closes it.
    Sql borrow(Server proxy, Login login) {
        String key = proxy.name() + " at " + proxy.address() + " as " + login;
        Deque<Idle> waiting = idle.computeIfAbsent(key, k -> new ConcurrentLinkedDeque<>());
        for (Idle next = waiting.pollLast(); next != null; next = waiting.pollLast()) {
            if (System.nanoTime() - next.since() < KEPT.toNanos()) {
                return new Borrowed(next.sql(), waiting);
            }
            next.sql().close();
        }
        return new Borrowed(open.apply(proxy, login), waiting);
    }

    @Override
    public void close() {
        closed = true;
        List<Deque<Idle>> all = new ArrayList<>(idle.values());
        all.forEach(waiting -> {
            for (Idle next = waiting.pollLast(); next != null; next = waiting.pollLast()) {
                next.sql().close();
            }
        });
    }

    private final class Borrowed implements Sql {
        private final Sql sql;
        private final Deque<Idle> home;

        Borrowed(Sql sql, Deque<Idle> home) {
            this.sql = sql;
            this.home = home;
        }

        @Override
        public SqlResult run(String statement, @Nullable Object... parameters) {
            return sql.run(statement, parameters);
        }

        @Override
        public SqlResult run(Duration deadline, String statement, @Nullable Object... parameters) {
            return sql.run(deadline, statement, parameters);
        }

        @Override
        public void close() {
            if (closed || home.size() >= MOST) {
                sql.close();
            } else {
                home.addLast(new Idle(sql, System.nanoTime()));
            }
        }
    }
}
