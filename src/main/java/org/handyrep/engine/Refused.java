package org.handyrep.engine;

import org.handyrep.plugin.Outcome;

/// Marks a failure of which it is certain that nothing was done.
final class Refused {

    static final String KEY = "certainly_not_done";

    private Refused() {}

    static Outcome mark(Outcome failure) {
        return failure.with(KEY, true);
    }
}
