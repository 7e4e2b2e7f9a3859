package org.handyrep.ui.topology;

import java.util.Optional;
import org.handyrep.ui.common.Mark;

/// Where sessions through a connection proxy really end, as they were probed.
///
/// @param to empty when they end on no server that is configured
/// @param reads names meant for reading only
/// @param broken drawn cut, in red
/// @param label how many clients, or why it is broken; empty for reads
public record ProxyEdge(String from, Optional<String> to, boolean reads, boolean broken, Mark mark, String label) {

    String key() {
        return from + "\n" + to.orElse("") + "\n" + reads;
    }
}
