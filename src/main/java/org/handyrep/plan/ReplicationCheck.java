package org.handyrep.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.cloning.ReplicationLogin;

/// What a connection for replication means that was tried, and what to do about it.
public final class ReplicationCheck {

    private static final int NO_CONNECTION = 2;
    private static final Pattern SEEN_AS = Pattern.compile("host \"([0-9a-fA-F.:]+)\"");

    private ReplicationCheck() {}

    public static Check of(String name, ReplicationLogin login) {
        if (login.result().ok()) {
            return new Check(name, Check.Level.OK, login.user() + " can connect from the host of " + login.from() + " to " + login.to() + " for replication");
        }
        String why = login.result().describe();
        boolean refused = login.result() instanceof CommandResult.Exited exited && exited.status() == NO_CONNECTION;
        return refused
                ? new Check(name, Check.Level.STOP, login.user() + " cannot connect from the host of " + login.from() + " to " + login.address()
                        + " for replication: " + why + "; " + advice(login, why))
                : new Check(name, Check.Level.WARNING, "not asked whether " + login.user() + " can connect from the host of " + login.from() + " to "
                        + login.to() + " for replication, since psql could not do it there (" + why + ")");
    }

    private static String advice(ReplicationLogin login, String why) {
        if (why.contains("pg_hba.conf")) {
            return "pg_hba.conf of " + login.to() + " needs a line: host replication " + login.user() + " " + address(login, why) + " scram-sha-256";
        }
        if (why.contains("password")) {
            return "is replication_pass of handyrep.conf its password on " + login.to() + "?";
        }
        return why.contains(" role ") || why.contains("permission denied")
                ? "on the primary: ALTER ROLE " + login.user() + " LOGIN REPLICATION"
                : "does " + login.to() + " listen there, does a firewall stand between, and has it a WAL sender left?";
    }

    /// As the server that refused named it.
    private static String address(ReplicationLogin login, String why) {
        Matcher seen = SEEN_AS.matcher(why);
        return seen.find() ? seen.group(1) + (seen.group(1).contains(":") ? "/128" : "/32") : "<address of " + login.from() + ">";
    }
}
