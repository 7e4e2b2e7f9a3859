package org.handyrep.plugin;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;

/// `restart_method`: changes or tells the running state of PostgreSQL on one server.
public interface Restart {

    /// Exactly what [#run(Server, RunMode)] does to the server, in order; empty while there is an obstacle. Around it `run` only looks, by the act of
    /// `STATUS`: a server that runs is not started again, and the state that was reached is read back.
    List<Act> acts(Server servername, RunMode runmode);

    /// `STATUS` succeeds with `running` (boolean) in the extra keys; the others succeed only if the state was reached.
    Outcome run(Server servername, RunMode runmode);

    /// Why it could not work on this server as configured, without asking the server; empty when it could.
    default Optional<String> obstacle(Server servername) {
        return Optional.empty();
    }
}
