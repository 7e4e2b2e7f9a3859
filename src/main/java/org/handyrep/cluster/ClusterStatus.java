package org.handyrep.cluster;

import java.util.Locale;

/// HandyRep's status of the whole cluster, with the number its users know.
public enum ClusterStatus {
    UNKNOWN(0),
    HEALTHY(1),
    WARNING(3),
    DOWN(5);

    private final int number;

    ClusterStatus(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
