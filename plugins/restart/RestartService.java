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

/// `restart_service`: starts and stops PostgreSQL by `service <name> start|stop|restart|reload` as root, and believes only what is seen afterwards.
///
/// `faststop`, which no service knows, is SIGQUIT to the postmaster of `pgdata` (as `pg_ctl stop -m immediate`: no checkpoint, so the next start recovers
/// from WAL), and then `service <name> stop`, so that nobody starts it again; without `pgdata` only the latter.
public class RestartService extends ServicePlugin {

    /// `service <name> status` of the Linux Standard Base: no such service.
    private static final int UNKNOWN_SERVICE = 4;

    public RestartService() {
        super("60");
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(Setting.required(
                "service_name", "name of the service, such as postgresql; a server's own entry may have it too"));
        settings.add(Setting.optional("service_path", "full path of the program service on the servers", "service"));
        settings.addAll(super.settings());
        return settings;
    }

    @Override
    public Optional<String> obstacle(Server server) {
        String name = service(server);
        if (name.isEmpty()) {
            return Optional.of("[plugins] [[" + name() + "]] lacks service_name, so it is not known what to start and stop on "
                    + server.name());
        }
        return name.startsWith("-") || name.codePoints().anyMatch(c -> Character.isISOControl(c) || c == '/')
                ? Optional.of("service_name for " + server.name() + " is no name of a service: " + name)
                : Optional.empty();
    }

    @Override
    protected List<Act> orders(Server server, RunMode mode) {
        List<Act> orders = new ArrayList<>();
        if (mode == RunMode.FASTSTOP) {
            PostmasterLook.pgdata(server).ifPresent(p -> orders.add(new Act.Run(server, PostmasterLook.quit(p))));
        }
        String word = mode == RunMode.FASTSTOP ? RunMode.STOP.word() : mode.word();
        orders.add(new Act.Run(server, command(server, word).as(RunAs.ROOT).within(timeout())));
        return orders;
    }

    @Override
    protected Outcome known(Server server) {
        CommandResult status = runAsRoot(server, command(server, "status"));
        if (status instanceof CommandResult.Exited exited && exited.status() < UNKNOWN_SERVICE) {
            return Outcome.success(server.name() + ": there is a service " + service(server));
        }
        return Outcome.failure(server.name() + ": there is no service " + service(server) + " that " + setting(server, "service_path").orElseThrow()
                + " could tell of: " + status.describe());
    }

    private Command command(Server server, String word) {
        return Command.of(setting(server, "service_path").orElseThrow(), service(server), word);
    }

    private String service(Server server) {
        return setting(server, "service_name").map(String::strip).orElse("");
    }
}
