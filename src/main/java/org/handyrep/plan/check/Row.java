package org.handyrep.plan.check;

import java.util.Optional;
import java.util.function.Function;

/// One row of the table of reasons to do nothing.
///
/// @param keeps what it keeps from being done
/// @param meaning when it holds and how it ends, for the documentation
/// @param sentence the reason now; empty while it does not hold
record Row(
        String code,
        Keeps keeps,
        String meaning,
        boolean acknowledgeable,
        Function<Circumstances, Optional<String>> sentence) {

    enum Keeps {
        EVERYTHING("everything"),
        FAILOVER("a failover"),
        RESTART("a restart of the primary");

        final String words;

        Keeps(String words) {
            this.words = words;
        }
    }

    Optional<Hold> hold(Circumstances now) {
        return sentence.apply(now).map(text -> new Hold(code, text, acknowledgeable));
    }
}
