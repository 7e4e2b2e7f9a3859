package org.handyrep.plan.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Writes down who is what now.
public record AssignRoles(String sentence, Map<String, Deed.Assignment> assignments, List<String> preview)
        implements Step {

    public AssignRoles {
        assignments = Map.copyOf(assignments);
    }

    @Override
    public String title() {
        return sentence;
    }

    @Override
    public String server() {
        return "";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Assign(assignments));
    }

    @Override
    public Outcome confirm(World world) {
        for (Map.Entry<String, Deed.Assignment> wanted : assignments.entrySet()) {
            boolean written = world.configured(wanted.getKey())
                    .map(s -> s.role().name().equals(wanted.getValue().role())
                            && s.enabled() == wanted.getValue().enabled())
                    .orElse(false);
            if (!written) {
                return Outcome.failure("the role of " + wanted.getKey() + " is not written down");
            }
        }
        return Outcome.success("roles are written down");
    }
}
