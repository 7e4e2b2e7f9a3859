package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Lets a replica follow another server. Done only when it streams on that server's timeline.
///
/// @param previous the server it followed before, to which a failed attempt returns; empty when that is lost or unknown
/// @param essential whether the plan is about this (`remaster`) or this comes on top (after a failover)
public record FollowPrimary(
        String server,
        String upstream,
        int major,
        Optional<String> slot,
        Optional<String> previous,
        boolean essential,
        List<String> preview)
        implements Step {

    @Override
    public String title() {
        return "Let " + server + " follow " + upstream + (major >= 13 ? " (reload)" : " (restart)");
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Follow(server, upstream, major, slot));
    }

    @Override
    public Optional<String> obstacle(World world) {
        ServerState state = world.look(server);
        return state instanceof ServerState.Primary
                ? Optional.of(server + " " + States.describe(state) + ", not a replica")
                : Optional.empty();
    }

    @Override
    public Outcome confirm(World world) {
        return Streaming.confirm(world, server, upstream, Duration.ofSeconds(30));
    }

    @Override
    public Optional<Deed> undo() {
        return previous.map(before -> new Deed.Follow(server, before, major, slot));
    }

    @Override
    public Optional<String> undoTitle() {
        return previous.map(before -> "Let " + server + " follow " + before + " again");
    }

    @Override
    public boolean isEssential() {
        return essential;
    }
}
