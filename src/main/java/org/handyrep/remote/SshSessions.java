package org.handyrep.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Shell;
import org.jspecify.annotations.Nullable;

/// The SSH sessions of the program: one per host, user and key, opened at the first command, shared by all callers, opened again after it broke.
/// Safe for many threads. Closing it ends all sessions.
public final class SshSessions implements AutoCloseable {

    private static final int UNANSWERED_PROBES = 3;

    private final SshSettings settings;
    private final SshClient client;
    private final KnownHosts knownHosts;
    private final Map<SshTarget, SshHost> hosts = new ConcurrentHashMap<>();

    public SshSessions(SshSettings settings) {
        this.settings = settings;
        knownHosts = new KnownHosts(settings.knownHosts());
        client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        // By default it is ChaCha20, which takes Java three times as long as what the processor does itself.
        client.setCipherFactories(client.getCipherFactories().stream()
                .sorted(Comparator.comparing(cipher -> !cipher.getName().contains("gcm")))
                .toList());
        client.setServerKeyVerifier(
                (session, address, key) -> HostKeyCheck.of(session).map(c -> c.accepts(key)).orElse(false));
        client.addSessionListener(new HostKeyCheck.KnownTypesFirst());
        settings.agentSocket().ifPresent(socket -> client.setAgentFactory(new Agent(socket)));
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, settings.connectTimeout());
        // longer than the wait for it, whose message says what happened
        CoreModuleProperties.AUTH_TIMEOUT.set(client, settings.loginTimeout().plusSeconds(5));
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, settings.keepAlive());
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED_PROBES);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.start();
    }

    /// The shell on a server's host. Opens nothing yet.
    public Shell shell(Server server) {
        return hosts.computeIfAbsent(
                SshTarget.of(server, settings), target -> new SshHost(target, settings, client, knownHosts));
    }

    @Override
    public void close() {
        hosts.values().forEach(SshHost::close);
        client.stop();
    }

    private record Agent(Path socket) implements SshAgentFactory {
        @Override
        public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
            return List.of();
        }

        @Override
        public @Nullable SshAgent createClient(Session session, FactoryManager manager) {
            SshLogin login = session.getAttribute(SshHost.LOGIN);
            if (login == null || !login.asksAgent()) {
                return null;
            }
            try {
                return new AgentClient(socket);
            } catch (IOException e) {
                return null;
            }
        }

        @Override
        public SshAgentServer createServer(ConnectionService service) {
            throw new UnsupportedOperationException("no agent is forwarded");
        }
    }
}
