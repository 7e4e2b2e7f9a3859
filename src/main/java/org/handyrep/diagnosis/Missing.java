package org.handyrep.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.diagnosis.PrimaryProblem.Confirmation;

/// What is missing before the death of the primary is believed, as a sentence: how long, or that it will never be enough.
final class Missing {

    private Missing() {}

    /// Empty where no silence would ever do, or where this console never saw the primary alive: then it has nothing to wait for.
    static String of(Situation s, Confirmation confirmed) {
        if (confirmed == Confirmation.NEVER || s.silence().isEmpty()) {
            return "";
        }
        if (s.replicas().isEmpty()) {
            return "No replica is configured that could bear witness to it.";
        }
        int needed = confirmed == Confirmation.PROVEN_ON_HOST ? 1 : s.majority();
        long could = s.witnesses().stream().filter(ReplicaView::streamedBefore).count();
        long lost = s.deaf().stream().filter(ReplicaView::streamedBefore).count();
        if (could < needed) {
            return "It takes " + replicas(needed) + " that streamed from it and lost it too, and there " + (could == 1 ? "is " : "are ") + could
                    + ": this console will not act by itself, so fail over by hand (manual_failover).";
        }
        if (lost < needed) {
            return "It takes " + replicas(needed) + " that lost it too; so far " + lost + (lost == 1 ? " has" : " have") + ".";
        }
        return toGo(s, confirmed);
    }

    private static String toGo(Situation s, Confirmation confirmed) {
        Unheard unheard = s.unheard();
        Duration needed = confirmed == Confirmation.HUNG && !s.cannotBeBusy() && s.limits().fresh().compareTo(s.limits().failWindow()) > 0
                ? s.limits().fresh()
                : s.limits().failWindow();
        Duration left = needed.minus(unheard.time());
        int looks = s.limits().failRetries() - unheard.looks();
        List<String> parts = new ArrayList<>();
        if (left.isPositive()) {
            parts.add(Words.seconds(left));
        }
        if (looks > 0) {
            parts.add(looks + (looks == 1 ? " look" : " looks"));
        }
        return parts.isEmpty()
                ? ""
                : "It is believed after " + Words.names(parts) + " more" + (confirmed == Confirmation.PROVEN_ON_HOST ? " at most" : "")
                        + ", if nobody hears it before.";
    }

    private static String replicas(int count) {
        return count == 1 ? "1 replica" : count + " replicas";
    }
}
