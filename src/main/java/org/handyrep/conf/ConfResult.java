package org.handyrep.conf;

import java.util.List;

/// What reading handyrep.conf gave.
public sealed interface ConfResult {

    /// It is valid; its warnings are in the conf.
    record Loaded(Conf conf) implements ConfResult {}

    /// It cannot be used.
    ///
    /// @param problems all of them, errors and warnings, by line
    record Rejected(List<ConfProblem> problems) implements ConfResult {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
