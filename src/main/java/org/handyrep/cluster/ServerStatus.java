package org.handyrep.cluster;

import java.util.Locale;

/// HandyRep's status of one server, with the number its users know.
public enum ServerStatus {
    UNKNOWN(0),
    HEALTHY(1),
    LAGGED(2),
    WARNING(3),
    UNAVAILABLE(4),
    DOWN(5);

    private final int number;

    ServerStatus(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// The word HandyRep writes: `healthy`, `lagged`, …
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
