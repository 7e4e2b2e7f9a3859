package org.handyrep.plan.check;

import java.time.Instant;

/// A failover or a restart of the primary that has ended, as the journal knows it.
///
/// @param automatic no person asked for it
/// @param title `Failover john → paul`
public record Past(Kind kind, boolean automatic, Instant endedAt, End end, String title) {

    public enum Kind {
        FAILOVER,
        RESTART
    }

    public enum End {
        SUCCEEDED,
        /// Nothing of it is left: it stopped before its point of no return.
        TAKEN_BACK,
        FAILED
    }
}
