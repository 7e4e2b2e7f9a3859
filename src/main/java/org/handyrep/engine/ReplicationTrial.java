package org.handyrep.engine;

import java.time.Duration;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.Tools;
import org.handyrep.plugin.cloning.ReplicationLogin;

/// Tries whether a replica on a host could connect to another server: it makes the connection and asks for nothing but the server's identity.
record ReplicationTrial(Tools tools) {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /// @param shell on the host of `from`
    ReplicationLogin run(Shell shell, Server from, Server to) {
        String user = tools.option("handyrep", "replication_user").orElse("postgres");
        String options = from.setting("replication_options").map(o -> " " + o).orElse("");
        Secret password = tools.password("replication_pass");
        Command ask = Command.of(
                        new Programs(tools).beside(from, "psql"), "-X", "-w", "-A", "-t", "-h", to.hostname(), "-p", String.valueOf(to.port()), "-U", user,
                        "-d", "replication=true connect_timeout=5" + options, "-c", "IDENTIFY_SYSTEM")
                .as(RunAs.POSTGRES)
                .within(LIMIT);
        return new ReplicationLogin(
                from.name(), to.name(), to.address(), user, shell.run(password.isEmpty() ? ask : ask.withSecret("PGPASSWORD", password)));
    }
}
