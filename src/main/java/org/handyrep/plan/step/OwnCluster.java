package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Keeps every other console from acting until the operation ends: its sessions hold a lock on the servers that have a vote, and the promotion is asked for in the
/// session that holds the candidate's.
///
/// @param needed locks without which nothing is done
/// @param candidate who is promoted later; empty where nobody is
public record OwnCluster(List<String> voters, int needed, Optional<String> candidate, long key, List<String> preview)
        implements Step {

    public OwnCluster {
        voters = List.copyOf(voters);
    }

    public static OwnCluster of(Deed.Own own, List<String> preview) {
        return new OwnCluster(own.voters(), own.needed(), own.candidate(), own.key(), preview);
    }

    @Override
    public String title() {
        return "Own the cluster: no other console may act";
    }

    @Override
    public String server() {
        return String.join(", ", voters);
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Own(voters, needed, candidate, key));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return world.notInCharge();
    }

    @Override
    public Outcome confirm(World world) {
        return world.disowned().map(Outcome::failure).orElseGet(() -> Outcome.success(""));
    }

    @Override
    public boolean owns() {
        return true;
    }
}
