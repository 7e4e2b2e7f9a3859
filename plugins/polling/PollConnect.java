package polling;

import java.util.ArrayList;
import java.util.List;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Polling;
import org.handyrep.plugin.Retries;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;

/// `poll_connect`: connects as the handyrep user and disconnects. A server that refuses the session with PostgreSQL's own words is alive.
public class PollConnect extends HandyRepPlugin implements Polling {

    @Override
    public Outcome run(Server server) {
        Retries retries = Retries.of(tools());
        SqlResult result = retries.until(PollConnect::provesLife, () -> connect(server));
        return switch (result) {
            case SqlResult.Rows rows -> Outcome.success(server.name() + " took a connection");
            case SqlResult.Failed failed when provesLife(failed) ->
                Outcome.success(server.name() + " answers but took no connection: " + failed.problem().message())
                        .with("rejecting", true);
            case SqlResult.Failed failed ->
                Outcome.failure(server.name() + " took no connection " + retries.attempts() + ": "
                        + failed.problem().message());
        };
    }

    /// A server that is down now is no reason against the plugin; a login that is refused is.
    @Override
    public Outcome test() {
        List<String> silent = new ArrayList<>();
        for (Server server : serversUsing("poll_method")) {
            if (connect(server) instanceof SqlResult.Failed(ConnectionProblem problem)) {
                switch (problem.kind()) {
                    case AUTHENTICATION, WRONG_DATABASE, TLS, UNKNOWN_HOST, STATEMENT, OTHER -> {
                        return Outcome.failure("could not connect to " + server.name() + ": " + problem.message());
                    }
                    case REFUSED, TIMED_OUT, RESET, TOO_MANY_CONNECTIONS, STARTING_UP, SHUTTING_DOWN ->
                        silent.add(server.name());
                }
            }
        }
        return Outcome.success(
                silent.isEmpty()
                        ? "all servers took a connection"
                        : "no connection now to " + String.join(", ", silent) + ", the others took one");
    }

    private SqlResult connect(Server server) {
        try (Sql sql = connection(server)) {
            return sql.run("SELECT 1");
        }
    }

    private static boolean provesLife(SqlResult result) {
        return switch (result) {
            case SqlResult.Rows rows -> true;
            case SqlResult.Failed failed -> failed.problem().provesLife();
        };
    }
}
