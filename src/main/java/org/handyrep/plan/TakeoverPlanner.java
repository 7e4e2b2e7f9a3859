package org.handyrep.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;

/// `manual_failover`: a switchover while the primary lives, a failover when it is lost, a refusal when that is not clear.
final class TakeoverPlanner {

    private TakeoverPlanner() {}

    static Decision plan(Situation situation, Request.ManualFailover request) {
        Optional<Observation> primary = situation.snapshot().configuredPrimary();
        if (primary.isEmpty()) {
            return new Refusal("the configuration does not have exactly one enabled master, so it is not clear whom to"
                    + " take over from");
        }
        if (situation.diagnosis().verdict().code().equals("SplitBrain")) {
            return new Refusal(situation.diagnosis().verdict().sentence());
        }
        Observation old = primary.get();
        List<Candidate> candidates = Ranking.of(situation);
        String wanted = request.newMaster().or(() -> Ranking.chosen(situation, candidates)).orElse("");
        Optional<Candidate> candidate =
                candidates.stream().filter(c -> c.server().equals(wanted)).findFirst();
        if (candidate.isEmpty()) {
            return new Refusal(request.newMaster().isPresent()
                    ? wanted + " is not an enabled replica" + nearby(candidates)
                    : "no replica can take over: " + reasons(candidates));
        }
        if (candidate.get().obstacle().isPresent()) {
            return new Refusal(wanted + " cannot take over: it " + candidate.get().obstacle().get());
        }
        Observation next = situation.find(wanted).orElseThrow();
        if (!(next.state() instanceof ServerState.Replica replica)) {
            return new Refusal(wanted + " is not a replica");
        }
        return switch (old.state()) {
            case ServerState.Primary p -> SwitchoverPlanner.plan(situation, request, old, p, next, replica);
            case ServerState.Unreachable u ->
                FailoverPlanner.plan(situation, FailoverPlanner.Terms.of(request), old, next, replica);
            case ServerState.Rejecting r ->
                new Refusal(old.name() + " lives: it answers \"" + r.problem().message()
                        + "\". A failover would make a second primary; make it take sessions, or stop it first");
            case ServerState.Replica r ->
                new Refusal(old.name() + " is configured as master but is in recovery: there is no primary to take"
                        + " over from. Promote the server that has most WAL (promote): " + old.name() + " again, unless another has more");
            case ServerState.NotPolled n -> new Refusal(old.name() + " was not asked: " + n.why());
        };
    }

    private static String nearby(List<Candidate> candidates) {
        return candidates.isEmpty()
                ? ""
                : "; there are " + String.join(", ", candidates.stream().map(Candidate::server).toList());
    }

    static String reasons(List<Candidate> candidates) {
        return candidates.isEmpty()
                ? "there is no enabled replica"
                : String.join("; ", candidates.stream()
                        .map(c -> c.server() + " " + c.objection().orElse("is not in the answer of selection_method"))
                        .toList());
    }
}
