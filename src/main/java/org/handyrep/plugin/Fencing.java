package org.handyrep.plugin;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;

/// `fencing_method`: makes it impossible for a lost primary to take writes, by switching off its power, its virtual machine or its network.
public interface Fencing {

    /// Exactly what [#run(Server)] does, in order; empty while there is an obstacle.
    List<Act> acts(Server server);

    /// A success is a proof that the server is off, also where it was off already: a failover that is gone on with asks again. Whatever leaves a doubt is a failure.
    Outcome run(Server server);

    /// What [#run(Server)] does, in one line, where that is nothing that [#acts(Server)] can say: a command on the console's own machine.
    default String shown(Server server) {
        return server.name() + ": fencing_method switches it off";
    }

    /// Why it could not work on this server as configured, without trying it; empty when it could.
    default Optional<String> obstacle(Server server) {
        return Optional.empty();
    }
}
