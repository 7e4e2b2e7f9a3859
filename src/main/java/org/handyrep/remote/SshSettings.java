package org.handyrep.remote;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Secret;

/// How hosts are reached over SSH. What differs per host is in the server's own settings: `ssh_user`, `ssh_key`, `ssh_port`.
///
/// @param defaultUser who logs in where a server has no `ssh_user`
/// @param postgresUser the operating-system owner of PostgreSQL on the hosts
/// @param knownHosts files of host keys; an accepted new key is stored in the first
/// @param agentSocket the SSH agent's socket, usually `SSH_AUTH_SOCK`
/// @param password the password of one server's login, [Secret#NONE] for none; it is offered to that host only
/// @param passphrase the passphrase of a key file, [Secret#NONE] for none
/// @param connectTimeout for the TCP connection
/// @param loginTimeout from the connection to the end of the login
/// @param keepAlive how often a silent session is probed; three probes without an answer end it
public record SshSettings(
        String defaultUser,
        String postgresUser,
        List<Path> knownHosts,
        Optional<Path> agentSocket,
        Function<Server, Secret> password,
        Function<Path, Secret> passphrase,
        HostKeyQuestion question,
        Duration connectTimeout,
        Duration loginTimeout,
        Duration keepAlive) {

    public SshSettings {
        knownHosts = List.copyOf(knownHosts);
        if (knownHosts.isEmpty()) {
            throw new IllegalArgumentException("a file for host keys is needed");
        }
    }

    /// The current user, `~/.ssh/known_hosts`, the agent of the environment, nobody to ask.
    public static SshSettings standard() {
        return new SshSettings(
                System.getProperty("user.name", "?"),
                "postgres",
                List.of(home(".ssh/known_hosts")),
                Optional.ofNullable(System.getenv("SSH_AUTH_SOCK")).filter(s -> !s.isBlank()).map(Path::of),
                server -> Secret.NONE,
                file -> Secret.NONE,
                HostKeyQuestion.REFUSE,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    static Path home(String below) {
        return Path.of(System.getProperty("user.home", "/"), below);
    }

    public SshSettings withPostgresUser(String name) {
        return new SshSettings(defaultUser, name, knownHosts, agentSocket, password, passphrase, question, connectTimeout, loginTimeout, keepAlive);
    }

    public SshSettings withKnownHosts(List<Path> files) {
        return new SshSettings(defaultUser, postgresUser, files, agentSocket, password, passphrase, question, connectTimeout, loginTimeout, keepAlive);
    }

    public SshSettings withAgent(Optional<Path> socket) {
        return new SshSettings(defaultUser, postgresUser, knownHosts, socket, password, passphrase, question, connectTimeout, loginTimeout, keepAlive);
    }

    public SshSettings withPasswords(Function<Server, Secret> passwords) {
        return new SshSettings(defaultUser, postgresUser, knownHosts, agentSocket, passwords, passphrase, question, connectTimeout, loginTimeout, keepAlive);
    }

    public SshSettings withPassphrases(Function<Path, Secret> passphrases) {
        return new SshSettings(defaultUser, postgresUser, knownHosts, agentSocket, password, passphrases, question, connectTimeout, loginTimeout, keepAlive);
    }

    public SshSettings withQuestion(HostKeyQuestion asked) {
        return new SshSettings(defaultUser, postgresUser, knownHosts, agentSocket, password, passphrase, asked, connectTimeout, loginTimeout, keepAlive);
    }

    public SshSettings withTimeouts(Duration connect, Duration login, Duration probe) {
        return new SshSettings(defaultUser, postgresUser, knownHosts, agentSocket, password, passphrase, question, connect, login, probe);
    }
}
