package org.handyrep.diagnosis;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;

/// Servers that are out are looked at for ever: the old primary of a failover may come back. One that takes writes is a split brain; one that only reads waits for a person.
final class Quarantine {

    private Quarantine() {}

    static Optional<Finding> finding(Situation s, Observation o) {
        if (o.server().enabled()
                || !(o.state() instanceof ServerState.Replica back)
                || back.isStreaming()
                || s.writing().isEmpty()) {
            return Optional.empty();
        }
        ServerState.Primary primary = s.writing().get();
        boolean same = back.facts().systemIdentifier().equals(primary.facts().systemIdentifier());
        if (!same || back.facts().timeline() >= primary.facts().timeline()) {
            return Optional.empty();
        }
        Optional<Lsn> left = primary.facts().leftTimeline(back.facts().timeline());
        String has = left.map(at -> back.position().isAfter(at)
                        ? " It has " + back.position().minus(at) + " bytes of WAL that " + s.name() + " never had: save its evidence first."
                        : " It has nothing that " + s.name() + " does not have.")
                .orElse("");
        return Optional.of(new Finding(
                "OldPrimaryBack",
                Severity.WARNING,
                o.name(),
                o.name() + " is back as a replica of nobody." + has + " Rejoin it (Rejoin… on its card), or clone it again.",
                List.of(o.name() + " holds WAL up to " + back.position() + " of timeline " + back.facts().timeline() + ", "
                        + s.name() + " is on timeline " + primary.facts().timeline()),
                false));
    }
}
