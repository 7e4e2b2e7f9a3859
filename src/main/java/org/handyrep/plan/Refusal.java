package org.handyrep.plan;

import java.util.List;
import java.util.Optional;

/// No plan, and why: the tooltip of a disabled button and the answer to "why did nothing happen".
///
/// @param instead what would lead to the same end, where that is known
public record Refusal(String reason, List<Check> checks, Optional<Instead> instead) implements Decision {

    /// @param label of the button that asks for it
    public record Instead(String label, Request request) {}

    public Refusal {
        checks = List.copyOf(checks);
    }

    public Refusal(String reason, List<Check> checks) {
        this(reason, checks, Optional.empty());
    }

    public Refusal(String reason) {
        this(reason, List.of());
    }
}
