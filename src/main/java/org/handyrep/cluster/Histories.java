package org.handyrep.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares the timeline histories of two servers of one system.
public final class Histories {

    private Histories() {}

    /// A stretch of WAL on one timeline.
    ///
    /// @param to where that timeline was left; empty where it is still written
    public record Stretch(int timeline, Lsn from, Optional<Lsn> to) {}

    /// The last position that both have in common, if they went on from there apart; empty when one history goes on from the other without a fork that the
    /// servers know of, or when one of them does not tell its history.
    public static Optional<Lsn> fork(Facts one, Facts other) {
        if (!isKnown(one) || !isKnown(other)) {
            return Optional.empty();
        }
        return fork(stretches(one.timeline(), one.history()), stretches(other.timeline(), other.history()));
    }

    /// As between two servers, between two branches.
    public static Optional<Lsn> fork(Branch one, Branch other) {
        return one.known() && other.known()
                ? fork(stretches(one.timeline(), one.path()), stretches(other.timeline(), other.path()))
                : Optional.empty();
    }

    private static Optional<Lsn> fork(List<Stretch> mine, List<Stretch> theirs) {
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            Stretch a = mine.get(i);
            Stretch b = theirs.get(i);
            if (a.timeline() != b.timeline()) {
                return Optional.of(Lsn.max(a.from(), b.from()));
            }
            if (!a.to().equals(b.to())) {
                return Optional.of(a.to().isEmpty() || b.to().filter(a.to().get()::isAfter).isPresent()
                        ? b.to().orElseThrow()
                        : a.to().get());
            }
        }
        return Optional.empty();
    }

    /// The stretches of a server's WAL from a position on, oldest first: the names of its files change with the timeline.
    public static List<Stretch> from(Facts facts, Lsn position) {
        return from(stretches(facts.timeline(), facts.history()), position);
    }

    /// As of a server, of a branch.
    public static List<Stretch> from(Branch branch, Lsn position) {
        return from(stretches(branch.timeline(), branch.path()), position);
    }

    private static List<Stretch> from(List<Stretch> all, Lsn position) {
        return all.stream()
                .filter(s -> s.to().map(to -> to.isAfter(position)).orElse(true))
                .map(s -> new Stretch(s.timeline(), Lsn.max(s.from(), position), s.to()))
                .toList();
    }

    /// Only timeline 1 has no history.
    private static boolean isKnown(Facts facts) {
        return facts.timeline() == 1 || !facts.history().isEmpty();
    }

    private static List<Stretch> stretches(int timeline, List<TimelineSwitch> history) {
        List<Stretch> all = new ArrayList<>();
        Lsn from = Lsn.ZERO;
        for (TimelineSwitch left : history) {
            all.add(new Stretch(left.timeline(), from, Optional.of(left.at())));
            from = left.at();
        }
        all.add(new Stretch(timeline, from, Optional.empty()));
        return all;
    }
}
