package org.handyrep.plugin;

/// Which database user a session is opened as.
public enum Login {
    /// `handyrep_user` with `handyrep_db_pass`.
    HANDYREP,
    /// `postgres_superuser` with `superuser_pass`.
    SUPERUSER
}
