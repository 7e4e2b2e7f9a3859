package org.handyrep.ui.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.handyrep.cluster.Server;

/// The settings of a server as they stand in its form. Immutable.
///
/// @param original as it is configured; empty for a new one
/// @param values as typed, by option; what is blank or missing has the default
/// @param more further settings, one `key = value` a line
public record ServerForm(Optional<Server> original, String name, Map<String, String> values, String more) {

    /// The options with a field of their own.
    public static final List<String> OPTIONS = List.of(
            "hostname", "port", "role", "failover_priority", "ssh_user", "ssh_port", "ssh_key", "pgdata", "pgconf", "wal_location", "clone_method",
            "restart_method", "promotion_method", "lag_limit");

    /// What the functions call their own arguments, and what is changed by others.
    private static final Set<String> RESERVED = Set.of("servername", "props", "enabled");

    public ServerForm {
        values = Map.copyOf(values);
    }

    public static ServerForm adding() {
        return new ServerForm(Optional.empty(), "", Map.of(), "");
    }

    /// Its own settings; what is as `[server_defaults]` has it stays blank.
    public static ServerForm editing(Server server, Map<String, String> defaults) {
        Map<String, String> all = new TreeMap<>(server.settings());
        all.put("hostname", server.hostname());
        all.put("port", String.valueOf(server.port()));
        all.put("role", server.role().name());
        all.put("failover_priority", String.valueOf(server.failoverPriority()));
        all.put("lag_limit", String.valueOf(server.lagLimit()));
        all.entrySet().removeIf(e -> e.getValue().equals(defaults.get(e.getKey())));
        Map<String, String> values = new TreeMap<>();
        StringBuilder more = new StringBuilder();
        all.forEach((key, value) -> {
            if (OPTIONS.contains(key)) {
                values.put(key, value);
            } else {
                more.append(key).append(" = ").append(value).append('\n');
            }
        });
        return new ServerForm(Optional.of(server), server.name(), values, more.toString());
    }

    public ServerForm named(String typed) {
        return new ServerForm(original, typed, values, more);
    }

    public ServerForm with(String option, String typed) {
        Map<String, String> all = new TreeMap<>(values);
        all.put(option, typed);
        return new ServerForm(original, name, all, more);
    }

    public ServerForm withMore(String typed) {
        return new ServerForm(original, name, values, typed);
    }

    /// Everything that is not blank.
    public Map<String, String> settings() {
        Map<String, String> all = new TreeMap<>();
        values.forEach((key, value) -> all.put(key, value.strip()));
        all.putAll(further());
        all.values().removeIf(String::isBlank);
        return all;
    }

    /// What another form has otherwise; blank where it fell back to the default.
    public Map<String, String> changesSince(ServerForm before) {
        Map<String, String> was = before.settings();
        Map<String, String> changes = new TreeMap<>(settings());
        changes.entrySet().removeIf(e -> e.getValue().equals(was.get(e.getKey())));
        was.keySet().stream().filter(key -> !settings().containsKey(key)).forEach(key -> changes.put(key, ""));
        return changes;
    }

    private Map<String, String> further() {
        Map<String, String> all = new LinkedHashMap<>();
        more.lines().map(String::strip).filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            all.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        });
        return all;
    }

    /// What is wrong by itself, by field (`name`, `more`, or an option); HandyRep's rules are the engine's to say.
    ///
    /// @param taken names that other servers have
    public Map<String, String> problems(List<String> taken) {
        Map<String, String> all = new LinkedHashMap<>();
        if (original.isEmpty() && name.isBlank()) {
            all.put("name", "A server needs a name.");
        } else if (original.isEmpty() && taken.contains(name.strip())) {
            all.put("name", "There is a server " + name.strip() + " already.");
        }
        if (values.getOrDefault("hostname", "").isBlank()) {
            all.put("hostname", "A host name or an address is needed.");
        }
        more.lines().map(String::strip).filter(line -> !line.isEmpty()).map(ServerForm::line).flatMap(Optional::stream).findFirst()
                .ifPresent(why -> all.put("more", why));
        return all;
    }

    private static Optional<String> line(String line) {
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : line.substring(0, equals).strip();
        if (key.isEmpty() || key.contains(" ")) {
            return Optional.of("\"" + line + "\" is not of the form key = value.");
        }
        if (RESERVED.contains(key)) {
            return Optional.of(key + " is not a setting of a server here.");
        }
        return OPTIONS.contains(key) ? Optional.of(key + " has a field of its own.") : Optional.empty();
    }

    /// The function that the form leads to.
    public static String function(Optional<Server> original) {
        return original.isPresent() ? "alter_server_def" : "add_server";
    }

    public String title() {
        return original.isPresent() ? "Edit " + name : name.isBlank() ? "Add a server" : "Add " + name.strip();
    }

    public String act() {
        return original.isPresent() ? "Save" : "Add " + (name.isBlank() ? "it" : name.strip());
    }
}
