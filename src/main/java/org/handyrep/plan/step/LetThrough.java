package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Lets the clients through that [CutOffPrimary] kept out, to the new primary. A proxy that still leads to the old one stays closed: nothing else fences that.
public record LetThrough(String oldPrimary, List<String> proxies, List<String> preview) implements Step {

    public LetThrough {
        proxies = List.copyOf(proxies);
    }

    @Override
    public String title() {
        return "Let clients through again at " + server();
    }

    @Override
    public String server() {
        return String.join(", ", proxies);
    }

    @Override
    public boolean isUrgent() {
        return true;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.LetThrough(proxies, Optional.of(oldPrimary)));
    }
}
