package org.handyrep.ui.journal;

import java.util.Optional;
import org.handyrep.engine.LogLine;
import org.handyrep.ui.common.TextFilter;

/// Which lines of the log are shown.
///
/// @param server only this server's lines; empty for all
/// @param category only this category; empty for all
/// @param text all words must occur somewhere in the line
public record LogFilter(Optional<String> server, Optional<String> category, boolean errorsOnly, String text) {

    public static final LogFilter ALL = new LogFilter(Optional.empty(), Optional.empty(), false, "");

    public boolean accepts(LogLine line) {
        return server.map(line.server()::equals).orElse(true)
                && category.map(line.category()::equals).orElse(true)
                && (!errorsOnly || line.isError())
                && TextFilter.matches(text, line.server(), line.category(), line.message());
    }
}
