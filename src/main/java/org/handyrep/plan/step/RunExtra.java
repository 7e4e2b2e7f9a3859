package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Runs one of `[extra_failover_commands]`. When it fails that is reported, nothing is taken back.
public record RunExtra(Deed.Extra extra, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Run the extra command " + extra.name();
    }

    @Override
    public String server() {
        return "";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(extra);
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
