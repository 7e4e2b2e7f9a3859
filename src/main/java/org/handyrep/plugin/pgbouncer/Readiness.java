package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;

/// Whether one pgbouncer could be led elsewhere. Changes nothing.
public final class Readiness {

    private static final Duration CONSOLE = Duration.ofSeconds(3);
    private static final String WRITABLE =
            "d=$(dirname \"$1\"); [ -d \"$d\" ] && [ -w \"$d\" ] && { [ ! -e \"$1\" ] || [ -f \"$1\" ]; }";

    private final Tools tools;
    private final Bouncer bouncer;

    public Readiness(Tools tools, Bouncer bouncer) {
        this.tools = tools;
        this.bouncer = bouncer;
    }

    public Outcome now() {
        return files().or(this::console).map(why -> Outcome.failure(bouncer.name() + ": " + why)).orElseGet(() -> Outcome.success(bouncer.name()
                + " takes new configurations: " + bouncer.file() + " can be written, and its console lets HandyRep in"));
    }

    private Optional<String> files() {
        if (bouncer.obstacle().isPresent()) {
            return bouncer.obstacle();
        }
        CommandResult owner = run(Command.of("id", "-u", bouncer.owner()));
        if (owner instanceof CommandResult.NotStarted || owner instanceof CommandResult.Unfinished) {
            return Optional.of("no ssh: " + owner.describe());
        }
        if (!owner.ok()) {
            return Optional.of("there is no user " + bouncer.owner() + " (owner): " + owner.describe());
        }
        CommandResult file = run(Command.of("sh", "-c", WRITABLE, "handyrep-test", bouncer.file()).as(bouncer.writer()));
        if (!file.ok()) {
            return Optional.of(bouncer.file() + " cannot be written: " + file.describe());
        }
        if (!Bouncer.isPath(bouncer.program())) {
            return Optional.of("pgbouncerbin is not the full path of a program");
        }
        CommandResult program = run(bouncer.asOwner(bouncer.program(), "--version"));
        return program.ok() && program instanceof CommandResult.Exited exited
                        && exited.output().toLowerCase(Locale.ROOT).startsWith("pgbouncer")
                ? Optional.empty()
                : Optional.of(bouncer.program() + " (pgbouncerbin) is not pgbouncer: " + program.describe());
    }

    private CommandResult run(Command command) {
        return tools.shell(bouncer.server()).run(command);
    }

    private Optional<String> console() {
        try (BouncerConsole console = new BouncerConsole(tools, bouncer.server(), CONSOLE)) {
            return switch (console.run("SHOW CONFIG")) {
                case SqlResult.Rows(List<Row> rows) -> rights(rows);
                case SqlResult.Failed(ConnectionProblem problem) ->
                    Optional.of("its console does not let HandyRep in: " + problem.message()
                            + "; add handyrep_user to admin_users and to its auth_file");
            };
        }
    }

    private Optional<String> rights(List<Row> config) {
        String user = tools.option("handyrep", "handyrep_user").orElse("handyrep");
        boolean admin = Arrays.stream(value(config, "admin_users").split(",")).map(String::strip).anyMatch(user::equals);
        if (!admin) {
            return Optional.of(user + " is not among the admin_users of its console, so it can be asked but not told");
        }
        return value(config, "so_reuseport").equals("1")
                ? Optional.of("so_reuseport is on: where several processes share the port, the console reaches one of them only")
                : Optional.empty();
    }

    private static String value(List<Row> config, String key) {
        return config.stream()
                .filter(r -> BouncerConsole.column(r, "key").equals(key))
                .map(r -> BouncerConsole.column(r, "value"))
                .findFirst()
                .orElse("");
    }
}
