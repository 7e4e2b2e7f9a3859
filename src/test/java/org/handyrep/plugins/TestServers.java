package org.handyrep.plugins;

import java.util.Map;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;

/// Servers as handyrep.conf would give them.
final class TestServers {

    private TestServers() {}

    static Server master(String name, Map<String, String> settings) {
        return new Server(name, "127.0.0.1", 5432, Role.MASTER, true, 1, 1000, settings);
    }

    static Server replica(String name, int priority, Map<String, String> settings) {
        return new Server(name, "127.0.0.1", 5433, Role.REPLICA, true, priority, 1000, settings);
    }
}
