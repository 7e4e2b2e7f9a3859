package org.handyrep.remote;

import java.nio.file.Path;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Secret;

/// Where to log in, as whom, with what. Two servers with equal targets share one session.
///
/// @param keyFile empty: the user's usual keys and the agent
record SshTarget(String host, int port, String user, Optional<Path> keyFile, Secret password) {

    private static final int STANDARD_PORT = 22;

    static SshTarget of(Server server, SshSettings settings) {
        return new SshTarget(
                server.hostname(),
                server.setting("ssh_port").map(SshTarget::port).orElse(STANDARD_PORT),
                server.setting("ssh_user").orElse(settings.defaultUser()),
                server.setting("ssh_key").map(SshTarget::file),
                settings.password().apply(server));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            return port > 0 && port < 65536 ? port : STANDARD_PORT;
        } catch (NumberFormatException e) {
            return STANDARD_PORT;
        }
    }

    private static Path file(String text) {
        return text.startsWith("~/") ? SshSettings.home(text.substring(2)) : Path.of(text);
    }

    /// `user@host:port`, for people.
    String address() {
        return user + "@" + host + ":" + port;
    }
}
