package org.handyrep.conf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;

/// Checks `[servers]` and fills `[server_defaults]` in.
final class ServersCheck {

    private final ConfSection section;
    private final Map<String, Setting> defaults;
    private final OptionCheck options;
    private final Problems problems;
    private final Map<String, Map<String, Setting>> settings = new LinkedHashMap<>();

    ServersCheck(ConfSection section, Map<String, Setting> defaults, OptionCheck options, Problems problems) {
        this.section = section;
        this.defaults = defaults;
        this.options = options;
        this.problems = problems;
    }

    List<Server> run() {
        section.values().forEach((key, value) -> problems.error(
                value.at().line(), key + " stands directly under [servers]; put it under a [[server]]"));
        List<Server> servers = new ArrayList<>();
        Map<String, String> addresses = new HashMap<>();
        section.sections().forEach((name, sub) -> {
            name(name, sub);
            Server server = server(name, sub);
            String other = server.hostname().isEmpty() || !server.role().isPostgres()
                    ? null
                    : addresses.putIfAbsent(server.address(), name);
            if (other != null) {
                problems.warning(sub.at().line(), ConfParser.shown(name) + " has the same hostname and port as " + other);
            }
            servers.add(server);
        });
        masters(servers);
        return servers;
    }

    /// One server by itself.
    Server one(String name, ConfSection sub) {
        name(name, sub);
        return server(name, sub);
    }

    /// What each server was given, for showing it.
    Map<String, Map<String, Setting>> settings() {
        return settings;
    }

    private void name(String name, ConfSection sub) {
        if (name.isBlank() || Printable.hasControls(name)) {
            problems.error(sub.at().line(), "a server's name must be printable text");
        }
        sub.sections().values().forEach(deep -> problems.error(
                deep.at().line(), "[[[" + ConfParser.shown(deep.name()) + "]]] is inside the server "
                        + ConfParser.shown(name) + "; a server is written [[name]]"));
    }

    private Server server(String name, ConfSection sub) {
        Map<String, Setting> all = new LinkedHashMap<>();
        for (ConfOption option : ConfOptions.ofServer()) {
            Optional<ConfValue> given = Optional.ofNullable(sub.values().get(option.name())).filter(v -> !v.isBlank());
            Setting inherited = defaults.get(option.name());
            all.put(
                    option.name(),
                    given.isEmpty() && inherited != null
                            ? inherited
                            : options.setting(option, given, sub.at().line()));
        }
        defaults.forEach(all::putIfAbsent);
        sub.values().forEach((key, value) -> extra(all, key, value));
        settings.put(name, all);
        if (text(all, "hostname").isEmpty()) {
            problems.error(sub.at().line(), "server " + ConfParser.shown(name) + " has no hostname");
        }
        String role = text(all, "role");
        Nearest.of(role, Role.KNOWN).filter(near -> !Role.KNOWN.contains(role)).ifPresent(near -> problems.warning(
                all.getOrDefault("role", new Setting(List.of(), 0, "")).line(),
                "role " + role + " is a word of your own; the server is not polled as PostgreSQL",
                Optional.of(near)));
        Map<String, String> rest = new LinkedHashMap<>();
        all.forEach((key, setting) -> {
            if (!setting.isBlank() && !Secrecy.isSecretName(key)) {
                rest.put(key, setting.text());
            }
        });
        rest.computeIfPresent("ssh_key", (key, path) -> options.local(path));
        List.of("hostname", "port", "role", "enabled", "failover_priority", "lag_limit").forEach(rest::remove);
        return new Server(
                name,
                text(all, "hostname"),
                number(all, "port"),
                new Role(role),
                ValueType.isTrue(text(all, "enabled")),
                number(all, "failover_priority"),
                number(all, "lag_limit"),
                rest);
    }

    private void extra(Map<String, Setting> all, String key, ConfValue value) {
        int line = value.at().line();
        if (ConfOptions.ofServer().stream().anyMatch(o -> o.name().equals(key))) {
            return;
        }
        if (Secrecy.isSecretName(key)) {
            problems.warning(line, key + " looks like a password and is not used; passwords belong in [passwords]");
        }
        value.items().stream().filter(Printable::hasControls).findFirst().ifPresent(bad -> problems.error(
                line, key + " must not contain control characters or line breaks"));
        all.put(key, new Setting(value.items(), line, options.origin(line)));
    }

    private void masters(List<Server> servers) {
        List<Server> masters =
                servers.stream().filter(s -> s.isMaster() && s.enabled()).toList();
        if (masters.size() > 1) {
            for (Server master : masters.subList(1, masters.size())) {
                problems.error(line(master.name()), "there are two enabled masters, "
                        + ConfParser.shown(masters.getFirst().name()) + " and " + ConfParser.shown(master.name()));
            }
        }
        if (masters.isEmpty()) {
            String disabled = servers.stream()
                    .filter(Server::isMaster)
                    .findFirst()
                    .map(s -> "; " + ConfParser.shown(s.name()) + " has role = master but is not enabled")
                    .orElse("");
            problems.error(section.at().line(), "[servers] has no enabled server with role = master" + disabled);
        }
    }

    private int line(String server) {
        Setting role = settings.getOrDefault(server, Map.of()).get("role");
        return role == null ? section.section(server).at().line() : role.line();
    }

    private static String text(Map<String, Setting> all, String key) {
        Setting found = all.get(key);
        return found == null ? "" : found.text();
    }

    private static int number(Map<String, Setting> all, String key) {
        try {
            return Integer.parseInt(text(all, key).strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
