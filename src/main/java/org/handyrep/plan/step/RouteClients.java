package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;

/// Points the connection proxies at a primary. Where a session then really ends is for [ConfirmRouted] to see.
///
/// @param essential whether the plan is about this (`connection_failover`) or this comes on top of a takeover, which a broken proxy must not fail
public record RouteClients(
        String primary, List<String> readers, List<String> proxies, String sentence, boolean essential, List<String> preview)
        implements Step {

    public RouteClients {
        readers = List.copyOf(readers);
        proxies = List.copyOf(proxies);
    }

    @Override
    public String title() {
        return sentence;
    }

    @Override
    public String server() {
        return String.join(", ", proxies);
    }

    @Override
    public boolean isUrgent() {
        return true;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Route(primary, readers));
    }

    /// Clients wait, so whose cluster it is is not asked again; where another console went on meanwhile, this is no primary any more.
    @Override
    public Optional<String> obstacle(World world) {
        return world.look(primary) instanceof ServerState.Replica replica ? Optional.of(primary + " " + States.describe(replica)) : Optional.empty();
    }

    @Override
    public boolean isEssential() {
        return essential;
    }
}
