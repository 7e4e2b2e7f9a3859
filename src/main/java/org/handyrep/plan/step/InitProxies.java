package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Writes the configuration of connection proxies, as the plugin makes it from the servers as they are.
///
/// @param proxy empty: all of them
public record InitProxies(Optional<String> proxy, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Write the configuration of " + proxy.orElse("all connection proxies");
    }

    @Override
    public String server() {
        return proxy.orElse("");
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.InitProxy(proxy));
    }
}
