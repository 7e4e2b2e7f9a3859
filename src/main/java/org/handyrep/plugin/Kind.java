package org.handyrep.plugin;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of plugins: folder in `plugins/`, interface, and the options of handyrep.conf that name one.
public enum Kind {
    GENERIC("generic", HandyRepPlugin.class, ""),
    AUTHENTICATION("authentication", Authentication.class, "authentication_method"),
    AVAILABILITY("availability", MasterCheck.class, "master_check_method"),
    POLLING("polling", Polling.class, "poll_method"),
    REPLICATION("replication", ReplicationStatus.class, "replication_status_method"),
    SELECTION("selection", Selection.class, "selection_method"),
    PROMOTION("promotion", Promotion.class, "promotion_method"),
    FENCING("fencing", Fencing.class, "fencing_method"),
    RESTART("restart", Restart.class, "restart_method"),
    CLONING("cloning", Cloning.class, "clone_method"),
    ARCHIVING("archiving", ArchiveScript.class, "archive_script_method"),
    ARCHIVE_DELETE("archivedelete", ArchiveDelete.class, "archive_delete_method"),
    PROXY("proxy", ConnectionFailover.class, "connection_failover_method"),
    ALERT("alert", Alert.class, "push_alert_method"),
    EXTRA("extra", ExtraCommand.class, "command");

    private final String folder;
    private final Class<?> type;
    private final String option;

    Kind(String folder, Class<?> type, String option) {
        this.folder = folder;
        this.type = type;
        this.option = option;
    }

    /// The folder below `plugins/`, which is the Java package too.
    public String folder() {
        return folder;
    }

    public Class<?> type() {
        return type;
    }

    /// The option that names a plugin of this kind.
    public String option() {
        return option;
    }

    public static Optional<Kind> ofOption(String option) {
        return Arrays.stream(values()).filter(k -> k.option.equals(option)).findFirst();
    }
}
