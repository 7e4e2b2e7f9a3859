package org.handyrep.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;

/// An SSH host on a loopback address that runs what it is sent in `/bin/sh`, and remembers what was tried.
final class TestDoor implements AutoCloseable {

    static final String USER = "operator";

    final String host;
    final List<KeyPair> hostKeys;
    final List<KeyPair> allowed = new CopyOnWriteArrayList<>();
    final List<String> ciphers = new CopyOnWriteArrayList<>();
    final List<String> passwordsTried = new CopyOnWriteArrayList<>();
    final AtomicInteger logins = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    private final SshServer sshd = SshServer.setUpDefaultServer();

    /// @param before shell lines that run before each command
    TestDoor(String host, int port, List<KeyPair> hostKeys, String password, String before) {
        this.host = host;
        this.hostKeys = hostKeys;
        sshd.setHost(host);
        sshd.setPort(port);
        sshd.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        sshd.setPublickeyAuthenticator((user, key, session) -> {
            return user.equals(USER) && allowed.stream().anyMatch(k -> KeyUtils.compareKeys(k.getPublic(), key));
        });
        sshd.addSessionListener(new SessionListener() {
            @Override
            public void sessionEvent(Session session, Event event) {
                if (event == Event.Authenticated) {
                    ciphers.add(session.getNegotiatedKexParameter(KexProposalOption.C2SENC));
                    logins.incrementAndGet();
                }
            }
        });
        sshd.setPasswordAuthenticator((user, tried, session) -> {
            passwordsTried.add(tried);
            return !password.isEmpty() && tried.equals(password);
        });
        sshd.setCommandFactory((channel, line) -> {
            String script = before + "\n" + line;
            return new ProcessShellFactory(script, "/bin/sh", "-c", script).createShell(channel);
        });
        sshd.addChannelListener(new ChannelListener() {
            @Override
            public void channelOpenSuccess(Channel channel) {
                mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            }

            @Override
            public void channelClosed(Channel channel, Throwable reason) {
                open.decrementAndGet();
            }
        });
        try {
            sshd.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestDoor open(String host, KeyPair client) {
        TestDoor door = new TestDoor(host, 0, List.of(key("ssh-ed25519", 256)), "", "");
        door.allowed.add(client);
        return door;
    }

    static KeyPair key(String type, int size) {
        try {
            return KeyUtils.generateKeyPair(type, size);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes a private key as ssh-keygen does.
    static Path keyFile(Path file, KeyPair key, String passphrase) throws IOException, GeneralSecurityException {
        OpenSSHKeyEncryptionContext encryption = null;
        if (!passphrase.isEmpty()) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setPassword(passphrase);
            encryption.setCipherName("AES");
            encryption.setCipherType("256");
            encryption.setCipherMode("CTR");
        }
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
        }
        return file;
    }

    int port() {
        return sshd.getPort();
    }

    /// A line of known_hosts for each of its keys.
    String knownHosts() {
        StringBuilder lines = new StringBuilder();
        for (KeyPair key : hostKeys) {
            lines.append("[").append(host).append("]:").append(port()).append(' ');
            lines.append(PublicKeyEntry.toString(key.getPublic())).append('\n');
        }
        return lines.toString();
    }

    Server server(String name, Path keyFile) {
        return server(name, host, port(), Map.of("ssh_key", keyFile.toString()));
    }

    static Server server(String name, String host, int port, Map<String, String> more) {
        Map<String, String> settings = new java.util.HashMap<>(more);
        settings.put("ssh_user", USER);
        settings.put("ssh_port", Integer.toString(port));
        return new Server(name, host, 5432, Role.MASTER, true, 1, 1000, settings);
    }

    @Override
    public void close() {
        try {
            sshd.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
