package org.handyrep.plan;

import java.util.List;

/// No plan, and why: the tooltip of a disabled button and the answer to "why did nothing happen".
public record Refusal(String reason, List<Check> checks) implements Decision {
    public Refusal {
        checks = List.copyOf(checks);
    }

    public Refusal(String reason) {
        this(reason, List.of());
    }
}
