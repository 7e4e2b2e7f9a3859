package org.handyrep.cluster;

import java.util.Map;
import java.util.Optional;

/// A server as configured: one `[servers]` entry with `[server_defaults]` already filled in.
///
/// @param lagLimit megabytes of replay lag above which a replica counts as lagged
/// @param failoverPriority lower is preferred; 999 by default
/// @param settings every other key of the entry (`pgdata`, `ssh_user`, `restart_method`, the user's own keys); never blank, never secret
public record Server(
        String name,
        String hostname,
        int port,
        Role role,
        boolean enabled,
        int failoverPriority,
        int lagLimit,
        Map<String, String> settings) {

    private static final int SSH_PORT = 22;

    public Server {
        settings = Map.copyOf(settings);
    }

    public Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    public boolean isMaster() {
        return role.equals(Role.MASTER);
    }

    public boolean isReplica() {
        return role.equals(Role.REPLICA);
    }

    public Server withRole(Role newRole) {
        return new Server(name, hostname, port, newRole, enabled, failoverPriority, lagLimit, settings);
    }

    public Server withEnabled(boolean on) {
        return new Server(name, hostname, port, role, on, failoverPriority, lagLimit, settings);
    }

    /// `ssh_port`; 22 where it is not set, or is none.
    public int sshPort() {
        try {
            int port = Integer.parseInt(setting("ssh_port").orElse("").strip());
            return port > 0 && port < 65536 ? port : SSH_PORT;
        } catch (NumberFormatException e) {
            return SSH_PORT;
        }
    }

    /// `host:port`, for people.
    public String address() {
        return hostname + ":" + port;
    }
}
