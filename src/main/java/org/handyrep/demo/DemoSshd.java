package org.handyrep.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;

/// A real SSH door to one demo server, inside this program: one user, one key, real shell commands as the operating-system user that owns PostgreSQL.
/// There is no sudo behind it, and none is needed.
public final class DemoSshd implements AutoCloseable {

    private final SshServer server;
    private final PublicKey hostKey;

    private DemoSshd(SshServer server, PublicKey hostKey) {
        this.server = server;
        this.hostKey = hostKey;
    }

    /// @param home where commands start
    /// @param allowed the only key that opens it
    public static DemoSshd open(String host, int port, OsUser user, Path home, PublicKey allowed) {
        return open(host, port, user, home, allowed, line -> {});
    }

    /// @param commands is told every command line before it runs
    public static DemoSshd open(
            String host, int port, OsUser user, Path home, PublicKey allowed, Consumer<String> commands) {
        KeyPair hostKey = SshKeys.generate();
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(host);
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(List.of(hostKey)));
        // What is preferred to it, against computers to come, takes a quarter of a second of a processor, and this door is on the loopback only.
        server.setKeyExchangeFactories(
                server.getKeyExchangeFactories().stream().filter(f -> f.getName().equals("curve25519-sha256")).toList());
        server.setPublickeyAuthenticator(
                (name, key, session) -> name.equals(user.name()) && KeyUtils.compareKeys(key, allowed));
        server.setCommandFactory((channel, line) -> {
            commands.accept(line);
            return new ShellDoor(user, home, line);
        });
        server.setShellFactory(channel -> new ShellDoor(user, home, ""));
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        // As OpenSSH does: without it each answer waits for the acknowledgement of the one before.
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
        try {
            server.start();
        } catch (IOException e) {
            throw new DemoException("cannot open SSH on " + host + ":" + port + ": " + e.getMessage(), e);
        }
        return new DemoSshd(server, hostKey.getPublic());
    }

    public int port() {
        return server.getPort();
    }

    /// The line of a known_hosts file for a client that reaches this door at the given address.
    public String knownHostsLine(String host, int port) {
        String place = port == 22 ? host : "[" + host + "]:" + port;
        return place + " " + PublicKeyEntry.toString(hostKey);
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new DemoException("cannot close the SSH door: " + e.getMessage(), e);
        }
    }
}
