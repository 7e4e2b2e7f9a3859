package org.handyrep.plan.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Takes a server out of service while it is cloned: nobody counts on it, promotes it or sends readers there.
///
/// @param returns whether it is in service again when the clone is taken back
public record TakeOut(String server, String role, boolean returns, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Take " + server + " out of service";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(assign(false));
    }

    private Deed assign(boolean enabled) {
        return new Deed.Assign(Map.of(server, new Deed.Assignment(role, enabled)));
    }

    @Override
    public Outcome confirm(World world) {
        return world.configured(server).filter(s -> !s.enabled()).isPresent()
                ? Outcome.success(server + " is disabled")
                : Outcome.failure(server + " is not disabled");
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(assign(returns));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of(returns ? "Put " + server + " into service again" : "Leave " + server + " out of service, with the role it had");
    }
}
