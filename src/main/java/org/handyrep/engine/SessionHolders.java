package org.handyrep.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Step;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;

/// Sees who is at an operation by the names of the sessions that hold its locks.
///
/// Nobody is at it when a majority of the servers says so, or the one that it would promote: whoever acts holds the lock of that one in any case.
final class SessionHolders implements OperationHolders {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final String NAMES =
            "SELECT application_name AS name FROM pg_catalog.pg_stat_activity WHERE application_name LIKE 'handyrep/% op=%'";

    private final Tools tools;

    SessionHolders(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Holding of(Story operation) {
        List<Server> servers = tools.servers().stream().filter(s -> s.role().isPostgres()).toList();
        Map<String, SqlResult> answers = ask(servers);
        Set<String> answered = new HashSet<>();
        for (Map.Entry<String, SqlResult> answer : answers.entrySet()) {
            if (answer.getValue() instanceof SqlResult.Rows rows) {
                answered.add(answer.getKey());
                Optional<OperationName> at = rows.rows().stream()
                        .map(row -> OperationName.parse(row.string("name")))
                        .flatMap(Optional::stream)
                        .filter(name -> name.id().equals(operation.id()))
                        .findFirst();
                if (at.isPresent()) {
                    return new Holding.Held(at.get().console());
                }
            }
        }
        boolean candidate = operation.plan().steps().stream()
                .filter(PromoteReplica.class::isInstance)
                .map(Step::server)
                .anyMatch(answered::contains);
        return candidate || answered.size() > servers.size() / 2
                ? new Holding.Free()
                : new Holding.Unknown("only " + answered.size() + " of " + servers.size() + " servers answer");
    }

    private Map<String, SqlResult> ask(List<Server> servers) {
        Map<String, SqlResult> answers = new ConcurrentHashMap<>();
        CompletableFuture.allOf(servers.stream()
                        .map(server -> CompletableFuture.runAsync(
                                () -> {
                                    try (Sql sql = tools.sql(server, Login.HANDYREP)) {
                                        answers.put(server.name(), sql.run(DEADLINE, NAMES));
                                    }
                                },
                                task -> Thread.ofVirtual().name("who is at it, " + server.name()).start(task)))
                        .toArray(CompletableFuture[]::new))
                .join();
        return answers;
    }
}
