package org.handyrep.plugin;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;

/// What plugins that work through pg_ctl share: its settings, and a test of pg_ctl and the data directory on every server that uses the plugin.
public abstract class PgCtlPlugin extends HandyRepPlugin {

    private static final int WAIT_SECONDS = 60;

    private final String option;

    /// @param option the option of a server's entry that names the plugin
    protected PgCtlPlugin(String option) {
        this.option = option;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.optional("pg_ctl_path", "full path of pg_ctl on the servers; a server's own entry may have it too", "pg_ctl"),
                Setting.optional("pg_ctl_flags", "further flags for pg_ctl, such as -t 90", ""));
    }

    protected final PgCtl pgCtl(Server server) {
        return PgCtl.of(
                server,
                setting(server, "pg_ctl_path").orElse("pg_ctl"),
                setting(server, "pg_log"),
                Words.split(String.join(" ", settingList("pg_ctl_flags"))),
                WAIT_SECONDS);
    }

    public Optional<String> obstacle(Server server) {
        return pgCtl(server).obstacle(server);
    }

    @Override
    public Outcome test() {
        return testEach("pg_ctl and the data directory are there");
    }

    @Override
    public List<Server> tested() {
        return serversUsing(option);
    }

    @Override
    public Outcome test(Server server) {
        Optional<String> obstacle = obstacle(server);
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        PgCtl pgCtl = pgCtl(server);
        CommandResult version = runAsPostgres(server, Command.of(pgCtl.program(), "--version"));
        if (!version.ok()) {
            return Outcome.failure(server.name() + ": could not run " + pgCtl.program() + ": " + version.describe());
        }
        CommandResult status = runAsPostgres(server, pgCtl.status());
        return status instanceof CommandResult.Exited exited && (exited.status() == 0 || exited.status() == 3)
                ? Outcome.success(server.name() + ": pg_ctl knows " + pgCtl.dataDirectory())
                : Outcome.failure(server.name() + ": " + pgCtl.dataDirectory() + " is no data directory that pg_ctl can use: "
                        + status.describe());
    }
}
