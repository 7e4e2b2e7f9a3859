package org.handyrep.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Server;
import org.handyrep.conf.Conf;
import org.handyrep.conf.Templates;
import org.handyrep.plugin.Console;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.Tools;
import org.handyrep.remote.LocalShell;
import org.handyrep.remote.SqlSessions;
import org.handyrep.remote.SshSessions;

/// What the engine lends to plugins, over the real servers.
record EngineTools(
        Supplier<Conf> conf,
        Templates templates,
        Supplier<List<Server>> book,
        Supplier<ClusterSnapshot> newest,
        SshSessions ssh,
        SqlSessions databases,
        KeptConsoles consoles,
        LocalShell localShell,
        EngineLog log,
        Console console,
        Kept kept)
        implements Tools {

    @Override
    public List<Server> servers() {
        return book.get();
    }

    @Override
    public ClusterSnapshot snapshot() {
        return newest.get();
    }

    @Override
    public Shell shell(Server server) {
        return ssh.shell(server);
    }

    @Override
    public Shell local() {
        return localShell;
    }

    @Override
    public Sql sql(Server server, Login login) {
        return databases.open(server, login);
    }

    @Override
    public Sql proxied(Server proxy, Login login, String database) {
        return database.equals(SqlSessions.CONSOLE)
                ? consoles.borrow(proxy, login)
                : databases.openProxied(proxy, login, database);
    }

    @Override
    public Optional<String> option(String section, String name) {
        return conf.get().option(section, name);
    }

    @Override
    public List<String> optionList(String section, String name) {
        return conf.get().optionList(section, name);
    }

    @Override
    public Secret password(String name) {
        return conf.get().password(name);
    }

    @Override
    public Map<String, List<String>> pluginSettings(String plugin) {
        return conf.get().plugin(plugin);
    }

    @Override
    public Outcome render(String template, Map<String, Object> variables) {
        return templates.render(template, variables);
    }

    @Override
    public <T extends AutoCloseable> T kept(Class<T> type, Object settings, Supplier<T> make) {
        return kept.get(type, settings, make);
    }

    @Override
    public void log(String category, String message, boolean isError) {
        log.log(category, "", isError, message);
    }
}
