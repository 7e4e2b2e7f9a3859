package org.handyrep.remote;

import java.security.PublicKey;
import java.util.Map;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/// The check of one host's key while one connection is made; remembers what it saw, because the library only learns yes or no.
final class HostKeyCheck {

    static final AttributeKey<HostKeyCheck> OF_SESSION = new AttributeKey<>();

    private final String host;
    private final int port;
    private final KnownHosts knownHosts;
    private volatile @Nullable PublicKey shown;
    private volatile KnownHosts.@Nullable Verdict verdict;

    HostKeyCheck(String host, int port, KnownHosts knownHosts) {
        this.host = host;
        this.port = port;
        this.knownHosts = knownHosts;
    }

    static Optional<HostKeyCheck> of(Session session) {
        return session instanceof ClientSession client && client.getConnectionContext() != null
                ? Optional.ofNullable(client.getConnectionContext().getAttribute(OF_SESSION))
                : Optional.empty();
    }

    boolean accepts(PublicKey key) {
        shown = key;
        verdict = knownHosts.check(host, port, key);
        return verdict == KnownHosts.Verdict.KNOWN;
    }

    /// The key that nobody knows yet, if that is why the connection was refused.
    Optional<PublicKey> unknownKey() {
        return verdict == KnownHosts.Verdict.UNKNOWN ? Optional.ofNullable(shown) : Optional.empty();
    }

    /// Why the key was refused for good.
    Optional<String> refusal() {
        PublicKey key = shown;
        if (key == null || verdict == null) {
            return Optional.empty();
        }
        return switch (verdict) {
            case KNOWN, UNKNOWN -> Optional.empty();
            case CHANGED ->
                Optional.of("the host key of " + host + " has changed: it shows " + describe(key)
                        + ", which is not the stored one. Someone may be between, or the host was set up anew; nothing was sent. "
                        + "If the new key is right, remove the old line with: ssh-keygen -R "
                        + (port == 22 ? host : "'[" + host + "]:" + port + "'"));
            case REVOKED -> Optional.of("the host key of " + host + " (" + describe(key) + ") is marked as revoked");
        };
    }

    static String describe(PublicKey key) {
        return type(key) + " " + fingerprint(key);
    }

    static String fingerprint(PublicKey key) {
        return String.valueOf(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key));
    }

    static String type(PublicKey key) {
        String type = String.valueOf(KeyUtils.getKeyType(key));
        return type.startsWith("ecdsa") ? "ECDSA" : type.replace("ssh-", "").toUpperCase(java.util.Locale.ROOT);
    }

    /// Asks a host for the type of key that is stored for it, as OpenSSH does; without this a second key of the same host would look like a change.
    static final class KnownTypesFirst implements SessionListener {
        @Override
        public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
            of(session).ifPresent(check -> proposal.computeIfPresent(
                    KexProposalOption.SERVERKEYS, (option, all) -> check.reorder(all)));
        }
    }

    private String reorder(String algorithms) {
        List<String> types = knownHosts.types(host, port);
        List<String> first = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String algorithm : algorithms.split(",", -1)) {
            String type = algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm;
            (types.contains(type) ? first : rest).add(algorithm);
        }
        first.addAll(rest);
        return String.join(",", first);
    }
}
