package org.handyrep.plan;

import java.util.List;
import java.util.function.Predicate;
import org.handyrep.plan.step.HoldClients;
import org.handyrep.plan.step.LetThrough;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plan.step.ReleaseClients;
import org.handyrep.plan.step.RouteClients;
import org.handyrep.plan.step.StopPrimary;

/// The steps of a takeover while which clients wait, so that what can be done before or after them is not done beside them: from the one that keeps clients from
/// writing, or the first where the primary is lost already, to the one that lets them write to the new primary.
///
/// @param from index of the first
/// @param to index of the last; below `from` where no client waits
public record Hurry(int from, int to) {

    public static Hurry of(Plan plan) {
        List<Step> steps = plan.steps();
        int point = first(steps, 0, Step::isPointOfNoReturn);
        if (point < 0 || !(steps.get(point) instanceof PromoteReplica)) {
            return new Hurry(0, -1);
        }
        int held = first(steps, 0, step -> step instanceof HoldClients || step instanceof StopPrimary);
        int released = first(steps, point, step -> step instanceof ReleaseClients || step instanceof LetThrough);
        int routed = first(steps, point, RouteClients.class::isInstance);
        return new Hurry(Math.max(0, held), released >= 0 ? released : Math.max(point, routed));
    }

    private static int first(List<Step> steps, int from, Predicate<Step> which) {
        for (int i = from; i < steps.size(); i++) {
            if (which.test(steps.get(i))) {
                return i;
            }
        }
        return -1;
    }

    public boolean includes(int step) {
        return from <= step && step <= to;
    }
}
