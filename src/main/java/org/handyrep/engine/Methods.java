package org.handyrep.engine;

import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Outcome;

/// The plugins an observer asks, as configured for each server.
public interface Methods {

    /// `master_check_method`: is this HandyRep in charge?
    Outcome masterCheck();

    /// `poll_method`; empty when none is configured.
    Optional<Outcome> poll(Server server);

    /// `replication_status_method`; empty when none is configured. Succeeds with `lag` (megabytes), `lag_bytes` and `replicating`.
    Optional<Outcome> replicationStatus(Server replica);

    /// What `connection_failover_method` sees of one proxy; empty when none is configured.
    default Optional<ProxyState> proxy(Server proxy) {
        return Optional.empty();
    }

    /// `poll_connection_proxy`: proxies are looked at in every cycle, not only in a verify.
    default boolean pollsProxies() {
        return false;
    }
}
