package org.handyrep.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.Status;

/// Of every kind, and each call fails with the reason: what runs in place of a plugin that is missing, broken or refused.
public class FailingPlugin extends HandyRepPlugin
        implements Alert,
                ArchiveDelete,
                ArchiveScript,
                Authentication,
                Cloning,
                ConnectionFailover,
                ExtraCommand,
                Fencing,
                MasterCheck,
                Polling,
                Promotion,
                ReplicationStatus,
                Restart,
                Selection {

    private final String reason;

    public FailingPlugin(String reason) {
        this.reason = reason;
    }

    @Override
    public String name() {
        return "failplugin";
    }

    @Override
    public Outcome test() {
        return fail();
    }

    @Override
    public Outcome run() {
        return fail();
    }

    @Override
    public Outcome run(Server server) {
        return fail();
    }

    @Override
    public Outcome run(Server server, RunMode runmode) {
        return fail();
    }

    @Override
    public Outcome run(Server server, Server clonefrom, boolean reclone) {
        return fail();
    }

    @Override
    public Outcome run(String username, Secret userpass, String funcname) {
        return fail();
    }

    @Override
    public Outcome run(String category, String message) {
        return fail();
    }

    @Override
    public Outcome run(List<String> parameters) {
        return fail();
    }

    @Override
    public Outcome run(Optional<Server> newmaster) {
        return fail();
    }

    @Override
    public List<Server> run(ClusterSnapshot snapshot, Map<String, Status> statuses) {
        return List.of();
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
        return Optional.of(fail().details());
    }

    @Override
    public String recoveryline() {
        return "";
    }

    @Override
    public Outcome init(Optional<Server> bouncerserver) {
        return fail();
    }

    @Override
    public Outcome poll(Optional<Server> bouncerserver) {
        return fail();
    }

    @Override
    public Outcome poll() {
        return fail();
    }

    @Override
    public Outcome stop() {
        return fail();
    }

    @Override
    public Outcome start() {
        return fail();
    }

    private Outcome fail() {
        return Outcome.failure(reason);
    }
}
