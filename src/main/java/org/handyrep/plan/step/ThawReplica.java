package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Gives a frozen replica its own settings back, because it follows another replica that lives.
public record ThawReplica(String server, String upstream, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Thaw " + server + ": it goes on following " + upstream;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Thaw(server));
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
