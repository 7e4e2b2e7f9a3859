package org.handyrep.remote;

import java.nio.file.Path;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Secret;

/// Where to log in, as whom, with what. Two servers with equal targets share one session.
///
/// @param keyFile empty: the user's usual keys and the agent
record SshTarget(String host, int port, String user, Optional<Path> keyFile, Secret password) {

    static SshTarget of(Server server, SshSettings settings) {
        return new SshTarget(
                server.hostname(),
                server.sshPort(),
                server.setting("ssh_user").orElse(settings.defaultUser()),
                server.setting("ssh_key").map(SshTarget::file),
                settings.password().apply(server));
    }

    private static Path file(String text) {
        return text.startsWith("~/") ? SshSettings.home(text.substring(2)) : Path.of(text);
    }

    /// `user@host:port`, for people.
    String address() {
        return user + "@" + host + ":" + port;
    }
}
