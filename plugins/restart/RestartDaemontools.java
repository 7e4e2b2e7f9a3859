package restart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.PostmasterLook;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.ServicePlugin;
import org.handyrep.plugin.Setting;

/// `restart_daemontools`: starts and stops PostgreSQL by `svc` of daemontools as root. svc returns before anything happened, so the state is looked at
/// until it is reached.
///
/// `svc -d` alone sends SIGTERM, at which PostgreSQL waits until the last session has ended; the SIGINT of `-i` makes it a fast shutdown. A restart is
/// `-di`, and `-u` as soon as the server is seen to be down. `faststop` is `-d`, and SIGQUIT to the postmaster of `pgdata`; without `pgdata` it is a stop.
public class RestartDaemontools extends ServicePlugin {

    public RestartDaemontools() {
        super("60");
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(Setting.required(
                "svcdir", "directory of the service, such as /service/postgresql; a server's own entry may have it too"));
        settings.add(Setting.optional("svc_path", "full path of svc on the servers; svstat is looked for beside it", "svc"));
        settings.addAll(super.settings());
        return settings;
    }

    @Override
    public Optional<String> obstacle(Server server) {
        String directory = directory(server);
        return directory.startsWith("/") && directory.codePoints().noneMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of("svcdir for " + server.name() + " is no absolute path: " + (directory.isEmpty() ? "blank" : directory));
    }

    @Override
    protected List<Act> orders(Server server, RunMode mode) {
        Optional<String> pgdata = PostmasterLook.pgdata(server);
        return switch (mode) {
            case START -> List.of(svc(server, "-u"));
            case STOP -> List.of(svc(server, "-di"));
            case FASTSTOP ->
                pgdata.isEmpty()
                        ? List.of(svc(server, "-di"))
                        : List.of(svc(server, "-d"), new Act.Run(server, PostmasterLook.quit(pgdata.get())));
            case RESTART -> List.of(svc(server, "-di"), svc(server, "-u"));
            case RELOAD -> List.of(svc(server, "-h"));
            case STATUS -> List.of();
        };
    }

    @Override
    protected boolean stopsBeforeItStarts() {
        return true;
    }

    /// svstat exits with 0 whatever it finds: `up (pid …)`, `down …`, or `unable to …` and `supervise not running`.
    @Override
    protected Outcome known(Server server) {
        String svc = setting(server, "svc_path").orElseThrow();
        String svstat = svc.substring(0, svc.lastIndexOf('/') + 1) + "svstat";
        CommandResult result = runAsRoot(server, Command.of(svstat, directory(server)));
        boolean there = result instanceof CommandResult.Exited exited
                && exited.status() == 0
                && exited.output().strip().matches("(?s).*: (up|down) .*");
        return there
                ? Outcome.success(server.name() + ": supervise looks after " + directory(server))
                : Outcome.failure(server.name() + ": nothing looks after " + directory(server) + ": "
                        + (result instanceof CommandResult.Exited e ? e.lastWords() : result.describe()));
    }

    private Act svc(Server server, String options) {
        Command command = Command.of(setting(server, "svc_path").orElseThrow(), options, directory(server));
        return new Act.Run(server, command.as(RunAs.ROOT).within(timeout()));
    }

    private String directory(Server server) {
        return setting(server, "svcdir").map(String::strip).orElse("");
    }
}
