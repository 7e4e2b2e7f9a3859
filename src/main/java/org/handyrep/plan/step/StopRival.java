package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Stops one of two primaries: in order, then at once, then by force. It is never started again by itself, so there is no way back.
///
/// @param keep the primary that stays; without it nobody is stopped
public record StopRival(String server, String keep, String systemIdentifier, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Stop PostgreSQL on " + server + " for good";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.StopForGood(server));
    }

    @Override
    public Optional<String> obstacle(World world) {
        if (!(world.look(keep) instanceof ServerState.Primary)) {
            return Optional.of(keep + " takes no writes now: without " + server + " nobody would");
        }
        ServerState state = world.look(server);
        if (state instanceof ServerState.Replica) {
            return Optional.of(server + " " + States.describe(state) + ": it takes no writes");
        }
        String found = state instanceof ServerState.Primary p
                ? p.facts().systemIdentifier()
                : world.controlData(server).map(ControlData::systemIdentifier).orElse("");
        return found.equals(systemIdentifier)
                ? Optional.empty()
                : Optional.of(found.isEmpty()
                        ? "which cluster the data directory of " + server + " belongs to cannot be told"
                        : server + " belongs to another cluster now (system identifier " + found + ")");
    }

    @Override
    public Outcome confirm(World world) {
        return Stopped.until(world, server, server + " is stopped: no postmaster is running",
                server + " is not proved to be stopped");
    }

    @Override
    public boolean isPointOfNoReturn() {
        return true;
    }
}
