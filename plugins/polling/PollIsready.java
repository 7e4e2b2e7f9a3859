package polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Polling;
import org.handyrep.plugin.Retries;
import org.handyrep.plugin.Setting;

/// `poll_isready`: asks with pg_isready, on the console's machine, without a password. PostgreSQL 9.3 and later.
///
/// A pg_isready that is missing or could not ask says nothing about the server: the outcome then has `checked` = false.
public class PollIsready extends HandyRepPlugin implements Polling {

    private static final int SECONDS = 3;

    @Override
    public List<Setting> settings() {
        return List.of(Setting.required("isready_path", "full path of pg_isready on the console's machine"));
    }

    @Override
    public Outcome run(Server server) {
        Outcome settings = testSettings();
        if (!settings.succeeded()) {
            return notChecked(server, settings.details());
        }
        Retries retries = Retries.of(tools());
        CommandResult result = retries.until(r -> !isNoAnswer(r), () -> runLocal(question(server)));
        return switch (result) {
            case CommandResult.Exited(int status, String output, String errors) when status == 0 ->
                Outcome.success(server.name() + " accepts connections");
            case CommandResult.Exited(int status, String output, String errors) when status == 1 ->
                Outcome.success(server.name()
                                + " answers but rejects connections: it starts up, shuts down or is in recovery")
                        .with("rejecting", true);
            case CommandResult.Exited(int status, String output, String errors) when status == 2 ->
                Outcome.failure(server.name() + " gave no answer at " + server.address() + " " + retries.attempts());
            case CommandResult.Exited exited -> notChecked(server, exited.describe());
            case CommandResult.Unfinished unfinished -> notChecked(server, unfinished.why());
            case CommandResult.NotStarted notStarted -> notChecked(server, notStarted.why());
        };
    }

    @Override
    public Outcome test() {
        Outcome settings = testSettings();
        if (!settings.succeeded()) {
            return settings;
        }
        CommandResult result = runLocal(Command.of(program(), "--version"));
        if (result instanceof CommandResult.Exited exited && exited.status() == 0) {
            return exited.output().startsWith("pg_isready")
                    ? Outcome.success(exited.output().strip() + " is there")
                    : Outcome.failure(program() + " is not pg_isready, it says: " + exited.lastWords());
        }
        return Outcome.failure("could not run " + program() + ": " + result.describe());
    }

    private Command question(Server server) {
        List<String> argv = new ArrayList<>(List.of(
                program(), "-h", server.hostname(), "-p", String.valueOf(server.port()), "-t", String.valueOf(SECONDS)));
        tools().option("handyrep", "handyrep_user").ifPresent(user -> argv.addAll(List.of("-U", user)));
        tools().option("handyrep", "handyrep_db")
                .filter(db -> !db.contains("=") && !db.contains("://")) // pg_isready would read those as connection strings
                .ifPresent(db -> argv.addAll(List.of("-d", db)));
        return Command.of(argv).within(Duration.ofSeconds(SECONDS + 5));
    }

    private String program() {
        return setting("isready_path").orElseThrow();
    }

    private static boolean isNoAnswer(CommandResult result) {
        return result instanceof CommandResult.Exited exited && exited.status() == 2;
    }

    private static Outcome notChecked(Server server, String why) {
        return Outcome.failure("could not check " + server.name() + ": " + why).with("checked", false);
    }
}
