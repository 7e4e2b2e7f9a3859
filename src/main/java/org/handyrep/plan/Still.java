package org.handyrep.plan;

import org.handyrep.plugin.Outcome;

/// What is left of a step that was done before its plan was interrupted.
public sealed interface Still {

    /// @param sentence what was seen; empty where nothing had to be looked at
    record Holds(String sentence) implements Still {}

    /// Doing it once more would not help: what it kept from happening may have happened meanwhile.
    record Broken(String why) implements Still {}

    /// Only doing it once more tells.
    record Untold() implements Still {}

    /// Of a look that tells it all.
    static Still of(Outcome seen) {
        return seen.succeeded() ? new Holds(seen.details()) : new Broken(seen.details());
    }
}
