package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;

/// Switches WAL archiving on or off. The plugin reads back that it is so.
public record TurnArchiving(String server, boolean on, List<String> preview) implements Step {

    @Override
    public String title() {
        return (on ? "Start" : "Stop") + " archiving on " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Archiving(server, on));
    }

    @Override
    public Optional<String> obstacle(World world) {
        ServerState state = world.look(server);
        return state instanceof ServerState.Primary
                ? Optional.empty()
                : Optional.of(server + " " + States.describe(state) + ", it was a primary");
    }
}
