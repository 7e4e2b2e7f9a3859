package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Retries;
import org.handyrep.plugin.Tools;

/// Makes several pgbouncers lead elsewhere, all at once, and those that failed again after a while.
///
/// When clients wait at one of them nobody waits for the others: they get a moment, and no second attempt.
public final class Rerouter {

    private static final Duration ASKING = Duration.ofSeconds(2);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Tools tools;
    private final Retries retries;

    public Rerouter(Tools tools, Retries retries) {
        this.tools = tools;
        this.retries = retries;
    }

    /// @param orders what each is to do, of equal targets
    /// @return in the order given, one for each
    public List<Rerouted> run(Map<Bouncer, Order> orders) {
        if (orders.isEmpty()) {
            return List.of();
        }
        Order any = orders.values().iterator().next();
        List<Server> targets = new ArrayList<>(any.readers());
        targets.addFirst(any.primary());
        CompletableFuture<Whereabouts> whereabouts =
                CompletableFuture.supplyAsync(() -> Whereabouts.asking(tools, targets, ASKING), Thread::startVirtualThread);
        List<Rerouting> works = orders.entrySet().stream()
                .map(e -> new Rerouting(tools, e.getValue(), whereabouts::join, e.getKey()))
                .toList();
        Map<Bouncer, Rerouted> results = new LinkedHashMap<>();
        retries.until(done -> done, () -> {
            List<Rerouting> left = works.stream()
                    .filter(w -> Optional.ofNullable(results.get(w.bouncer())).filter(Rerouted::isFinal).isEmpty())
                    .toList();
            Map<Rerouting, Rerouted> round = Together.each(left, Rerouting::run, Rerouter::isWaiting, MOMENT);
            left.forEach(w -> results.put(w.bouncer(),
                    round.getOrDefault(w, Rerouted.failed(w.bouncer(), "was not done within a moment, and clients wait"))));
            return results.values().stream().allMatch(Rerouted::isFinal) || results.values().stream().anyMatch(Rerouter::isWaiting);
        });
        return orders.keySet().stream().flatMap(b -> Optional.ofNullable(results.get(b)).stream()).toList();
    }

    private static boolean isWaiting(Rerouted one) {
        return one.state() == Rerouted.State.WAITING;
    }
}
