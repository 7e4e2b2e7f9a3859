package org.handyrep.plugin;

import org.handyrep.cluster.Server;

/// `poll_method`: is this PostgreSQL alive? Retries are the plugin's own affair, by `fail_retries` and `fail_retry_interval`.
public interface Polling {
    Outcome run(Server server);
}
