package org.handyrep.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What to do about a split brain, in order. It never says which data is right: that is a person's to know.
final class DivergenceAdvice {

    private DivergenceAdvice() {}

    /// @param configured the configured primary
    static List<String> of(List<Divergence.Branch> branches, Optional<String> configured) {
        Divergence.Branch keep = branches.stream()
                .filter(b -> configured.filter(b.server()::equals).isPresent())
                .findFirst()
                .or(() -> branches.stream().max(Comparator.comparingInt(Divergence.Branch::timeline)))
                .orElseThrow();
        List<String> advice = new ArrayList<>();
        branches.stream()
                .filter(b -> !b.equals(keep))
                .sorted(Comparator.comparing(b -> b.clients()))
                .forEach(stray -> about(stray, keep, advice));
        return advice;
    }

    private static void about(Divergence.Branch stray, Divergence.Branch keep, List<String> advice) {
        String name = stray.server();
        if (!stray.proxies().isEmpty()) {
            advice.add("Move the connections of " + String.join(", ", stray.proxies()) + " from " + name + " to "
                    + keep.server() + ", so that nobody writes on " + name + " any more.");
        }
        advice.add("Isolate " + name + ": it is stopped (fast, at once if that takes too long) and marked as a replica, so that any"
                + " start of it is read-only. " + keep.server() + " stays the primary" + newer(stray, keep) + ".");
        if (stray.clients() > 0) {
            advice.add((stray.clients() == 1 ? "1 client session is" : stray.clients() + " client sessions are") + " on " + name
                    + " now: find out who they are, so that they come back to " + keep.server() + ".");
        }
        if (stray.commits().isEmpty() || stray.commits().getAsLong() > 0) {
            advice.add("Save the evidence of " + name + " (save_evidence): " + alone(stray.commits(), name)
                    + ". Take over by hand what is worth keeping.");
        }
        advice.add("Then rejoin " + name + " (pg_rewind), or clone it again, as a replica of " + keep.server() + ". What only it has is gone after that.");
        advice.add("If what " + name + " wrote is the truth, isolate " + keep.server() + " instead: " + name
                + " becomes the configured primary, and the others must be rewound or cloned again.");
    }

    private static String newer(Divergence.Branch stray, Divergence.Branch keep) {
        return keep.timeline() > stray.timeline() ? ", it is on the newer timeline " + keep.timeline() : "";
    }

    private static String alone(OptionalLong commits, String name) {
        return commits.isPresent()
                ? commits.getAsLong() + (commits.getAsLong() == 1 ? " commit is" : " commits are") + " on " + name + " alone"
                : "how much is on " + name + " alone could not be counted";
    }
}
