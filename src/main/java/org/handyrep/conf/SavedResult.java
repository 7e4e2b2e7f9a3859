package org.handyrep.conf;

import java.util.List;

/// What reading servers.save or the handyrep table gave.
public sealed interface SavedResult {

    /// @param origin `servers.save`, `servers.save.1`, `table public.handyrep`
    /// @param problems what had to be skipped to find it, such as a damaged newer generation; empty when all is well
    record Found(SavedState state, String origin, List<String> problems) implements SavedResult {
        public Found {
            problems = List.copyOf(problems);
        }
    }

    /// There is nothing yet.
    record Absent() implements SavedResult {}

    /// There is something and none of it can be used.
    record Unusable(List<String> problems) implements SavedResult {
        public Unusable {
            problems = List.copyOf(problems);
        }
    }
}
