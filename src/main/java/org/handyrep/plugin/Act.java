package org.handyrep.plugin;

import org.handyrep.cluster.Server;

/// One touch of one server, as a value: what a plan shows is what runs.
public sealed interface Act {

    Server server();

    record Run(Server server, Command command) implements Act {}

    /// @param sql never with a password: it is shown, and servers log it
    record Statement(Server server, Login login, String sql) implements Act {}

    /// A command on the console of a connection proxy, `PAUSE` on pgbouncer's database `pgbouncer`.
    record Console(Server server, Login login, String database, String command) implements Act {}

    /// @param mode octal, `0600`
    /// @param content may hold a password; it travels over standard input and is never shown
    /// @param owner who writes it
    /// @param chown the user it is given to, for which `owner` has to be root; empty for none
    record Push(Server server, String path, String content, RunAs owner, String mode, String chown) implements Act {

        public Push(Server server, String path, String content, RunAs owner, String mode) {
            this(server, path, content, owner, mode, "");
        }
    }

    /// Writes all of a push beside its path and to the disk, so that the push itself is only a matter of renaming.
    record Stage(Push push) implements Act {

        @Override
        public Server server() {
            return push.server();
        }
    }
}
