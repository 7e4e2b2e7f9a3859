package org.handyrep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.plan.step.OwnCluster;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plugin.RunMode;

/// Puts before a plan that nobody else may act while it runs.
final class Owning {

    private Owning() {}

    static Decision first(Situation situation, Request request, Plan plan) {
        if (!needsIt(request)) {
            return plan;
        }
        Votes votes = Votes.of(situation);
        boolean alone = request instanceof Request.AutomaticFailover || request instanceof Request.RestartPrimary;
        Optional<String> candidate = plan.steps().stream()
                .filter(PromoteReplica.class::isInstance)
                .map(Step::server)
                .findFirst();
        Deed.Own own = new Deed.Own(
                votes.voters(),
                alone ? votes.neededAlone() : candidate.isPresent() ? 1 : 0,
                candidate,
                Votes.key(situation));
        List<Check> checks = new ArrayList<>(plan.checks());
        checks.add(check(votes, alone));
        if (checks.getLast().level() == Check.Level.STOP) {
            return new Refusal(plan.title() + " cannot be owned now: " + checks.getLast().saw(), checks);
        }
        List<Step> steps = new ArrayList<>();
        steps.add(OwnCluster.of(own, situation.previewOf(own)));
        steps.addAll(plan.steps());
        return new Plan(plan.function(), plan.title(), plan.reason(), checks, steps, plan.impact());
    }

    /// What changes PostgreSQL servers or roles, or where the clients write.
    private static boolean needsIt(Request request) {
        return switch (request) {
            case Request.ManualFailover r -> true;
            case Request.AutomaticFailover r -> true;
            case Request.RestartPrimary r -> true;
            case Request.Promote r -> true;
            case Request.Remaster r -> true;
            case Request.ConnectionFailover r -> true;
            case Request.Isolate r -> true;
            case Request.Clone r -> true;
            case Request.Rejoin r -> true;
            case Request.Service r -> r.mode() != RunMode.RELOAD && r.mode() != RunMode.STATUS;
            case Request.ProxyInit r -> false;
            case Request.Archiving r -> false;
            case Request.CleanUpArchive r -> false;
        };
    }

    private static Check check(Votes votes, boolean alone) {
        String name = "ownership";
        String all = String.join(", ", votes.voters());
        String silent = String.join(", ", votes.silent());
        if (votes.ownedByCheck()) {
            return new Check(name, Check.Level.OK, "master_check_method proves that no other console is in charge");
        }
        if (votes.majorityMayAnswer() && votes.silent().isEmpty()) {
            return new Check(name, Check.Level.OK, "another console is kept out by a lock on " + all);
        }
        if (votes.majorityMayAnswer()) {
            return new Check(name, Check.Level.OK, "another console is kept out by a lock on a majority of " + all + "; " + silent
                    + (votes.silent().size() == 1 ? " does" : " do") + " not answer");
        }
        String few = "only " + (votes.voters().size() - votes.silent().size()) + " of " + votes.voters().size() + " servers (" + all
                + ") may answer: a console on the other side of a cut network is not kept out";
        return alone && votes.provePartition()
                ? new Check(name, Check.Level.STOP, few)
                : new Check(name, Check.Level.WARNING, few + "; make sure that nobody operates there, or add a server with the role witness");
    }
}
