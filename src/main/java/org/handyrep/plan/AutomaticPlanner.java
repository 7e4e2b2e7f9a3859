package org.handyrep.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.diagnosis.Finding;

/// A failover without a person: the plan of a manual one, refused wherever that would need a person's word.
final class AutomaticPlanner {

    private AutomaticPlanner() {}

    static Decision plan(Situation situation, Request.AutomaticFailover request) {
        Finding verdict = situation.diagnosis().verdict();
        Optional<Observation> primary = situation.snapshot().configuredPrimary();
        if (primary.isEmpty()) {
            return new Refusal("there is not exactly one enabled master, so it is not clear who is lost");
        }
        Observation old = primary.get();
        if (!verdict.automationMayAct()) {
            return new Refusal("the death of " + old.name() + " is not confirmed (" + verdict.code() + "): " + verdict.sentence());
        }
        if (!(old.state() instanceof ServerState.Unreachable)) {
            return new Refusal(old.name() + " answered when it was looked at again: it is not lost");
        }
        List<Candidate> candidates = Ranking.of(situation);
        Optional<Observation> next = Ranking.chosenAlone(situation, candidates).flatMap(situation::find);
        if (next.isEmpty() || !(next.get().state() instanceof ServerState.Replica replica)) {
            return new Refusal("no replica can take over: " + TakeoverPlanner.reasons(candidates));
        }
        return FailoverPlanner.plan(situation, FailoverPlanner.Terms.of(request), old, next.get(), replica);
    }
}
