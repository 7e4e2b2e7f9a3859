package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;

/// Starts the old primary of a switchover as a replica of the new one. It was stopped cleanly and everything it had is replayed, so it needs no rewind.
public record StartAsReplica(String server, String upstream, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Start " + server + " as a replica of " + upstream;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Service(server, RunMode.START));
    }

    @Override
    public Outcome confirm(World world) {
        return Streaming.confirm(world, server, upstream, Duration.ofSeconds(30));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
