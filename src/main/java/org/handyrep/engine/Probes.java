package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.WriteProbe;

/// The observer's eyes. Each look blocks until its deadline at most and answers with a value, whatever the world does.
public interface Probes {

    ServerState server(Server server, Duration deadline);

    /// Whether a look at it needs no login first.
    default boolean isIn(Server server) {
        return true;
    }

    /// Asks a primary to commit something small. In a session of its own: a disk that hangs makes no server silent.
    WriteProbe write(Server primary, Facts facts, Duration deadline);

    /// Over SSH: the configured test command, then the postmaster and the control file.
    HostState host(Server server);

    /// Whether a server that is silent to the console answers there after all.
    Sighting sightingFromHere(Server silent, Duration deadline);

    /// Whether it answers on the host of another.
    Sighting sighting(Server from, Server silent, Duration deadline);

    /// Lets go of the sessions of all other servers.
    void keep(List<Server> servers);
}
