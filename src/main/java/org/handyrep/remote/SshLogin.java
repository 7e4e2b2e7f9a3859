package org.handyrep.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.handyrep.plugin.Secret;

/// What one login offers: the keys of a file, the agent's keys, a password. Decrypted keys stay in memory so that a passphrase is worked through once.
final class SshLogin {

    private static final List<String> USUAL = List.of(".ssh/id_ed25519", ".ssh/id_ecdsa", ".ssh/id_rsa");

    private final SshTarget target;
    private final SshSettings settings;
    private List<KeyPair> keys = List.of();

    SshLogin(SshTarget target, SshSettings settings) {
        this.target = target;
        this.settings = settings;
    }

    /// Puts the offers into a session; answers why it cannot.
    synchronized Optional<String> offerTo(ClientSession session) {
        if (keys.isEmpty()) {
            try {
                keys = load();
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                if (target.password().isEmpty() && settings.agentSocket().isEmpty()) {
                    return Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
                }
            }
        }
        keys.forEach(session::addPublicKeyIdentity);
        if (target.password().isEmpty()) {
            session.setUserAuthFactoriesNames("publickey");
        } else {
            session.setUserAuthFactoriesNames("publickey", "password", "keyboard-interactive");
            session.addPasswordIdentity(target.password().reveal());
        }
        return Optional.empty();
    }

    /// The agent is asked unless a key file settles who logs in: its other keys could use up the tries that the host allows.
    synchronized boolean asksAgent() {
        return target.keyFile().isEmpty() || keys.isEmpty();
    }

    private List<KeyPair> load() throws IOException, GeneralSecurityException {
        if (target.keyFile().isPresent()) {
            return load(target.keyFile().get());
        }
        List<KeyPair> all = new ArrayList<>();
        for (String usual : USUAL) {
            Path file = SshSettings.home(usual);
            if (Files.isReadable(file)) {
                try {
                    all.addAll(load(file));
                } catch (IOException | GeneralSecurityException | RuntimeException e) {
                    // a usual key that needs a passphrase nobody gave is no offer, and the next may be one
                }
            }
        }
        return all;
    }

    private List<KeyPair> load(Path file) throws IOException, GeneralSecurityException {
        if (!Files.isReadable(file)) {
            throw new IOException("the key file " + file + " cannot be read");
        }
        Secret passphrase = settings.passphrase().apply(file);
        FilePasswordProvider provider =
                passphrase.isEmpty() ? FilePasswordProvider.EMPTY : FilePasswordProvider.of(passphrase.reveal());
        List<KeyPair> pairs = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> loaded = SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), in, provider);
            if (loaded != null) {
                loaded.forEach(pairs::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    "the key file " + file
                            + (passphrase.isEmpty() ? " cannot be used: it needs a passphrase, or it is damaged" : " does not open with its passphrase"),
                    e);
        }
        if (pairs.isEmpty()) {
            throw new IOException("the key file " + file + " holds no key that can be used");
        }
        return List.copyOf(pairs);
    }
}
