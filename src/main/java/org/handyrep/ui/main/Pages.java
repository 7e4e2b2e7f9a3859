package org.handyrep.ui.main;

import org.handyrep.engine.Engine;
import org.handyrep.ui.journal.LogPage;
import org.handyrep.ui.journal.OperationsPage;
import org.handyrep.ui.settings.ConfigurationPage;
import org.handyrep.ui.settings.PluginsPage;
import org.handyrep.ui.settings.ServersPage;
import org.handyrep.ui.timeline.TimelinesPage;
import org.handyrep.ui.topology.TopologyPage;

/// Makes the pages of a cluster, each when it is first opened.
final class Pages {

    private Pages() {}

    static PageView make(Page page, Engine engine, Navigator nav) {
        return switch (page) {
            case TOPOLOGY -> new TopologyPage(engine, nav);
            case SERVERS -> new ServersPage(engine, nav);
            case TIMELINES -> new TimelinesPage(nav);
            case OPERATIONS -> new OperationsPage(engine, nav);
            case LOG -> new LogPage(engine, nav);
            case PLUGINS -> new PluginsPage(engine, nav);
            case CONFIGURATION -> new ConfigurationPage(engine, nav);
        };
    }
}
