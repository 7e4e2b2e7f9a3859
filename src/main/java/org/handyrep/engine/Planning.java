package org.handyrep.engine;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Candidate;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Overwritten;
import org.handyrep.plan.Proxies;
import org.handyrep.plan.Ranking;
import org.handyrep.plan.Request;
import org.handyrep.plan.Situation;
import org.handyrep.plugin.Outcome;

/// Puts together what the planners know.
record Planning(ClusterParts parts) {

    /// From what was seen alone, for tooltips and first pages: no server is asked, no file is read, and no command is spelled out.
    Situation assumed(ClusterView now, Optional<Situation.LastSeen> lastPrimary) {
        return situation(
                now, now.snapshot(), lastPrimary, ServerFacts.assumed(now.snapshot()), Map.of(), deed -> List.of());
    }

    /// With what the servers say when they are asked whether they can be controlled.
    Situation asked(ClusterView now, ClusterSnapshot snapshot, Optional<Situation.LastSeen> lastPrimary) {
        CompletableFuture<Map<String, Outcome>> control =
                side(() -> ServerFacts.control(snapshot, parts.methods()), Map.of());
        CompletableFuture<Map<String, Boolean>> marked = side(() -> ServerFacts.marked(snapshot, parts.tools()), Map.of());
        Situation seen = situation(now, snapshot, lastPrimary, Map.of(), Map.of(), deed -> List.of());
        Optional<Situation.LeftWal> left = ServerFacts.left(seen, parts.tools());
        return situation(now, snapshot, lastPrimary, control.join(), marked.join(), parts.deeds()::preview).withLeft(left);
    }

    /// With what only this request needs to be looked at.
    Situation looked(Situation asked, Request request) {
        return switch (request) {
            case Request.Clone clone -> cloneLook(asked, clone);
            case Request.Rejoin rejoin when rejoin.how() == Request.Rejoin.How.RECLONE ->
                cloneLook(asked, new Request.Clone(rejoin.server(), Optional.empty(), true));
            case Request.Rejoin rejoin -> rejoinLook(asked, rejoin.server());
            default -> asked;
        };
    }

    private Situation rejoinLook(Situation asked, String server) {
        return new RejoinLooks(parts.tools(), new EvidenceFolder(ClusterParts.evidence(parts.conf()), Clock.systemUTC()))
                .look(asked.snapshot(), server)
                .map(asked::withRejoin)
                .orElse(asked);
    }

    private Situation cloneLook(Situation asked, Request.Clone clone) {
        Situation looked = new CloneLooks(parts.tools(), parts.methods(), parts.book()).look(clone).map(asked::withClone).orElse(asked);
        return clone.reclone() && Overwritten.mayHaveMore(looked) ? rejoinLook(looked, clone.server()) : looked;
    }

    private static <T> CompletableFuture<T> side(Supplier<T> question, T otherwise) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                answer.complete(question.get());
            } finally {
                answer.complete(otherwise);
            }
        });
        return answer;
    }

    private Situation situation(
            ClusterView now,
            ClusterSnapshot snapshot,
            Optional<Situation.LastSeen> lastPrimary,
            Map<String, Outcome> control,
            Map<String, Boolean> marked,
            Function<Deed, List<String>> preview) {
        List<String> selection = parts.methods().selection().run(snapshot, now.diagnosis().statuses()).stream()
                .map(Server::name)
                .toList();
        return new Situation(
                snapshot,
                now.diagnosis(),
                selection,
                lastPrimary,
                control,
                marked,
                ServerFacts.around(parts),
                ServerFacts.rules(parts.conf(), parts.methods()),
                preview);
    }

    Candidates candidates(ClusterView now, Optional<Situation.LastSeen> lastPrimary) {
        Situation situation = assumed(now, lastPrimary);
        List<Candidate> candidates = Ranking.of(situation);
        String primary = now.snapshot().configuredPrimary().map(o -> o.name()).orElse("the primary");
        boolean alive = now.snapshot()
                .configuredPrimary()
                .map(o -> o.state() instanceof ServerState.Primary)
                .orElse(false);
        return new Candidates(
                alive,
                alive
                        ? "Switchover: choose who takes over from " + primary
                        : "Failover: " + primary + " is lost, choose who takes over",
                now.diagnosis().verdict().evidenceText(),
                candidates,
                Ranking.chosen(situation, candidates),
                Proxies.of(situation).holdableNames());
    }
}
