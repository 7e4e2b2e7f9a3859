package org.handyrep.plan.check;

import java.util.List;

/// What `failover_check` says to do now.
public sealed interface Answer {

    /// Nothing, ever: handyrep.conf asks for nothing.
    record Off() implements Answer {}

    /// Nothing, because the primary lives.
    ///
    /// @param holds what would keep a failover from beginning, if it died now
    record Alive(List<Hold> holds) implements Answer {
        public Alive {
            holds = List.copyOf(holds);
        }
    }

    /// Nothing but telling people: something is wrong, and it may not be mended without them.
    ///
    /// @param holds why; the first is the one to show
    record Report(List<Hold> holds) implements Answer {
        public Report {
            holds = List.copyOf(holds);
        }
    }

    /// @param reason the verdict
    record RestartPrimary(String server, String reason) implements Answer {}

    /// @param reason the verdict, and why the primary is not started again instead
    record FailOver(String server, String reason) implements Answer {}
}
