package org.handyrep.conf;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.jspecify.annotations.Nullable;

/// Answers statements from a list and remembers what was asked.
final class FakeSql implements Sql {

    final List<String> statements = new ArrayList<>();
    final List<List<@Nullable Object>> parameters = new ArrayList<>();
    private final Deque<SqlResult> answers = new ArrayDeque<>();

    FakeSql rows(Row... rows) {
        answers.add(new SqlResult.Rows(List.of(rows)));
        return this;
    }

    FakeSql refused() {
        answers.add(new SqlResult.Failed(new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "08001", "connection refused")));
        return this;
    }

    @Override
    public SqlResult run(String statement, @Nullable Object... values) {
        statements.add(statement);
        parameters.add(Arrays.asList(values));
        SqlResult answer = answers.poll();
        return answer == null ? new SqlResult.Rows(List.of()) : answer;
    }

    @Override
    public SqlResult run(Duration deadline, String statement, @Nullable Object... values) {
        return run(statement, values);
    }

    @Override
    public void close() {}
}
