package org.handyrep.plugin;

import java.util.List;

/// An `[extra_failover_commands]` entry: run after a successful failover. When it fails that is reported, nothing is taken back.
public interface ExtraCommand {

    Outcome run(List<String> parameters);

    /// Exactly what [#run(List)] does. Asks nothing of the world.
    default List<Act> acts(List<String> parameters) {
        return List.of();
    }
}
