package org.handyrep.plugins;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;
import org.jspecify.annotations.Nullable;

/// Tools by which one command to the console of one proxy is obeyed, its answer lost, and everything after it in that session.
///
/// @param asked what was asked of that proxy
record LostAnswers(Tools real, String proxy, String command, List<String> asked) {

    LostAnswers(Tools real, String proxy, String command) {
        this(real, proxy, command, new CopyOnWriteArrayList<>());
    }

    Tools tools() {
        return (Tools) Proxy.newProxyInstance(Tools.class.getClassLoader(), new Class<?>[] {Tools.class}, (self, method, arguments) -> {
            try {
                Object answer = method.invoke(real, arguments);
                return answer instanceof Sql sql && arguments[0] instanceof Server server && server.name().equals(proxy)
                        ? new Losing(sql)
                        : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private final class Losing implements Sql {

        private final Sql sql;
        private boolean lost;

        private Losing(Sql sql) {
            this.sql = sql;
        }

        @Override
        public SqlResult run(String statement, @Nullable Object... parameters) {
            return run(Duration.ofSeconds(5), statement, parameters);
        }

        @Override
        public SqlResult run(Duration deadline, String statement, @Nullable Object... parameters) {
            asked.add(statement);
            SqlResult answer = lost ? lost() : sql.run(deadline, statement, parameters);
            lost |= statement.equals(command);
            return lost ? lost() : answer;
        }

        private static SqlResult lost() {
            return new SqlResult.Failed(new ConnectionProblem(ConnectionProblem.Kind.TIMED_OUT, "", "no answer within the time"));
        }

        @Override
        public void close() {
            sql.close();
        }
    }
}
