package org.handyrep.plugin;

import java.util.List;
import org.handyrep.cluster.ConnectionProblem;

/// How a statement ended.
public sealed interface SqlResult {

    /// @param rows empty for a statement that returns none
    record Rows(List<Row> rows) implements SqlResult {
        public Rows {
            rows = List.copyOf(rows);
        }

        /// @throws IllegalStateException if there is not exactly one row
        public Row only() {
            if (rows.size() != 1) {
                throw new IllegalStateException("expected one row, got " + rows.size());
            }
            return rows.getFirst();
        }
    }

    record Failed(ConnectionProblem problem) implements SqlResult {}
}
