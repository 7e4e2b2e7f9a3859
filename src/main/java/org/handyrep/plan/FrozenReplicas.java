package org.handyrep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.ThawReplica;

/// What becomes of the frozen replicas after the promotion. None is given back to the old primary: when that answers again, their confirmations would let it
/// acknowledge commits beside the new one, and they would get WAL that the new one does not have.
///
/// @param steps after which they get WAL from another server again
/// @param standing those that get none until somebody lets them follow
record FrozenReplicas(List<Step> steps, List<String> standing) {

    /// @param frozen every replica that the plan freezes, the new primary among them
    /// @param follow the steps by which some of them follow the new primary
    static FrozenReplicas after(Situation situation, String oldPrimary, String newPrimary, List<String> frozen, List<Step> follow) {
        List<Step> steps = new ArrayList<>(follow);
        List<String> standing = new ArrayList<>();
        for (String name : frozen) {
            if (name.equals(newPrimary) || follow.stream().anyMatch(step -> step.server().equals(name))) {
                continue;
            }
            Optional<String> upstream = situation.find(name)
                    .flatMap(o -> o.state() instanceof ServerState.Replica r ? Followers.livingUpstream(situation, r, oldPrimary) : Optional.empty())
                    .filter(frozen::contains);
            upstream.ifPresentOrElse(
                    above -> steps.add(new ThawReplica(name, above, situation.previewOf(new Deed.Thaw(name)))), () -> standing.add(name));
        }
        return new FrozenReplicas(List.copyOf(steps), List.copyOf(standing));
    }

    /// @param major of PostgreSQL
    Optional<String> afterwards(String oldPrimary, String newPrimary, int major) {
        if (standing.isEmpty()) {
            return Optional.empty();
        }
        boolean one = standing.size() == 1;
        return Optional.of(String.join(", ", standing) + (one ? " stays frozen and gets" : " stay frozen and get") + " no WAL, because "
                + (one ? "it" : "they") + " would go back to " + oldPrimary + " when that answers again: let " + (one ? "it" : "them") + " follow "
                + newPrimary + " (remaster)"
                + (major >= 13 ? "" : " before " + oldPrimary + " can be reached: here a freeze ends after an hour, and at a reload or restart"));
    }
}
