package org.handyrep.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;
import org.jspecify.annotations.Nullable;

/// Tools that write down what a plugin does and answer what a test says. Commands succeed with no output unless told otherwise.
public final class FakeTools implements Tools {

    public final List<Server> servers = new ArrayList<>();
    public final Map<String, String> options = new HashMap<>();
    public final Map<String, Map<String, List<String>>> plugins = new HashMap<>();
    public final Map<String, String> passwords = new HashMap<>();
    public org.handyrep.plugin.Console console = org.handyrep.plugin.Console.starting();
    public final Map<String, AutoCloseable> kept = new java.util.concurrent.ConcurrentHashMap<>();
    public final List<String> logged = new CopyOnWriteArrayList<>();
    /// What was run on servers, in order.
    public final List<Act.Run> commands = new CopyOnWriteArrayList<>();
    public final List<Command> local = new CopyOnWriteArrayList<>();
    public final List<String> statements = new CopyOnWriteArrayList<>();
    public BiFunction<Server, Command, CommandResult> onServers = (server, command) -> exited(0, "");
    public Function<Command, CommandResult> here = command -> exited(0, "");
    public BiFunction<String, Map<String, Object>, Outcome> render =
            (template, variables) -> Outcome.success(template + variables);
    public BiFunction<Server, String, SqlResult> sql = (server, statement) -> new SqlResult.Rows(List.of());

    public static CommandResult exited(int status, String output) {
        return new CommandResult.Exited(status, output, "");
    }

    public static SqlResult failed(ConnectionProblem.Kind kind, String message) {
        return new SqlResult.Failed(new ConnectionProblem(kind, "", message));
    }

    /// Columns and values in turn.
    public static Row row(@Nullable String... columnsAndValues) {
        Map<String, @Nullable String> columns = new HashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            columns.put(String.valueOf(columnsAndValues[i]), columnsAndValues[i + 1]);
        }
        return new Row(columns);
    }

    public FakeTools set(String plugin, String key, String value) {
        plugins.computeIfAbsent(plugin, p -> new HashMap<>()).put(key, List.of(value));
        return this;
    }

    @Override
    public List<Server> servers() {
        return List.copyOf(servers);
    }

    @Override
    public ClusterSnapshot snapshot() {
        return new ClusterSnapshot("fake", 1, Instant.EPOCH, 0, false, List.of());
    }

    @Override
    public Shell shell(Server server) {
        return new FakeShell(command -> {
            commands.add(new Act.Run(server, command));
            return onServers.apply(server, command);
        });
    }

    @Override
    public Shell local() {
        return new FakeShell(command -> {
            local.add(command);
            return here.apply(command);
        });
    }

    @Override
    public Sql proxied(Server proxy, Login login, String database) {
        return sql(proxy, login);
    }

    @Override
    public Sql sql(Server server, Login login) {
        return new Sql() {
            @Override
            public SqlResult run(String statement, @Nullable Object... parameters) {
                statements.add(server.name() + ": " + statement);
                return sql.apply(server, statement);
            }

            @Override
            public SqlResult run(Duration deadline, String statement, @Nullable Object... parameters) {
                return run(statement, parameters);
            }

            @Override
            public void close() {}
        };
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
        return new Secret(passwords.getOrDefault(name, ""));
    }

    @Override
    public Map<String, List<String>> pluginSettings(String plugin) {
        return plugins.getOrDefault(plugin, Map.of());
    }

    @Override
    public Outcome render(String template, Map<String, Object> variables) {
        return render.apply(template, variables);
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
    public void log(String category, String message, boolean isError) {
        logged.add(category + ": " + message);
    }

    private record FakeShell(Function<Command, CommandResult> answer) implements Shell {
        @Override
        public CommandResult run(Command command) {
            return answer.apply(command);
        }

        @Override
        public CommandResult run(Command command, Consumer<String> lines) {
            return run(command);
        }

        @Override
        public String preview(Command command) {
            return String.join(" ", command.argv());
        }
    }
}
