package org.handyrep.plugin;

import java.util.Locale;

/// How plugins are named: `promote_pg_ctl` in handyrep.conf is the class `PromotePgCtl`, compared without case and underscores.
public final class PluginName {

    private PluginName() {}

    /// Two names with the same key are one plugin.
    public static String key(String name) {
        return name.strip().replace("_", "").toLowerCase(Locale.ROOT);
    }

    /// `PromotePgCtl` is `promote_pg_ctl`, `ReplicationMbLag93` is `replication_mb_lag_93`.
    public static String ofClass(String simpleName) {
        return simpleName.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([a-z])([0-9])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
