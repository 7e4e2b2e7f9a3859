package org.handyrep.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Outcome;

/// Several deeds on different servers at the same time.
final class AllAtOnce {

    private AllAtOnce() {}

    /// Waits for all. Fails with what the failed ones say.
    static Outcome perform(List<Deed> deeds, Function<Deed, Outcome> perform) {
        List<CompletableFuture<Outcome>> begun = new ArrayList<>();
        for (Deed deed : deeds) {
            CompletableFuture<Outcome> end = new CompletableFuture<>();
            begun.add(end);
            Thread.startVirtualThread(() -> {
                try {
                    end.complete(perform.apply(deed));
                } catch (RuntimeException e) {
                    end.complete(Outcome.failure("ended early: " + e));
                }
            });
        }
        List<Outcome> outcomes = begun.stream().map(CompletableFuture::join).toList();
        List<Outcome> failed = outcomes.stream().filter(o -> !o.succeeded()).toList();
        return failed.isEmpty() ? Outcome.success(details(outcomes)) : Outcome.failure(details(failed));
    }

    private static String details(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::details).collect(Collectors.joining("; "));
    }
}
