package org.handyrep.engine;

import java.util.List;
import org.handyrep.conf.ConfProblem;

/// What opening a cluster gave.
public sealed interface OpenResult {

    record Opened(ClusterEngine engine) implements OpenResult {}

    /// @param problems every problem of the configuration, each with file and line
    record Refused(List<ConfProblem> problems) implements OpenResult {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
