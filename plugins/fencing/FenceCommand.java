package fencing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Fencing;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Setting;
import org.handyrep.plugin.Words;

/// `fence_command`: a program of yours on the console's machine that switches a server off, by its power supply, hypervisor or cloud.
///
/// It gets the server's name and hostname as its last two arguments and must not end before the server is off. Any exit status but 0, and no end in time, means
/// that the server is not fenced: then nobody is promoted.
public class FenceCommand extends HandyRepPlugin implements Fencing {

    private static final int LONGEST = 600;

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required("command", "full path of the program and its first arguments; the server's name and hostname are added"),
                Setting.optional("timeout", "seconds after which it counts as failed", "30"));
    }

    @Override
    public Outcome run(Server server) {
        Optional<String> obstacle = obstacle(server);
        if (obstacle.isPresent()) {
            return Outcome.failure(server.name() + " is not fenced: " + obstacle.get());
        }
        CommandResult result = runLocal(command(server));
        return result.ok()
                ? Outcome.success(server.name() + " is switched off: " + program() + " succeeded")
                : Outcome.failure(server.name() + " is not fenced: " + program() + ": " + result.describe());
    }

    /// It touches no server by SSH or SQL.
    @Override
    public List<Act> acts(Server server) {
        return List.of();
    }

    @Override
    public String shown(Server server) {
        return obstacle(server).orElseGet(() -> "this machine: " + tools().local().preview(command(server)));
    }

    @Override
    public Optional<String> obstacle(Server server) {
        if (words().isEmpty()) {
            return Optional.of("[plugins] [[fence_command]] has no command");
        }
        String timeout = setting("timeout").orElse("");
        return timeout.matches("[1-9][0-9]{0,2}") && Integer.parseInt(timeout) <= LONGEST
                ? Optional.empty()
                : Optional.of("timeout of [[fence_command]] is no number of seconds from 1 to " + LONGEST + ": " + timeout);
    }

    @Override
    public Outcome test() {
        Outcome settings = testSettings();
        Optional<String> obstacle = settings.succeeded()
                ? tools().servers().stream().findFirst().flatMap(this::obstacle)
                : Optional.of(settings.details());
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        CommandResult found = runLocal(Command.of("sh", "-c", "command -v \"$1\"", "handyrep-test", program()));
        return found.ok()
                ? Outcome.success(program() + " is there; whether it switches a server off is not tried")
                : Outcome.failure(program() + " is no program on this machine");
    }

    private Command command(Server server) {
        List<String> argv = new ArrayList<>(words());
        argv.add(server.name());
        argv.add(server.hostname());
        return Command.of(argv).within(Duration.ofSeconds(Long.parseLong(setting("timeout").orElseThrow())));
    }

    private String program() {
        return words().getFirst();
    }

    private List<String> words() {
        return Words.split(String.join(" ", settingList("command")));
    }
}
