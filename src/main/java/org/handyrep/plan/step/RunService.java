package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;

/// Start, stop, restart or reload of one server, read back by looking.
///
/// @param patience how long it may take to be ready
public record RunService(String server, RunMode mode, Duration patience, List<String> preview) implements Step {

    @Override
    public String title() {
        return switch (mode) {
            case START -> "Start PostgreSQL on " + server;
            case STOP -> "Stop PostgreSQL on " + server;
            case FASTSTOP -> "Stop PostgreSQL on " + server + " at once";
            case RESTART -> "Restart PostgreSQL on " + server;
            case RELOAD -> "Reload the configuration of " + server;
            case STATUS -> "Look whether PostgreSQL runs on " + server;
        };
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Service(server, mode));
    }

    @Override
    public Outcome confirm(World world) {
        return switch (mode) {
            case START, RESTART, RELOAD, STATUS ->
                Wait.until(
                        world,
                        patience,
                        Duration.ofMillis(50),
                        () -> inSession(world.look(server)),
                        () -> server + " takes no session after " + patience.toSeconds() + " s: it " + States.describe(world.look(server)));
            case STOP, FASTSTOP ->
                Wait.until(
                        world,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(50),
                        () -> world.lookAtHost(server) instanceof HostState.Answers host && !host.running()
                                ? Optional.of(Outcome.success(server + " is stopped: no postmaster is running"))
                                : Optional.empty(),
                        () -> server + " is not proved to be stopped");
        };
    }

    private Optional<Outcome> inSession(ServerState state) {
        return state instanceof ServerState.Primary || state instanceof ServerState.Replica
                ? Optional.of(Outcome.success(server + " " + States.describe(state)))
                : Optional.empty();
    }
}
