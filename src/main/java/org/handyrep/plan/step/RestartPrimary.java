package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;

/// Starts a primary that crashed, where it was; only while it still has that role and nobody took its place.
///
/// @param others the servers that must not take writes
/// @param patience how long it may take until it is a primary again
public record RestartPrimary(String server, List<String> others, Duration patience, List<String> preview) implements Step {

    public RestartPrimary {
        others = List.copyOf(others);
        preview = List.copyOf(preview);
    }

    @Override
    public String title() {
        return "Start PostgreSQL on " + server + " again";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Service(server, RunMode.START));
    }

    @Override
    public Optional<String> obstacle(World world) {
        Optional<String> whose = world.disowned().or(world::notInCharge);
        if (whose.isPresent()) {
            return whose;
        }
        if (!world.configured(server).filter(Server::isMaster).map(Server::enabled).orElse(false)) {
            return Optional.of(server + " is not the configured primary any more");
        }
        for (String other : others) {
            if (world.look(other) instanceof ServerState.Primary) {
                return Optional.of(other + " takes writes: " + server + " would be a second primary");
            }
        }
        return world.lookAtHost(server) instanceof HostState.Answers host && !host.running()
                ? Optional.empty()
                : Optional.of("the host of " + server + " does not say any more that PostgreSQL is down there");
    }

    @Override
    public Outcome confirm(World world) {
        return Wait.until(
                world,
                patience,
                Duration.ofMillis(50),
                () -> switch (world.look(server)) {
                    case ServerState.Primary p -> Optional.of(Outcome.success(server + " is a primary again"));
                    case ServerState.Replica r -> Optional.of(Outcome.failure(server + " came up as a replica"));
                    case ServerState.Rejecting r -> Optional.empty();
                    case ServerState.Unreachable u -> Optional.empty();
                    case ServerState.NotPolled n -> Optional.empty();
                },
                () -> server + " takes no session " + patience.toSeconds() + " s after it was started: it " + States.describe(world.look(server)));
    }
}
