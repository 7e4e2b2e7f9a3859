package org.handyrep.engine;

import java.util.Optional;
import java.util.StringJoiner;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Tools;
import org.handyrep.remote.Quoting;

/// The `primary_conninfo` with which a replica connects to its upstream.
///
/// Where it is a parameter (PostgreSQL 12 and later) the password goes into a file beside the data: the server logs every changed parameter with its value.
/// A server's own key `replication_options` (`sslmode=verify-full`) is added as it is.
///
/// @param shown `text` with `***` for a password
/// @param passwordFile what must be there before it is used
record Conninfo(String text, String shown, Optional<Act.Push> passwordFile) {

    private static final String FILE = "handyrep.pgpass";

    static Conninfo of(Tools tools, Server replica, Server upstream, int major) {
        Secret password = tools.password("replication_pass");
        String user = tools.option("handyrep", "replication_user").orElse("postgres");
        StringJoiner plain = new StringJoiner(" ");
        plain.add(Quoting.conninfo("host", upstream.hostname()));
        plain.add(Quoting.conninfo("port", String.valueOf(upstream.port())));
        plain.add(Quoting.conninfo("user", user));
        plain.add(Quoting.conninfo("application_name", replica.name()));
        replica.setting("replication_options").ifPresent(plain::add);
        if (password.isEmpty()) {
            return new Conninfo(plain.toString(), plain.toString(), Optional.empty());
        }
        if (major < 12) {
            String text = plain + " " + Quoting.conninfo("password", password.reveal());
            return new Conninfo(text, plain + " password=" + password, Optional.empty());
        }
        String path = replica.setting("pgdata").orElse("") + "/" + FILE;
        plain.add(Quoting.conninfo("passfile", path));
        String line = "*:*:*:" + field(user) + ":" + field(password.reveal()) + "\n";
        return new Conninfo(
                plain.toString(),
                plain.toString(),
                Optional.of(new Act.Push(replica, path, line, RunAs.POSTGRES, "0600")));
    }

    /// As it stands in a configuration file.
    String line() {
        return "primary_conninfo = " + Quoting.confLiteral(text);
    }

    /// As the manual says of the password file.
    private static String field(String text) {
        return text.replace("\\", "\\\\").replace(":", "\\:");
    }
}
