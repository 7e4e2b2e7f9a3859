package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Does what [RouteClients] can have done while nobody waits yet. What is left of it when the plan is taken back has no effect.
public record PrepareRoute(String primary, List<String> readers, List<String> proxies, List<String> preview) implements Step {

    public PrepareRoute {
        readers = List.copyOf(readers);
        proxies = List.copyOf(proxies);
    }

    @Override
    public String title() {
        return "Lay the configuration for " + primary + " ready at " + server();
    }

    @Override
    public String server() {
        return String.join(", ", proxies);
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.PrepareRoute(primary, readers));
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
