package org.handyrep.plugin;

import org.handyrep.cluster.Server;

/// `clone_method`: makes a replica from a full copy of another server.
public interface Cloning {
    Outcome run(Server servername, Server clonefrom, boolean reclone);
}
