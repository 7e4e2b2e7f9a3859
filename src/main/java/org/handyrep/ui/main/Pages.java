package org.handyrep.ui.main;

import org.handyrep.engine.Engine;
import org.handyrep.ui.journal.LogPage;
import org.handyrep.ui.journal.OperationsPage;
import org.handyrep.ui.settings.ConfigurationPage;
import org.handyrep.ui.settings.PluginsPage;
import org.handyrep.ui.settings.ServersPage;
import org.handyrep.ui.topology.TopologyPage;

/// Makes the pages of a cluster, each when it is first opened.
final class Pages {

    private Pages() {}

    static PageView make(Page page, Engine engine, Navigator nav) {
        return switch (page) {
            case TOPOLOGY -> new TopologyPage(engine, nav);
            case SERVERS -> {
                ServersPage servers = new ServersPage(engine, nav);
                yield PageView.of(servers.node(), servers::show);
            }
            case OPERATIONS -> {
                OperationsPage operations = new OperationsPage(engine, nav);
                yield PageView.of(operations.node(), operations::show);
            }
            case LOG -> new LogPage(engine, nav);
            case PLUGINS -> {
                PluginsPage plugins = new PluginsPage(engine, nav);
                yield PageView.of(plugins.node(), plugins::show);
            }
            case CONFIGURATION -> {
                ConfigurationPage configuration = new ConfigurationPage(engine, nav);
                yield PageView.of(configuration.node(), configuration::show);
            }
        };
    }
}
