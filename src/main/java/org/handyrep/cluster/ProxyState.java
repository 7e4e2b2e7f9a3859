package org.handyrep.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one look at a connection proxy saw.
///
/// @param answers it takes sessions, or its console answers
/// @param problem what is wrong with it, one sentence; empty when nothing is. One that does not answer without a problem is meant not to run
/// @param console what its own console says; empty when it has none or lets nobody in
/// @param routes where sessions through it really end, one for each database name that was tried
public record ProxyState(boolean answers, String problem, Optional<Console> console, List<Route> routes) {

    public ProxyState {
        routes = List.copyOf(routes);
    }

    public static ProxyState silent(String why) {
        return new ProxyState(false, why, Optional.empty(), List.of());
    }

    /// @param version `1.18.0`
    /// @param poolMode `session`, `transaction` or `statement`: the one that is hardest to pause among the databases that write
    /// @param paused its clients wait
    /// @param clients sessions of clients other than the console's own
    /// @param waiting those of them that wait for a server
    /// @param queryWaitTimeout after which a client that waits gets an error; zero for never
    public record Console(
            String version, String poolMode, boolean paused, int clients, int waiting, Duration queryWaitTimeout) {}

    /// @param database the name that clients ask for
    /// @param readOnly the name is meant for reading only
    /// @param server the configured server on which a session ended; empty when it ended nowhere or on an unknown server
    /// @param writable that server was not in recovery
    /// @param problem why no session came about, or which unknown address it ended on; empty when all is clear
    public record Route(String database, boolean readOnly, Optional<String> server, boolean writable, String problem) {}

    /// Where it sends writes; empty when that was not seen, or when it sends them to several servers.
    public Optional<String> writesTo() {
        List<String> servers = routes.stream()
                .filter(r -> !r.readOnly())
                .flatMap(r -> r.server().stream())
                .distinct()
                .toList();
        return servers.size() == 1 ? Optional.of(servers.getFirst()) : Optional.empty();
    }
}
