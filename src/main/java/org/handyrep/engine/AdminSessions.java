package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;
import org.jspecify.annotations.Nullable;

/// One session per server with the rights to act, for the statements and the looks of an operation. They are opened while a person reads the plan,
/// because a login costs more than all the statements of a takeover, and closed after the operation, or when none was begun for some time.
final class AdminSessions implements AutoCloseable {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofSeconds(10);
    private static final Duration LOGIN = Duration.ofSeconds(5);

    private final Tools tools;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong use = new AtomicLong();

    /// @param server where it leads; a definition of the same name with another address needs another session
    /// @param version `server_version_num` as the last look saw it, 0 when that saw nothing
    private record Session(Server server, Sql sql, AtomicInteger version) {}

    AdminSessions(Tools tools) {
        this.tools = tools;
    }

    /// The superuser where its password is configured; otherwise `handyrep_user` must have the rights.
    static Login login(Tools tools) {
        return tools.password("superuser_pass").isEmpty() ? Login.HANDYREP : Login.SUPERUSER;
    }

    /// Logs in to all of them, together, and stays there for some minutes. Returns at once.
    void openAhead(List<Server> servers) {
        long mine = use.incrementAndGet();
        Thread.ofVirtual().name("sessions opened ahead").start(() -> {
            long end = System.nanoTime() + KEPT.toNanos();
            while (use.get() == mine && System.nanoTime() < end) {
                for (Server server : servers) {
                    Thread.ofVirtual().name("session with " + server.name()).start(() -> look(server, LOGIN));
                }
                try {
                    Thread.sleep(BETWEEN_SIGNS_OF_LIFE);
                } catch (InterruptedException e) {
                    return;
                }
            }
            if (use.compareAndSet(mine, mine + 1)) {
                closeAll();
            }
        });
    }

    /// From now on they belong to an operation, until [#close()].
    void begin() {
        use.incrementAndGet();
    }

    /// What moves: see [ServerProbe#quick(Sql, Duration, int)]. Silence of a session that was there before proves nothing, so then a new one is tried.
    ServerState look(Server server, Duration deadline) {
        Session session = session(server);
        int known = session.version().get();
        ServerState state = look(session, known, deadline);
        if (known != 0 && state instanceof ServerState.Unreachable && sessions.remove(server.name(), session)) {
            session.sql().close();
            return look(session(server), 0, deadline);
        }
        return state;
    }

    private static ServerState look(Session session, int known, Duration deadline) {
        ServerState state = ServerProbe.quick(session.sql(), deadline, known);
        session.version()
                .set(
                        switch (state) {
                            case ServerState.Primary p -> p.facts().versionNumber();
                            case ServerState.Replica r -> r.facts().versionNumber();
                            case ServerState.Rejecting x -> 0;
                            case ServerState.Unreachable x -> 0;
                            case ServerState.NotPolled x -> 0;
                        });
        return state;
    }

    SqlResult run(Server server, Duration deadline, String statement, @Nullable Object... parameters) {
        return session(server).sql().run(deadline, statement, parameters);
    }

    Outcome perform(Act.Statement statement, Duration limit) {
        return Acts.perform(session(statement.server()).sql(), statement, limit);
    }

    Outcome perform(Act.Statement statement) {
        return Acts.perform(session(statement.server()).sql(), statement);
    }

    private Session session(Server server) {
        return sessions.compute(server.name(), (name, old) -> {
            if (old != null && old.server().address().equals(server.address())) {
                return old;
            }
            if (old != null) {
                old.sql().close();
            }
            return new Session(server, tools.sql(server, login(tools)), new AtomicInteger());
        });
    }

    /// Lets go of all; the next use opens new ones.
    @Override
    public void close() {
        use.incrementAndGet();
        closeAll();
    }

    private void closeAll() {
        for (String name : List.copyOf(sessions.keySet())) {
            Session session = sessions.remove(name);
            if (session != null) {
                session.sql().close();
            }
        }
    }
}
