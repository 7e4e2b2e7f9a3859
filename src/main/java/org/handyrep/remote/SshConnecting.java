package org.handyrep.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;

/// Makes the connection to one host: TCP, host key, login. Blocks for as long as its timeouts and a question about the host key allow.
final class SshConnecting {

    sealed interface Attempt {
        record Open(ClientSession session) implements Attempt {}

        record Failed(String why) implements Attempt {}
    }

    private final SshTarget target;
    private final SshSettings settings;
    private final SshClient client;
    private final KnownHosts knownHosts;
    private final SshLogin login;
    private final Set<String> refusedKeys = ConcurrentHashMap.newKeySet();
    private volatile String phase = "";

    SshConnecting(SshTarget target, SshSettings settings, SshClient client, KnownHosts knownHosts) {
        this.target = target;
        this.settings = settings;
        this.client = client;
        this.knownHosts = knownHosts;
        login = new SshLogin(target, settings);
    }

    /// What it waits for, for a caller who cannot wait longer.
    String phase() {
        return phase;
    }

    Attempt attempt() {
        if (!HostNames.isOne(target.host())) {
            return new Attempt.Failed(target.host() + " is not a host name");
        }
        HostKeyCheck check = new HostKeyCheck(target.host(), target.port(), knownHosts);
        Attempt attempt = connect(check);
        Optional<PublicKey> unknown = check.unknownKey();
        if (attempt instanceof Attempt.Open || unknown.isEmpty()) {
            return attempt;
        }
        Optional<String> refusal = refusal(unknown.get());
        return refusal.isPresent()
                ? new Attempt.Failed(refusal.get())
                : connect(new HostKeyCheck(target.host(), target.port(), knownHosts));
    }

    private Optional<String> refusal(PublicKey key) {
        String shown = HostKeyCheck.describe(key);
        String sentence = "the host key of " + target.host() + " is not known yet: " + shown;
        phase = sentence + ", and nobody has answered yet whether it is right";
        if (refusedKeys.contains(shown)) {
            return Optional.of(sentence + ", and it was refused");
        }
        HostKeyQuestion.UnknownKey question = new HostKeyQuestion.UnknownKey(
                target.host(), target.port(), HostKeyCheck.type(key), HostKeyCheck.fingerprint(key));
        if (!settings.question().accept(question)) {
            refusedKeys.add(shown);
            return Optional.of(sentence + ", and it was not accepted");
        }
        try {
            knownHosts.store(target.host(), target.port(), key);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(sentence + ", and it could not be stored in " + settings.knownHosts().getFirst() + ": " + e.getMessage());
        }
    }

    private Attempt connect(HostKeyCheck check) {
        phase = "no answer from " + target.address() + " yet";
        ClientSession session = null;
        try {
            session = client.connect(
                            target.user(),
                            target.host(),
                            target.port(),
                            AttributeRepository.ofKeyValuePair(HostKeyCheck.OF_SESSION, check),
                            null)
                    .verify(settings.connectTimeout())
                    .getClientSession();
            session.setAttribute(SshHost.LOGIN, login);
            Optional<String> obstacle = login.offerTo(session);
            if (obstacle.isPresent()) {
                session.close(true);
                return new Attempt.Failed(obstacle.get());
            }
            session.auth().verify(settings.loginTimeout());
            return new Attempt.Open(session);
        } catch (IOException | RuntimeException e) {
            boolean connected = session != null;
            if (session != null) {
                session.close(true);
            }
            return new Attempt.Failed(check.refusal().orElseGet(() -> why(e, connected)));
        }
    }

    private String why(Exception e, boolean connected) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return "the host name " + target.host() + " is not known";
            }
            if (t instanceof TimeoutException || t instanceof SocketTimeoutException) {
                return connected
                        ? target.address() + " accepts connections but did not answer over SSH within " + Durations.words(settings.loginTimeout())
                        : target.address() + " did not answer within " + Durations.words(settings.connectTimeout());
            }
            if (t instanceof ConnectException || t instanceof NoRouteToHostException) {
                return "no connection to " + target.address() + ": " + t.getMessage();
            }
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains("No more authentication methods")) {
            return target.host() + " refused the login of " + target.user()
                    + target.keyFile().map(f -> " with the key " + f).orElse("");
        }
        return "no SSH session with " + target.address() + ": " + message;
    }
}
