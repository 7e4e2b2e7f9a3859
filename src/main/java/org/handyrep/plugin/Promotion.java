package org.handyrep.plugin;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;

/// `promotion_method`: turns a replica into a primary.
public interface Promotion {

    /// Exactly what [#run(Server)] does, in order; empty while there is an obstacle.
    List<Act> acts(Server servername);

    Outcome run(Server servername);

    /// Whether [#run(Server)] does nothing but promote, so that `pg_promote` in the session that holds the server's lock may stand for it.
    default boolean onlyPromotes() {
        return false;
    }

    /// Why it could not work on this server as configured, without asking the server; empty when it could.
    default Optional<String> obstacle(Server servername) {
        return Optional.empty();
    }
}
