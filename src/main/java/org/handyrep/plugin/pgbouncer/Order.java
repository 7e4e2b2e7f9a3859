package org.handyrep.plugin.pgbouncer;

import java.util.List;
import org.handyrep.cluster.Server;

/// Where pgbouncers are to lead, and what may be done to get there.
///
/// @param content of the file
/// @param endsSessions whether sessions that hang on another server than the primary are ended
/// @param restarts whether a pgbouncer whose console lets nobody in is restarted, and one that does not run started
public record Order(
        Offer offer, Server primary, List<Server> readers, String content, boolean endsSessions, boolean restarts) {

    public Order {
        readers = List.copyOf(readers);
    }

    List<Offer.Entry> entries() {
        return offer.entries(primary, readers);
    }

    List<String> writingNames() {
        return offer.names();
    }
}
