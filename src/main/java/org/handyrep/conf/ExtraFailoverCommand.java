package org.handyrep.conf;

import java.util.List;

/// One entry of `[extra_failover_commands]`: a plugin to run after a failover.
///
/// @param name the user's own name for it
/// @param plugin the plugin's name
public record ExtraFailoverCommand(String name, String plugin, List<String> parameters) {
    public ExtraFailoverCommand {
        parameters = List.copyOf(parameters);
    }
}
