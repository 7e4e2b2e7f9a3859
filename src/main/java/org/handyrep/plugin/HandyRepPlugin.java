package org.handyrep.plugin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.jspecify.annotations.Nullable;

/// The template class that every plugin extends (`handyrepplugin` in HandyRep). A plugin adds the interface of its kind, `run` and [#test()].
public abstract class HandyRepPlugin {

    private @Nullable Tools tools;

    /// Called once by the plugin folder, before anything else.
    public final void bind(Tools lent) {
        tools = lent;
    }

    /// Says whether `run` could work here. Changes nothing anywhere.
    public abstract Outcome test();

    /// The servers that [#test(Server)] can be asked about; empty for a plugin that is not about single servers.
    public List<Server> tested() {
        return List.of();
    }

    /// As [#test()] for one of [#tested()].
    public Outcome test(Server server) {
        return test();
    }

    /// The keys of this plugin's section in handyrep.conf.
    public List<Setting> settings() {
        return List.of();
    }

    /// The name of this plugin in handyrep.conf: `PromotePgCtl` is `promote_pg_ctl`.
    public String name() {
        return PluginName.ofClass(getClass().getSimpleName());
    }

    protected final Tools tools() {
        if (tools == null) {
            throw new IllegalStateException(name() + " is used before it was bound");
        }
        return tools;
    }

    // commands

    protected final CommandResult runAsPostgres(Server server, Command command) {
        return tools().shell(server).run(command.as(RunAs.POSTGRES));
    }

    protected final CommandResult runAsRoot(Server server, Command command) {
        return tools().shell(server).run(command.as(RunAs.ROOT));
    }

    protected final CommandResult runAsHandyrep(Server server, Command command) {
        return tools().shell(server).run(command.as(RunAs.HANDYREP));
    }

    protected final CommandResult runLocal(Command command) {
        return tools().local().run(command);
    }

    /// Whether a file of any type is there, as the owner of PostgreSQL sees it.
    protected final boolean fileExists(Server server, String path) {
        return runAsPostgres(server, Command.of("test", "-e", path)).ok();
    }

    /// Does the acts in order, stopping at the first that fails.
    protected final Outcome perform(List<Act> acts) {
        for (Act act : acts) {
            Outcome outcome = Acts.perform(tools(), act);
            if (!outcome.succeeded()) {
                return outcome;
            }
        }
        return Outcome.success("done: " + acts.size() + " of " + acts.size() + " acts");
    }

    /// Renders a template and writes it to a server: to a temporary name, with owner and mode, then renamed.
    protected final Outcome pushTemplate(
            Server server, String template, Map<String, Object> variables, String path, RunAs owner, String mode) {
        return switch (tools().render(template, variables)) {
            case Outcome.Success text ->
                Acts.perform(tools(), new Act.Push(server, path, text.details(), owner, mode));
            case Outcome.Failure failure -> failure;
        };
    }

    // connections

    /// Close it.
    protected final Sql connection(Server server) {
        return tools().sql(server, Login.HANDYREP);
    }

    /// A session through a connection proxy, or with its console; close it.
    protected final Sql proxied(Server proxy, String database) {
        return tools().proxied(proxy, Login.HANDYREP, database);
    }

    /// Close it. Empty while no enabled master is configured.
    protected final Optional<Sql> masterConnection() {
        return master().map(this::connection);
    }

    // settings

    /// A value of this plugin's section, or its declared default; empty when neither is there.
    protected final Optional<String> setting(String key) {
        List<String> values = settingList(key);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    /// As [#setting(String)], unless the server's own entry in `[servers]` has the key.
    protected final Optional<String> setting(Server server, String key) {
        return server.setting(key).or(() -> setting(key));
    }

    protected final List<String> settingList(String key) {
        List<String> given = tools().pluginSettings(name()).getOrDefault(key, List.of()).stream()
                .filter(v -> !v.isBlank())
                .toList();
        if (!given.isEmpty()) {
            return given;
        }
        return settings().stream()
                .filter(s -> s.name().equals(key) && !s.defaultValue().isEmpty())
                .map(Setting::defaultValue)
                .toList();
    }

    /// HandyRep's booleans: `True`, `yes`, `on`, `1` in any case are true, all else is false.
    protected final boolean settingIsTrue(String key) {
        return setting(key)
                .map(v -> List.of("true", "yes", "on", "1").contains(v.toLowerCase(java.util.Locale.ROOT)))
                .orElse(false);
    }

    /// Fails with the names of the required settings that are missing.
    protected final Outcome testSettings() {
        List<String> missing = new ArrayList<>();
        for (Setting s : settings()) {
            if (s.required() && setting(s.name()).isEmpty()) {
                missing.add(s.name());
            }
        }
        return missing.isEmpty()
                ? Outcome.success("all required settings are there")
                : Outcome.failure("[plugins] [[" + name() + "]] lacks " + String.join(", ", missing));
    }

    /// The settings, then [#test(Server)] of each server, up to the first that fails.
    ///
    /// @param fine what is then known of all: `pg_ctl is there`
    protected final Outcome testEach(String fine) {
        Outcome settings = testSettings();
        if (!settings.succeeded()) {
            return settings;
        }
        List<Server> servers = tested();
        for (Server server : servers) {
            Outcome outcome = test(server);
            if (!outcome.succeeded()) {
                return outcome;
            }
        }
        return Outcome.success(fine + " on " + servers.size() + (servers.size() == 1 ? " server" : " servers"));
    }

    // servers

    protected final Optional<Server> server(String name) {
        return tools().servers().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /// The one enabled server configured as master.
    protected final Optional<Server> master() {
        List<Server> masters = tools().servers().stream()
                .filter(s -> s.isMaster() && s.enabled())
                .toList();
        return masters.size() == 1 ? Optional.of(masters.getFirst()) : Optional.empty();
    }

    /// The enabled PostgreSQL servers whose `option` (`restart_method`, …) names this plugin; all enabled ones if none says so.
    protected final List<Server> serversUsing(String option) {
        List<Server> postgres = tools().servers().stream()
                .filter(s -> s.enabled() && s.role().isPostgres())
                .toList();
        List<Server> named = postgres.stream()
                .filter(s -> s.setting(option).map(PluginName::key).equals(Optional.of(PluginName.key(name()))))
                .toList();
        return named.isEmpty() ? postgres : named;
    }

    /// Enabled servers with this role, by name.
    protected final List<Server> serversByRole(Role role) {
        return tools().servers().stream()
                .filter(s -> s.enabled() && s.role().equals(role))
                .sorted(Comparator.comparing(Server::name))
                .toList();
    }

    /// Enabled replicas by failover priority, then name.
    protected final List<Server> sortedReplicas() {
        return tools().servers().stream()
                .filter(s -> s.isReplica() && s.enabled())
                .sorted(Comparator.comparingInt(Server::failoverPriority).thenComparing(Server::name))
                .toList();
    }

    protected final void log(String message) {
        tools().log("PLUGIN " + name(), message, false);
    }
}
