package org.handyrep.plugin;

/// `master_check_method`: is this HandyRep the one in charge of the cluster?
public interface MasterCheck {

    /// Whether this HandyRep may act. Another one that is in charge is named under `holder` (`anna@desk1`) and `since` (an ISO instant).
    Outcome run();

    /// Whether a success proves by itself, even when the network is cut in two, that no other HandyRep is in charge: a lease that a quorum gives out.
    /// Then an operation needs no majority of the PostgreSQL servers.
    default boolean provesAlone() {
        return false;
    }
}
