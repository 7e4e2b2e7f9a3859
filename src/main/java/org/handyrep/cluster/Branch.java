package org.handyrep.cluster;

import java.util.List;
import java.util.Optional;

/// A timeline of one system, and who is on it.
///
/// Two servers that were promoted apart both write timeline 2, and those are two branches: what makes a branch is where it left the older ones.
///
/// @param path where each older timeline was left, oldest first; empty for timeline 1, and where nobody tells the history
/// @param known whether the path is known; timeline 1 has none and is
/// @param servers those that write or replay it, furthest first
public record Branch(int timeline, List<TimelineSwitch> path, boolean known, List<Member> servers) {

    /// @param position written by a primary, the greater of received and replayed of a replica
    /// @param writes whether it takes writes
    public record Member(String server, Lsn position, boolean writes) {}

    public Branch {
        path = List.copyOf(path);
        servers = List.copyOf(servers);
    }

    /// Where it left the timeline before it.
    public Optional<TimelineSwitch> fork() {
        return path.isEmpty() ? Optional.empty() : Optional.of(path.getLast());
    }

    /// The furthest position that is known of it.
    public Lsn end() {
        Lsn start = fork().map(TimelineSwitch::at).orElse(Lsn.ZERO);
        return servers.stream().map(Member::position).reduce(start, Lsn::max);
    }

    /// Whether this branch goes on from that one, directly.
    public boolean isChildOf(Branch other) {
        return known
                && other.known
                && !path.isEmpty()
                && path.getLast().timeline() == other.timeline
                && path.subList(0, path.size() - 1).equals(other.path);
    }
}
