package org.handyrep.cluster;

import java.util.List;

/// The client sessions on a server other than the console's own.
///
/// @param addresses where they come from, each once, `socket` for its own host; empty when that is not known
public record Clients(int count, List<String> addresses) {

    public Clients {
        addresses = List.copyOf(addresses);
    }
}
