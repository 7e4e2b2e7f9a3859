package org.handyrep.plugin.pgbouncer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.RunAs;

/// One pgbouncer as configured, and how its files are written and its program is called.
///
/// @param program full path of pgbouncer, empty when it is not known
/// @param owner the operating-system user who runs it
/// @param config full path of its pgbouncer.ini
/// @param file full path of the file that HandyRep writes: the same, or the one with the databases that it includes
public record Bouncer(Server server, String program, String owner, String config, String file) {

    /// Its owner and root alone: a definition may hold a password.
    private static final String MODE = "0600";

    public String name() {
        return server.name();
    }

    /// Why nothing can be written, or nothing.
    public Optional<String> obstacle() {
        if (!isPath(file)) {
            return Optional.of(name() + ": config_location is not the full path of a file");
        }
        return owner.matches("[A-Za-z_][A-Za-z0-9_.-]*") ? Optional.empty() : Optional.of(name() + ": owner is not the name of a user");
    }

    public Act write(String content) {
        return new Act.Push(server, file, content, writer(), MODE, ownsLogin() ? "" : owner);
    }

    public Act reload() {
        return console("RELOAD");
    }

    public Act console(String command) {
        return new Act.Console(server, Login.HANDYREP, BouncerConsole.DATABASE, command);
    }

    /// Starts a new process that takes the clients of the old one over, or a first one; empty without a program.
    public Optional<Act.Run> restart() {
        return isPath(program) && isPath(config) ? Optional.of(new Act.Run(server, asOwner(program, "-R", "-d", config))) : Optional.empty();
    }

    /// A command as the user who runs it.
    public Command asOwner(String... words) {
        if (ownsLogin()) {
            return Command.of(words);
        }
        List<String> argv = new ArrayList<>(List.of("runuser", "-u", owner, "--"));
        argv.addAll(List.of(words));
        return Command.of(argv).as(RunAs.ROOT);
    }

    /// Who can write the file and give it to its owner. On Debian the folder is root's.
    public RunAs writer() {
        return ownsLogin() ? RunAs.HANDYREP : RunAs.ROOT;
    }

    private boolean ownsLogin() {
        return server.setting("ssh_user").filter(owner::equals).isPresent();
    }

    static boolean isPath(String path) {
        return path.startsWith("/") && !path.endsWith("/") && path.chars().noneMatch(Character::isISOControl);
    }
}
