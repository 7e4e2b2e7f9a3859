package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plugin.Outcome;

/// What an observer asks, for tests of a part of it: this console is in charge, and of all else there is nothing to say.
abstract class QuietWorld implements Probes, Methods {

    @Override
    public WriteProbe write(Server primary, Facts facts, Duration deadline) {
        return new WriteProbe.NotTried();
    }

    @Override
    public Sighting sightingFromHere(Server silent, Duration deadline) {
        return new Sighting("", Sighting.Kind.SILENT, "no");
    }

    @Override
    public Sighting sighting(Server from, Server silent, Duration deadline) {
        return new Sighting(from.name(), Sighting.Kind.SILENT, "no");
    }

    @Override
    public void keep(List<Server> servers) {}

    @Override
    public Outcome masterCheck() {
        return Outcome.success("yes");
    }

    @Override
    public Optional<Outcome> poll(Server server) {
        return Optional.empty();
    }

    @Override
    public Optional<Outcome> replicationStatus(Server replica) {
        return Optional.empty();
    }
}
