package org.handyrep.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Branch;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.TimelineSwitch;

/// The data directory of an old primary, as one look at its host saw it.
///
/// @param major of PG_VERSION, 9 for 9.6
/// @param running what of PostgreSQL runs there, for people; empty when nothing does
/// @param marked whether any start of it is read-only
/// @param timeline that its WAL ends on
/// @param history where the older ones were left
/// @param segment bytes of a WAL file
/// @param begun how far an earlier rejoin came: empty where there was none, else `kept`, `rewinding`, `rewound`, `failed` or `settled`
/// @param rewind what `pg_rewind` needs to know
public record OldData(
        ControlData control, int major, String running, boolean marked, int timeline, List<TimelineSwitch> history, int segment, String begun, Rewind rewind) {

    public OldData {
        history = List.copyOf(history);
    }

    /// @param version of `pg_rewind`, as it says; empty when it is not there
    /// @param tracked whether every change of a page is in the WAL: data checksums or `wal_log_hints`; empty when that could not be read
    /// @param fullPages `full_page_writes`; empty when that could not be read
    public record Rewind(String version, Optional<Boolean> tracked, Optional<Boolean> fullPages) {}

    /// `pg_rewind` brought it to the primary already, and the console was not there to go on.
    public boolean isRewound() {
        return begun.equals("rewound") || begun.equals("settled");
    }

    /// Only timeline 1 has no history.
    public Branch branch() {
        return new Branch(timeline, history, timeline == 1 || !history.isEmpty(), List.of());
    }
}
