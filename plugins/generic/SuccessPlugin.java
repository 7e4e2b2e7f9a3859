package generic;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Alert;
import org.handyrep.plugin.ArchiveDelete;
import org.handyrep.plugin.ArchiveScript;
import org.handyrep.plugin.Cloning;
import org.handyrep.plugin.ConnectionFailover;
import org.handyrep.plugin.ExtraCommand;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.MasterCheck;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Polling;
import org.handyrep.plugin.Promotion;
import org.handyrep.plugin.Restart;
import org.handyrep.plugin.RunMode;

/// `successplugin`: always succeeds and does nothing. Good for trying out plans and for steps that are not wanted.
///
/// It is no selection and no replication status: those have to tell something, and an invented answer would be believed. Nor is it an authentication:
/// that is `zero_auth`, by its own name.
public class SuccessPlugin extends HandyRepPlugin
        implements Alert,
                ArchiveDelete,
                ArchiveScript,
                Cloning,
                ConnectionFailover,
                ExtraCommand,
                MasterCheck,
                Polling,
                Promotion,
                Restart {

    @Override
    public String name() {
        return "successplugin";
    }

    @Override
    public Outcome test() {
        return succeed();
    }

    @Override
    public Outcome run() {
        return succeed();
    }

    @Override
    public Outcome run(Server server) {
        return succeed();
    }

    @Override
    public Outcome run(Server server, RunMode runmode) {
        return runmode == RunMode.STATUS ? succeed().with("running", true) : succeed();
    }

    @Override
    public Outcome run(Server server, Server clonefrom, boolean reclone) {
        return succeed();
    }

    @Override
    public Outcome run(String category, String message) {
        return succeed();
    }

    @Override
    public Outcome run(List<String> parameters) {
        return succeed();
    }

    @Override
    public Outcome run(Optional<Server> newmaster) {
        return succeed();
    }

    @Override
    public List<Act> acts(Server server) {
        return List.of();
    }

    @Override
    public List<Act> acts(Server server, RunMode runmode) {
        return List.of();
    }

    @Override
    public Optional<String> obstacle(Server server) {
        return Optional.empty();
    }

    @Override
    public String recoveryline() {
        return "";
    }

    @Override
    public Outcome init(Optional<Server> bouncerserver) {
        return succeed();
    }

    @Override
    public Outcome poll(Optional<Server> bouncerserver) {
        return succeed();
    }

    @Override
    public Outcome poll() {
        return succeed();
    }

    @Override
    public Outcome stop() {
        return succeed();
    }

    @Override
    public Outcome start() {
        return succeed();
    }

    private Outcome succeed() {
        return Outcome.success("successplugin always succeeds");
    }
}
