package org.handyrep.plugin;

import java.time.Duration;


/// Shows an act and does it. The only place where an act meets the world.
public final class Acts {

    private Acts() {}

    /// `db1: sudo -n -u postgres pg_ctl stop …`, secrets masked.
    public static String preview(Tools tools, Act act) {
        String name = act.server().name();
        return switch (act) {
            case Act.Run run -> name + ": " + tools.shell(run.server()).preview(run.command());
            case Act.Statement statement -> name + ": " + statement.sql();
            case Act.Console console -> name + ": " + console.database() + "=# " + console.command();
            case Act.Stage stage ->
                name + ": write " + staged(stage.push()) + " (mode " + stage.push().mode() + ")";
            case Act.Push push ->
                name + ": write " + push.path() + " (mode " + push.mode()
                        + (push.chown().isEmpty() ? ")" : ", owner " + push.chown() + ")");
        };
    }

    public static Outcome perform(Tools tools, Act act) {
        String name = act.server().name();
        return switch (act) {
            case Act.Run run -> {
                CommandResult result = tools.shell(run.server()).run(run.command());
                String program = run.command().argv().getFirst();
                yield result.ok()
                        ? Outcome.success(name + ": " + program + " succeeded")
                        : Outcome.failure(name + ": " + program + ": " + result.describe());
            }
            case Act.Statement statement -> {
                try (Sql sql = tools.sql(statement.server(), statement.login())) {
                    yield perform(sql, statement);
                }
            }
            case Act.Console console -> {
                try (Sql sql = tools.proxied(console.server(), console.login(), console.database())) {
                    yield outcome(name, console.command(), sql.run(console.command()));
                }
            }
            case Act.Stage stage -> write(tools, stage.push(), staged(stage.push()));
            case Act.Push push -> write(tools, push, push.path());
        };
    }

    /// Runs a statement in a session that is there already.
    public static Outcome perform(Sql sql, Act.Statement statement) {
        return outcome(statement.server().name(), statement.sql(), sql.run(statement.sql()));
    }

    /// @param limit for one that may take longer than others
    public static Outcome perform(Sql sql, Act.Statement statement, Duration limit) {
        return outcome(statement.server().name(), statement.sql(), sql.run(limit, statement.sql()));
    }

    private static Outcome outcome(String name, String statement, SqlResult result) {
        return switch (result) {
            case SqlResult.Rows rows -> Outcome.success(name + ": " + statement + " succeeded");
            case SqlResult.Failed failed -> Outcome.failure(name + ": " + failed.problem().message());
        };
    }

    /// The content comes as input, not by `/dev/stdin`, which another user than the one who logged in may not open. It never becomes a
    /// word of the shell, which not every shell would keep out of the list of processes. What was laid ready and is the same is only moved, with as few programs as that
    /// takes, because clients may wait.
    private static final String WRITE =
            """
            umask 077
            { [ ! -e "$2" ] && [ ! -L "$2" ]; } || rm -f "$2" || exit 1
            set -C && cat > "$2" || { rm -f "$2"; exit 1; }
            if [ -f "$5" ] && cmp -s "$2" "$5"; then
              mv -T "$5" "$3"
              moved=$?
              rm -f "$2"
              exit $moved
            fi
            { [ -z "$4" ] || chown "$4:" "$2"; } && chmod "$1" "$2" && sync "$2" && mv -T "$2" "$3" && exit 0
            rm -f "$2"
            exit 1
            """;

    private static String staged(Act.Push push) {
        return push.path() + ".handyrep-next";
    }

    private static Outcome write(Tools tools, Act.Push push, String path) {
        String fresh = path + ".handyrep-new";
        Command write = Command.of(
                        "sh", "-c", WRITE, "handyrep-write", push.mode(), fresh, path, push.chown(), path.equals(push.path()) ? staged(push) : "")
                .withInput(push.content())
                .as(push.owner());
        CommandResult result = tools.shell(push.server()).run(write);
        return result.ok()
                ? Outcome.success(push.server().name() + ": wrote " + path)
                : Outcome.failure(push.server().name() + ": could not write " + path + ": " + result.describe());
    }
}
