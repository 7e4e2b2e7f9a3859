package org.handyrep.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.conf.Nearest;
import org.handyrep.conf.ServerDefinition;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;

/// The functions that change which servers there are: `enable`, `disable`, `remove`, `alter_server_def`, `add_server`.
final class ApiServers {

    private final ClusterEngine engine;
    private final ClusterParts parts;
    private final ApiPlans plans;

    ApiServers(ClusterEngine engine, ClusterParts parts, ApiPlans plans) {
        this.engine = engine;
        this.parts = parts;
        this.plans = plans;
    }

    Outcome enable(String name) {
        return onServer(name, (server, snapshot) -> {
            if (server.enabled()) {
                return Outcome.failure(name + " is enabled already");
            }
            Optional<String> obstacle = Enabling.obstacle(server, snapshot, parts.book().servers());
            if (obstacle.isPresent()) {
                return Outcome.failure(name + " stays disabled: " + obstacle.get());
            }
            Outcome written = replace(server.withEnabled(true));
            return written.succeeded() ? withStatus(name, name + " is enabled") : written;
        });
    }

    private Outcome withStatus(String name, String done) {
        engine.look(true);
        return Optional.ofNullable(engine.view().diagnosis().statuses().get(name))
                .map(s -> Outcome.success(done + "; it is " + s.status().word() + ": " + s.message())
                        .with("status", s.status().word()))
                .orElse(Outcome.success(done));
    }

    Outcome disable(Operator who, String name, Optional<String> confirmed) {
        return onServer(name, (server, snapshot) -> {
            if (!server.enabled()) {
                return Outcome.failure(name + " is disabled already");
            }
            Optional<ServerState> state = snapshot.find(name).map(Observation::state);
            boolean writes = state.orElse(null) instanceof ServerState.Primary;
            if ((writes || server.isMaster()) && !confirmed.equals(Optional.of(name))) {
                String what = writes ? " takes writes: disabling it shuts it down" : " is the configured primary: disabling it leaves none";
                return Outcome.failure(name + what + "; to do that nevertheless, give confirm=" + name);
            }
            Outcome written = replace(server.withEnabled(false));
            if (!written.succeeded() || !server.role().isPostgres()) {
                return written.succeeded() ? Outcome.success(name + " is disabled") : written;
            }
            return shutDown(who, name, snapshot);
        });
    }

    /// The server is disabled by now; what became of the process is told as it is.
    private Outcome shutDown(Operator who, String name, ClusterSnapshot snapshot) {
        Optional<Observation> seen = snapshot.find(name);
        boolean stopped = seen.map(o -> o.host() instanceof HostState.Answers host
                        && !host.running()
                        && o.state() instanceof ServerState.Unreachable)
                .orElse(false);
        if (stopped) {
            return Outcome.success(name + " is disabled; it was not running").with("shut_down", false);
        }
        Map<String, Object> rd = plans.run(who, new Request.Service(name, RunMode.STOP), Optional.of(name));
        boolean done = "SUCCESS".equals(rd.get("result"));
        String details = done
                ? name + " is disabled and was shut down"
                : name + " is disabled, but it was not shut down and may still run: " + rd.get("details");
        return (done ? Outcome.success(details) : Outcome.failure(details)).with("shut_down", done).with("enabled", false);
    }

    Outcome remove(String name) {
        return onServer(name, (server, snapshot) -> {
            if (server.enabled()) {
                return Outcome.failure(name + " is enabled; only a disabled server can be removed");
            }
            Outcome written = change(before -> before.stream().filter(s -> !s.name().equals(name)).toList());
            return written.succeeded() ? Outcome.success(name + " is removed") : written;
        });
    }

    Outcome add(String name, Map<String, String> properties) {
        Map<String, String> values = new LinkedHashMap<>(properties);
        values.put("enabled", "False");
        return afterLook(snapshot -> find(name).isPresent()
                ? Outcome.failure("there is a server " + name + " already; alter_server_def changes it")
                : check(name, values, this::append));
    }

    private Outcome append(Server server) {
        Outcome written = change(before -> {
            List<Server> all = new ArrayList<>(before);
            all.add(server);
            return all;
        });
        return written.succeeded()
                ? Outcome.success(server.name() + " (" + server.role() + " at " + server.address()
                        + ") is added, disabled; enable it when it is ready")
                : written;
    }

    Outcome alter(String name, Map<String, String> properties) {
        if (properties.isEmpty()) {
            return Outcome.failure("alter_server_def needs what to change: key=value");
        }
        return onServer(name, (server, snapshot) -> {
            Map<String, String> values = ServerDefinition.values(server);
            values.putAll(properties);
            return check(name, values, altered -> {
                Optional<String> obstacle = obstacle(server, altered);
                if (obstacle.isPresent()) {
                    return Outcome.failure(obstacle.get());
                }
                Outcome written = replace(altered);
                return written.succeeded()
                        ? Outcome.success(name + " has a new " + String.join(", ", properties.keySet()))
                        : written;
            });
        });
    }

    private Optional<String> obstacle(Server before, Server after) {
        String name = before.name();
        if (before.enabled() != after.enabled()) {
            return Optional.of("enabled of " + name + " is changed with enable and disable");
        }
        boolean changed = !before.role().equals(after.role());
        if (changed && before.enabled() && before.role().isPostgres()) {
            return Optional.of("the role of " + name + " cannot be changed while it is enabled: a promotion does that");
        }
        boolean secondMaster = after.isMaster()
                && after.enabled()
                && parts.book().servers().stream().anyMatch(s -> s.isMaster() && s.enabled() && !s.name().equals(name));
        return secondMaster ? Optional.of("there is an enabled master already") : Optional.empty();
    }

    private Outcome check(String name, Map<String, String> values, Function<Server, Outcome> then) {
        return switch (ServerDefinition.of(parts.conf(), name, values)) {
            case ServerDefinition.Rejected rejected -> Outcome.failure(String.join("; ", rejected.problems()));
            case ServerDefinition.Accepted accepted when accepted.remarks().isEmpty() -> then.apply(accepted.server());
            case ServerDefinition.Accepted accepted ->
                then.apply(accepted.server()).with("remarks", accepted.remarks());
        };
    }

    private interface Act {
        Outcome on(Server server, ClusterSnapshot snapshot);
    }

    private Outcome onServer(String name, Act act) {
        return afterLook(snapshot -> find(name)
                .map(server -> act.on(server, snapshot))
                .orElseGet(() -> Outcome.failure("there is no server " + name
                        + Nearest.of(name, parts.book().servers().stream().map(Server::name).toList())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""))));
    }

    /// Looks first, so that nothing is decided on what was seen long ago.
    private Outcome afterLook(Function<ClusterSnapshot, Outcome> act) {
        if (parts.desk().isRunning()) {
            return Outcome.failure("an operation is running: the servers cannot be changed meanwhile");
        }
        ClusterSnapshot snapshot = engine.look(true).snapshot();
        return engine.inCharge().succeeded()
                ? act.apply(snapshot)
                : Outcome.failure("this console is not in charge: " + engine.inCharge().details());
    }

    private Optional<Server> find(String name) {
        return parts.book().servers().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    private Outcome replace(Server server) {
        return change(before -> before.stream()
                .map(s -> s.name().equals(server.name()) ? server : s)
                .toList());
    }

    private Outcome change(UnaryOperator<List<Server>> edit) {
        Outcome written = parts.book().change(edit);
        parts.observer().pollNow();
        return written;
    }
}
