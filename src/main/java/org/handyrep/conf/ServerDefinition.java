package org.handyrep.conf;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Server;

/// Checks the definition of one server that does not stand in handyrep.conf, by the rules and with the defaults of the file.
public sealed interface ServerDefinition {

    /// Keys that HandyRep itself writes.
    List<String> STATUS_KEYS = List.of("status", "status_no", "status_ts", "status_message");

    /// @param remarks what was probably meant otherwise, one sentence each
    record Accepted(Server server, List<String> remarks) implements ServerDefinition {
        public Accepted {
            remarks = List.copyOf(remarks);
        }
    }

    record Rejected(List<String> problems) implements ServerDefinition {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }

    /// @param values as they would stand under `[[name]]`; a blank one means the default
    static ServerDefinition of(Conf conf, String name, Map<String, String> values) {
        Problems problems = new Problems(Path.of("servers"));
        ConfSection section = ConfSection.empty(name, new Spot(0, 0));
        values.forEach((key, value) -> section.values().put(key, new ConfValue(List.of(value), false, new Spot(0, 0))));
        values.keySet().stream().filter(STATUS_KEYS::contains).forEach(key -> problems.error(
                0, key + " is what HandyRep finds out; it cannot be set"));
        List<String> known = ConfOptions.ofServer().stream().map(ConfOption::name).toList();
        values.keySet().stream().filter(key -> !known.contains(key)).forEach(key -> Nearest.of(key, known)
                .ifPresent(near -> problems.warning(0, key + " is a key of your own", Optional.of(near))));
        Server server = conf.serversCheck(problems).one(name, section);
        List<String> said = problems.byLine().stream()
                .filter(p -> p.isError() == problems.hasErrors())
                .map(p -> p.message() + p.nearest().map(n -> "; did you mean " + n + "?").orElse(""))
                .toList();
        return problems.hasErrors() ? new Rejected(said) : new Accepted(server, said);
    }

    /// A definition as it would stand under `[[name]]`.
    static Map<String, String> values(Server server) {
        Map<String, String> all = new LinkedHashMap<>(server.settings());
        all.put("hostname", server.hostname());
        all.put("port", String.valueOf(server.port()));
        all.put("role", server.role().name());
        all.put("enabled", server.enabled() ? "True" : "False");
        all.put("failover_priority", String.valueOf(server.failoverPriority()));
        all.put("lag_limit", String.valueOf(server.lagLimit()));
        return all;
    }
}
