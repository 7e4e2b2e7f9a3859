package org.handyrep.engine;

import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Server;
import org.handyrep.conf.ValueType;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Tools;

/// The observer's questions, answered by the configured plugins.
record PluginQuestions(PluginMethods methods, Tools tools) implements Methods {

    @Override
    public Outcome masterCheck() {
        return methods.masterCheck().run();
    }

    @Override
    public Optional<Outcome> poll(Server server) {
        return tools.option("failover", "poll_method").map(name -> methods.polling().run(server));
    }

    @Override
    public Optional<Outcome> replicationStatus(Server replica) {
        return methods.replicationStatus().map(plugin -> plugin.run(replica));
    }

    @Override
    public Optional<ProxyState> proxy(Server proxy) {
        return methods.connectionFailover().map(plugin -> plugin.look(proxy));
    }

    @Override
    public boolean pollsProxies() {
        return tools.option("failover", "poll_connection_proxy").map(ValueType::isTrue).orElse(false);
    }
}
