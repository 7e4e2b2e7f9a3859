package org.handyrep.plugin;

/// The operating-system user a command runs as.
public enum RunAs {
    /// Whoever the SSH login is.
    HANDYREP,
    /// The owner of PostgreSQL: `postgres_superuser` of handyrep.conf.
    POSTGRES,
    ROOT
}
