package org.handyrep.ui.topology;

/// The lanes of the picture, from left to right; the last one lies below the others.
public enum Lane {
    PROXIES("PROXIES"),
    PRIMARY("PRIMARY"),
    REPLICAS("REPLICAS"),
    OTHERS("OTHER SERVERS");

    private final String title;

    Lane(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
