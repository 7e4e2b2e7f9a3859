package org.handyrep.engine;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.PluginName;
import org.handyrep.plugin.Tools;

/// Where the programs of PostgreSQL are on the host of a server, as far as handyrep.conf tells.
record Programs(Tools tools) {

    /// pg_ctl, where `restart_method` works through it.
    Optional<String> pgCtl(Server server) {
        String method = server.setting(Kind.RESTART.option()).orElse("");
        List<String> configured = tools.pluginSettings(method).getOrDefault("pg_ctl_path", List.of());
        return server.setting("pg_ctl_path")
                .or(() -> configured.stream().findFirst())
                .or(() -> PluginName.key(method).equals("restartpgctl") ? Optional.of("pg_ctl") : Optional.empty());
    }

    /// A program beside pg_ctl, or wherever the host finds it.
    String beside(Server server, String program) {
        return pgCtl(server).filter(p -> p.contains("/")).map(p -> p.substring(0, p.lastIndexOf('/') + 1) + program).orElse(program);
    }
}
