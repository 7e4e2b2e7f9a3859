package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;

/// Leaves the mark of a replica in a stopped primary, so that nobody starts it as a second primary by mistake. The deed refuses a server that runs.
///
/// @param upstream whom it is to follow; empty after a failover, where it must not follow anybody before a person has looked at it
public record MarkAsReplica(String server, String upstream, int major, List<String> preview) implements Marking {

    @Override
    public String title() {
        String of = upstream.isEmpty() ? "" : " of " + upstream;
        return "Mark " + server + " as a replica" + of + ", so that any start of it is read-only";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.MarkAsReplica(server, upstream, major));
    }
}
