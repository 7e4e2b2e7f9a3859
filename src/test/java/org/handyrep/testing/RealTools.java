package org.handyrep.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.conf.Templates;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.Tools;
import org.handyrep.remote.LocalShell;
import org.handyrep.remote.SqlSessions;
import org.handyrep.remote.SqlSettings;
import org.handyrep.remote.SshSessions;
import org.handyrep.remote.SshSettings;

/// Tools that reach real servers, with the configuration a test gives them. Close it.
public final class RealTools implements Tools, AutoCloseable {

    public final List<Server> servers = new ArrayList<>();
    public final Map<String, String> options = new HashMap<>();
    public final Map<String, Map<String, List<String>>> plugins = new HashMap<>();
    public String user = "handyrep";
    public Secret password = new Secret(PostgresCluster.PASSWORD);
    public ClusterSnapshot snapshot = new ClusterSnapshot("real", 1, Instant.EPOCH, 0, false, List.of());

    public org.handyrep.plugin.Console console = org.handyrep.plugin.Console.starting();
    public final Map<String, AutoCloseable> kept = new java.util.concurrent.ConcurrentHashMap<>();

    /// As the engine offers `bigip_password`: to the BigIP alone.
    public Secret bigipPassword = Secret.NONE;

    /// Where templates are; none without it.
    public Optional<Path> templates = Optional.empty();

    private final SshSessions ssh;
    private final SshHost host;

    public RealTools(SshHost host) {
        this.host = host;
        this.ssh = new SshSessions(SshSettings.standard()
                .withPostgresUser(host.user())
                .withKnownHosts(List.of(host.knownHosts()))
                .withAgent(Optional.empty())
                .withPasswords(server -> server.role().equals(Role.BIGIP) ? bigipPassword : Secret.NONE)
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(5)));
    }

    public RealTools set(String plugin, String key, String value) {
        plugins.computeIfAbsent(plugin, p -> new HashMap<>()).put(key, List.of(value));
        return this;
    }

    /// The settings that lead to the SSH door, and more.
    public Map<String, String> behindDoor(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("ssh_user", host.user());
        settings.put("ssh_port", String.valueOf(host.port()));
        settings.put("ssh_key", host.keyFile().toString());
        return settings;
    }

    @Override
    public List<Server> servers() {
        return List.copyOf(servers);
    }

    @Override
    public ClusterSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public Shell shell(Server server) {
        return ssh.shell(server);
    }

    @Override
    public Shell local() {
        return LocalShell.ofThisUser(host.user());
    }

    @Override
    public Sql sql(Server server, Login login) {
        return new SqlSessions(SqlSettings.standard().withLogins(l -> user, l -> password)).open(server, login);
    }

    @Override
    public Sql proxied(Server proxy, Login login, String database) {
        return new SqlSessions(SqlSettings.standard().withLogins(l -> user, l -> password)).openProxied(proxy, login, database);
    }

    @Override
    public Optional<String> option(String section, String name) {
        return Optional.ofNullable(options.get(section + "." + name));
    }

    @Override
    public List<String> optionList(String section, String name) {
        return option(section, name).stream().toList();
    }

    @Override
    public Secret password(String name) {
        return password;
    }

    @Override
    public Map<String, List<String>> pluginSettings(String plugin) {
        return plugins.getOrDefault(plugin, Map.of());
    }

    @Override
    public Outcome render(String template, Map<String, Object> variables) {
        return templates.map(t -> new Templates(t).render(template, variables)).orElse(Outcome.failure("no templates here"));
    }

    @Override
    public org.handyrep.plugin.Console console() {
        return console;
    }

    @Override
    public <T extends AutoCloseable> T kept(Class<T> type, Object settings, java.util.function.Supplier<T> make) {
        return type.cast(kept.computeIfAbsent(type.getName() + settings, name -> make.get()));
    }

    @Override
    public void log(String category, String message, boolean isError) {}

    @Override
    public void close() {
        ssh.close();
    }
}
