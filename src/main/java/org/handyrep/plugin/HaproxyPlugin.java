package org.handyrep.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;

/// What plugins that write a haproxy's file share: its settings, the text of the file, a look through the proxy, and a test on every server with the role `proxy` or
/// `haproxy`.
public abstract class HaproxyPlugin extends HandyRepPlugin {

    private static final Duration PROBE = Duration.ofSeconds(3);

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.optional("template", "the template in templates_dir; haproxy_template is read too", "haproxy.cfg.template"),
                Setting.optional("config_location", "the file it becomes on the proxy; hap_pg_cfg is read too", "/etc/haproxy/haproxy.cfg"),
                Setting.optional("base_config", "the file that haproxy reads before it, where config_location holds the servers only", ""),
                Setting.optional("owner", "whose the file is, and who may reload haproxy", "root"),
                Setting.optional("haproxy_bin", "full path of haproxy on the proxy", "haproxy"),
                Setting.optional("reload", "how haproxy learns of it: service, usr2 (signal to the master process of pid_file), sf (a new haproxy takes over), or command", "service"),
                Setting.optional("service_name", "the service that is reloaded", "haproxy"),
                Setting.optional("pid_file", "where haproxy wrote its process number, for usr2 and sf", "/run/haproxy.pid"),
                Setting.optional("reload_command", "the command, for reload = command", ""),
                Setting.optional("primary_backend", "name of the section that leads to the primary", "pg_primary"),
                Setting.optional("replica_backend", "name of the section that leads to the replicas", "pg_replicas"),
                Setting.optional("master_pool_port", "port for writing; blank: port of the proxy's own entry", ""),
                Setting.optional("slave_pool_port", "port for reading", "5433"),
                Setting.optional("pool_port", "port for both, where a template has one", "5434"));
    }

    // the file

    protected final Haproxy haproxy(Server proxy) {
        return new Haproxy(
                value(proxy, "haproxy_bin"),
                value(proxy, "base_config"),
                value(proxy, "config_location"),
                owner(proxy) == RunAs.ROOT ? value(proxy, "owner") : "",
                switch (value(proxy, "reload")) {
                    case "usr2" -> new Haproxy.Reload.Usr2(value(proxy, "pid_file"));
                    case "sf" -> new Haproxy.Reload.TakeOver(value(proxy, "pid_file"));
                    case "command" -> new Haproxy.Reload.Words(Words.split(value(proxy, "reload_command")));
                    default -> new Haproxy.Reload.Service(value(proxy, "service_name"));
                });
    }

    protected final Outcome text(Server proxy, Server primary, List<Server> readers) {
        List<Server> all = new ArrayList<>(readers);
        all.add(primary);
        for (Server server : all) {
            if (!(server.name() + server.hostname()).matches("[A-Za-z0-9_.:-]+")) {
                return Outcome.failure("haproxy cannot name the server " + server.name() + " at " + server.hostname());
            }
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("primary", described(primary));
        variables.put("replicas", readers.stream().map(HaproxyPlugin::described).toList());
        variables.put("primary_backend", value(proxy, "primary_backend"));
        variables.put("replica_backend", value(proxy, "replica_backend"));
        variables.put("master_pool_port", String.valueOf(writePort(proxy)));
        variables.put("slave_pool_port", value(proxy, "slave_pool_port"));
        variables.put("pool_port", value(proxy, "pool_port"));
        variables.put("pg_port", String.valueOf(primary.port()));
        variables.put("master_server", primary.name());
        variables.put("slave_servers", readers.stream().map(Server::name).toList());
        return tools().render(value(proxy, "template"), variables);
    }

    private static Map<String, Object> described(Server server) {
        String host = server.hostname().contains(":") ? "ipv6@" + server.hostname() : server.hostname();
        return Map.of("name", server.name(), "host", host, "port", server.port());
    }

    // looking

    protected final ProxyState.Route probe(Server proxy, int port, boolean readOnly) {
        Server door = new Server(
                proxy.name(), proxy.hostname(), port, proxy.role(), true, proxy.failoverPriority(), proxy.lagLimit(), proxy.settings());
        String database = tools().option("handyrep", "handyrep_db").orElse("postgres");
        String label = value(proxy, readOnly ? "replica_backend" : "primary_backend");
        return new ProxyProbe(tools(), PROBE).route(door, database, label, readOnly);
    }

    // testing

    @Override
    public List<Server> tested() {
        return proxies();
    }

    @Override
    public Outcome test() {
        List<Server> proxies = proxies();
        if (proxies.isEmpty()) {
            return Outcome.failure("no enabled server has the role proxy");
        }
        return proxies.stream()
                .map(this::test)
                .filter(outcome -> !outcome.succeeded())
                .findFirst()
                .orElseGet(() -> Outcome.success("haproxy takes its file on " + proxies.size()
                        + (proxies.size() == 1 ? " proxy" : " proxies")));
    }

    /// Lets the proxy's own haproxy check the file that would be written, and writes none.
    @Override
    public Outcome test(Server server) {
        String name = server.name();
        String path = value(server, "config_location");
        if (!path.startsWith("/")) {
            return Outcome.failure(name + ": config_location is not an absolute path: " + path);
        }
        if (!List.of("service", "usr2", "sf", "command").contains(value(server, "reload"))) {
            return Outcome.failure(name + ": reload must be service, usr2, sf or command");
        }
        if (value(server, "reload").equals("command") && value(server, "reload_command").isBlank()) {
            return Outcome.failure(name + ": [plugins] [[haproxy_update]] lacks reload_command");
        }
        Optional<Server> primary = master();
        if (primary.isEmpty()) {
            return Outcome.failure("there is no enabled primary that haproxy could lead to");
        }
        CommandResult writable = asOwner(server, Command.of("test", "-w", path.substring(0, Math.max(1, path.lastIndexOf('/')))));
        if (!writable.ok()) {
            return Outcome.failure(name + ": the folder of " + path + " cannot be written by " + value(server, "owner") + ": "
                    + writable.describe());
        }
        if (List.of("usr2", "sf").contains(value(server, "reload"))
                && !asOwner(server, Command.of("test", "-s", value(server, "pid_file"))).ok()) {
            return Outcome.failure(name + ": there is no pid_file " + value(server, "pid_file") + ": does haproxy run?");
        }
        return switch (text(server, primary.get(), readers(primary.get()))) {
            case Outcome.Failure failure -> Outcome.failure(name + ": " + failure.details());
            case Outcome.Success text -> {
                CommandResult check = asOwner(server, haproxy(server).check(text.details()));
                yield check.ok()
                        ? Outcome.success(name + ": haproxy takes the file that would be written")
                        : Outcome.failure(name + ": haproxy refuses the file that would be written: " + check.describe());
            }
        };
    }

    private CommandResult asOwner(Server server, Command command) {
        return tools().shell(server).run(command.as(owner(server)));
    }

    // settings and servers

    protected final List<Server> proxies() {
        List<Server> all = new ArrayList<>(serversByRole(Role.PROXY));
        all.addAll(serversByRole(new Role("haproxy")));
        return all;
    }

    protected final List<Server> readers(Server primary) {
        return sortedReplicas().stream().filter(s -> !s.name().equals(primary.name())).toList();
    }

    protected final RunAs owner(Server proxy) {
        String owner = value(proxy, "owner");
        if (owner.equals(proxy.setting("ssh_user").orElse(""))) {
            return RunAs.HANDYREP;
        }
        return owner.equals(tools().option("handyrep", "postgres_superuser").orElse("postgres")) ? RunAs.POSTGRES : RunAs.ROOT;
    }

    protected final int writePort(Server proxy) {
        return number(value(proxy, "master_pool_port"), proxy.port());
    }

    protected static int number(String text, int otherwise) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : otherwise;
    }

    protected final String value(Server proxy, String key) {
        Optional<String> old = switch (key) {
            case "template" -> setting(proxy, "haproxy_template");
            case "config_location" -> setting(proxy, "hap_pg_cfg");
            default -> Optional.empty();
        };
        return old.or(() -> setting(proxy, key)).orElse("").strip();
    }
}
