package org.handyrep.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.CloneOptions;
import org.handyrep.plan.ClonePlanner;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Planner;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.RejoinPlanner;
import org.handyrep.plan.Request;
import org.handyrep.plan.Situation;
import org.handyrep.plugin.RunMode;

/// The actions on one server with the planners' own reasons for those that are refused.
final class ActionOffers {

    private ActionOffers() {}

    static List<ActionOffer> of(Situation situation, String server, Optional<Operation> operation) {
        Optional<Observation> seen = situation.find(server);
        if (seen.isEmpty()) {
            return List.of();
        }
        Role role = seen.get().server().role();
        if (!role.isPostgres() && !role.isProxy()) {
            return List.of();
        }
        Optional<String> busy = busy(operation);
        List<ActionOffer> offers = new ArrayList<>();
        if (role.isProxy()) {
            offers.add(offer(situation, busy, new Request.ConnectionFailover(Optional.empty()), "Move connections to the primary…", false));
            if (!role.equals(Role.BIGIP)) {
                offers.add(offer(situation, busy, new Request.ProxyInit(Optional.of(server)), "Write its configuration…", false));
            }
            return offers;
        }
        if (seen.get().server().isReplica()) {
            boolean alive = situation.snapshot().configuredPrimary()
                    .map(p -> p.state() instanceof ServerState.Primary)
                    .orElse(false);
            String label = (alive ? "Switch over to " : "Fail over to ") + server + "…";
            offers.add(offer(situation, busy,
                    new Request.ManualFailover(Optional.of(server), true, true), label, false));
            offers.add(offer(situation, busy, new Request.Remaster(server, Optional.empty()), "Follow the primary…", false));
        }
        if (mayRejoin(situation, seen.get())) {
            offers.add(new ActionOffer(
                    new Request.Rejoin(server, Request.Rejoin.How.AUTO), "Rejoin…", busy.or(() -> RejoinPlanner.obstacle(situation, server)), false));
        }
        offers.add(offer(situation, busy, new Request.Service(server, RunMode.RESTART), "Restart…", false));
        offers.add(offer(situation, busy, new Request.Service(server, RunMode.RELOAD), "Reload…", false));
        offers.add(offer(situation, busy, new Request.Service(server, RunMode.START), "Start…", false));
        offers.add(offer(situation, busy, new Request.Service(server, RunMode.STOP), "Stop…", true));
        if (!isPrimary(situation, server)) {
            boolean filled = CloneOptions.isFilled(seen.get());
            Request.Clone clone = new Request.Clone(server, Optional.empty(), filled);
            offers.add(new ActionOffer(
                    clone, filled ? "Reclone…" : "Clone from another server…",
                    busy.or(() -> ClonePlanner.obstacle(situation.snapshot(), clone)), filled));
        }
        boolean rival = situation.snapshot().writable().size() > 1 && seen.get().state() instanceof ServerState.Primary;
        if (rival) {
            offers.add(offer(situation, busy, new Request.Isolate(server), "Isolate…", true));
        }
        boolean again = seen.get().server().isMaster() && seen.get().state() instanceof ServerState.Replica
                && situation.snapshot().writable().isEmpty();
        if (seen.get().server().isReplica() || again) {
            offers.add(offer(situation, busy, new Request.Promote(server), again ? "Promote again…" : "Promote only…", true));
        }
        return offers;
    }

    /// Whom a replica may be told to follow, each with the reason why not.
    static List<ActionOffer> upstreams(Situation situation, String server, Optional<Operation> operation) {
        if (situation.find(server).filter(o -> o.server().isReplica()).isEmpty()) {
            return List.of();
        }
        Optional<String> busy = busy(operation);
        return situation.snapshot().servers().stream()
                .filter(o -> o.server().role().isPostgres() && !o.name().equals(server))
                .map(o -> offer(situation, busy, new Request.Remaster(server, Optional.of(o.name())), o.name() + "…", false))
                .toList();
    }

    private static Optional<String> busy(Optional<Operation> operation) {
        return operation.filter(Operation::isUnfinished)
                .map(o -> o.state() == Operation.State.INTERRUPTED
                        ? o.title() + " was interrupted: resume it, roll it back or leave it as it is first"
                        : o.title() + " is running");
    }

    private static boolean isPrimary(Situation situation, String server) {
        return situation.snapshot().configuredPrimary().map(Observation::name).equals(Optional.of(server));
    }

    /// A server that is out, or that gets no WAL any more: an old primary, or a replica that left the history.
    private static boolean mayRejoin(Situation situation, Observation seen) {
        boolean streams = seen.state() instanceof ServerState.Replica r && r.isStreaming();
        return !isPrimary(situation, seen.name()) && !streams && (!seen.server().enabled() || seen.state() instanceof ServerState.Replica
                || seen.state() instanceof ServerState.Primary);
    }

    private static ActionOffer offer(
            Situation situation, Optional<String> busy, Request request, String label, boolean dangerous) {
        return new ActionOffer(request, label, busy.or(() -> obstacle(Planner.plan(situation, request), request)), dangerous);
    }

    /// Whether a stopped server bears the mark of a replica is asked when the plan is made, not for a tooltip.
    private static Optional<String> obstacle(Decision decision, Request request) {
        return switch (decision) {
            case Plan plan -> Optional.empty();
            case Refusal refusal
                    when request instanceof Request.Service service
                            && service.mode() == RunMode.START
                            && !refusal.checks().isEmpty() -> Optional.empty();
            case Refusal refusal -> Optional.of(refusal.checks().stream()
                    .filter(c -> c.level() == org.handyrep.plan.Check.Level.STOP)
                    .findFirst()
                    .map(c -> refusal.reason() + ": " + c.saw())
                    .orElse(refusal.reason()));
        };
    }
}
