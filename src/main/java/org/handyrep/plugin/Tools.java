package org.handyrep.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Server;

/// What the program lends to a plugin. [HandyRepPlugin] wraps it into the methods an author calls.
public interface Tools {

    /// The servers as configured now.
    List<Server> servers();

    /// The newest look at the cluster.
    ClusterSnapshot snapshot();

    /// The shell on a server's host; the same session is reused.
    Shell shell(Server server);

    /// A shell on the machine of the console.
    Shell local();

    /// A session of the caller's own; close it.
    Sql sql(Server server, Login login);

    /// A session through a connection proxy, or with its console; close it. One statement at a time, no timeouts on the server's side, nothing prepared.
    ///
    /// @param database the name that clients ask for; `pgbouncer` is pgbouncer's console
    Sql proxied(Server proxy, Login login, String database);

    /// An option of handyrep.conf outside `[passwords]`, with its default filled in; empty when blank.
    Optional<String> option(String section, String name);

    /// A list option (comma separated in handyrep.conf); a single value is a list of one.
    List<String> optionList(String section, String name);

    /// A password of `[passwords]`; [Secret#NONE] when blank.
    Secret password(String name);

    /// The `[plugins] [[name]]` section: value or list of values per key. Empty when there is no such section.
    Map<String, List<String>> pluginSettings(String plugin);

    /// A template of `templates_dir` with its variables filled in.
    Outcome render(String template, Map<String, Object> variables);

    /// Which console this is.
    Console console();

    /// What a plugin keeps from one call to the next, because each call finds a new plugin: a session, a lease. It is made at the first call, again when the
    /// settings are others or the plugin's file was loaded again, and closed then and at the end of the program.
    ///
    /// @param settings what it is made of, compared by `equals`
    <T extends AutoCloseable> T kept(Class<T> type, Object settings, Supplier<T> make);

    void log(String category, String message, boolean isError);
}
