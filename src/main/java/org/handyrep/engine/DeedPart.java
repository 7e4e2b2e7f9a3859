package org.handyrep.engine;

import java.util.List;
import java.util.function.Supplier;
import org.handyrep.plugin.Outcome;

/// One part of a deed.
///
/// @param shown the exact commands
/// @param run does them
record DeedPart(List<String> shown, Supplier<Outcome> run) {
    DeedPart {
        shown = List.copyOf(shown);
    }
}
