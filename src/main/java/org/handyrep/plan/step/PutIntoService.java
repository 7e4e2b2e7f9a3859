package org.handyrep.plan.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Writes down that an old primary is a replica that counts again; not before it streams.
public record PutIntoService(String server, String upstream, List<String> preview) implements Step {

    public static Deed.Assign deed(String server) {
        return new Deed.Assign(Map.of(server, new Deed.Assignment("replica", true)));
    }

    @Override
    public String title() {
        return "Write down that " + server + " is a replica again";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(deed(server));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return Rejoining.apart(world, server, upstream);
    }

    @Override
    public Outcome confirm(World world) {
        return world.configured(server).filter(s -> s.isReplica() && s.enabled()).isPresent()
                ? Outcome.success(server + " is an enabled replica")
                : Outcome.failure("the role of " + server + " is not written down");
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.Assign(Map.of(server, new Deed.Assignment("replica", false))));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Take " + server + " out of service again");
    }
}
