package org.handyrep.ui.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Branch;
import org.handyrep.cluster.Branches;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Histories;
import org.handyrep.cluster.Lsn;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// The tree of timelines as lines of a picture: which line a branch is on, from which fork it starts, and what stands at its end.
///
/// @param forks how many forks there are, which are columns from left to right by LSN
record TimelineModel(List<Line> lines, int forks) {

    /// @param parent the line it leaves, -1 for none that is known
    /// @param column of its fork, counted from 1; 0 for the beginning
    /// @param main whether the primary's WAL goes along here
    record Line(String title, String fork, int parent, int column, boolean main, List<Stop> stops) {}

    /// A server at the end of a line.
    record Stop(String server, String position, String words, Mark mark) {}

    static TimelineModel of(ClusterSnapshot snapshot) {
        List<Branch> branches = Branches.of(snapshot);
        List<Lsn> forks = branches.stream().flatMap(b -> b.fork().stream()).map(s -> s.at()).distinct().sorted().toList();
        Optional<Branch> trunk = trunk(snapshot, branches);
        List<Branch> ordered = new ArrayList<>();
        branches.stream().filter(b -> parent(b, branches).isEmpty()).forEach(root -> add(root, branches, ordered));
        List<Line> lines = ordered.stream()
                .map(b -> new Line(
                        "timeline " + b.timeline(),
                        b.fork().map(f -> "left timeline " + f.timeline() + " at " + f.at())
                                .orElse(b.known() ? "" : "the console may not read where it began"),
                        parent(b, branches).map(ordered::indexOf).orElse(-1),
                        b.fork().map(f -> forks.indexOf(f.at()) + 1).orElse(0),
                        trunk.map(t -> isOn(b, t)).orElse(false),
                        b.servers().stream().map(m -> stop(m, b, trunk)).toList()))
                .toList();
        return new TimelineModel(lines, forks.size());
    }

    private static void add(Branch branch, List<Branch> all, List<Branch> ordered) {
        ordered.add(branch);
        all.stream().filter(b -> b.isChildOf(branch)).forEach(child -> add(child, all, ordered));
    }

    private static Optional<Branch> parent(Branch branch, List<Branch> all) {
        return all.stream().filter(branch::isChildOf).findFirst();
    }

    /// The branch of the primary: the configured one where it writes, or the only server that does.
    private static Optional<Branch> trunk(ClusterSnapshot snapshot, List<Branch> branches) {
        Optional<String> configured = snapshot.configuredPrimary().map(o -> o.name());
        List<Branch> written = branches.stream()
                .filter(b -> b.servers().stream().anyMatch(Branch.Member::writes))
                .toList();
        return written.stream()
                .filter(b -> b.servers().stream().anyMatch(m -> m.writes() && configured.equals(Optional.of(m.server()))))
                .findFirst()
                .or(() -> written.size() == 1 ? Optional.of(written.getFirst()) : Optional.empty());
    }

    private static boolean isOn(Branch branch, Branch trunk) {
        return branch.equals(trunk)
                || trunk.path().stream().anyMatch(s -> s.timeline() == branch.timeline())
                        && trunk.path().subList(0, branch.path().size()).equals(branch.path());
    }

    private static Stop stop(Branch.Member member, Branch branch, Optional<Branch> trunk) {
        String position = member.position().toString();
        if (trunk.isEmpty() || !branch.known() || !trunk.get().known()) {
            return new Stop(member.server(), position, member.writes() ? "takes writes" : "", Mark.UNKNOWN);
        }
        if (branch.equals(trunk.get())) {
            return new Stop(member.server(), position, member.writes() ? "takes writes" : "follows", Mark.OK);
        }
        Optional<Lsn> fork = Histories.fork(branch, trunk.get());
        if (fork.isEmpty()) {
            return new Stop(member.server(), position, "has nothing in common with the primary", Mark.DOWN);
        }
        long past = member.position().minus(fork.get());
        if (past > 0) {
            return new Stop(member.server(), position, (member.writes() ? "takes writes, " : "") + Formats.bytes(past)
                    + " past the fork", Mark.DOWN);
        }
        return new Stop(member.server(), position, member.writes() ? "takes writes" : "before the fork, can follow", Mark.WARNING);
    }
}
