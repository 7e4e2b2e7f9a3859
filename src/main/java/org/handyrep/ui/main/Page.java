package org.handyrep.ui.main;

/// The pages of one cluster, in the order of the navigation.
public enum Page {
    TOPOLOGY("Topology"),
    SERVERS("Servers"),
    TIMELINES("Timelines"),
    OPERATIONS("Operations"),
    LOG("Log"),
    PLUGINS("Plugins"),
    CONFIGURATION("Configuration");

    private final String title;

    Page(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
