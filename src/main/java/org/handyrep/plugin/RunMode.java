package org.handyrep.plugin;

import java.util.Locale;

/// HandyRep's run modes of a `restart_method`.
public enum RunMode {
    START,
    STOP,
    FASTSTOP,
    RESTART,
    RELOAD,
    STATUS;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
