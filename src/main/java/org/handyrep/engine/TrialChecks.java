package org.handyrep.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.conf.ConfOption;
import org.handyrep.conf.ConfOptions;
import org.handyrep.plan.Check;
import org.handyrep.plan.Check.Level;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.PathSanity;
import org.handyrep.plugin.cloning.PlaceSeen;

/// What each answer to a trial of a server means, and what to do about it.
final class TrialChecks {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)(?:\\.(\\d+))?");

    private TrialChecks() {}

    static Check ok(String name, String saw) {
        return new Check(name, Level.OK, saw);
    }

    static Check warn(String name, String saw) {
        return new Check(name, Level.WARNING, saw);
    }

    static Check stop(String name, String saw) {
        return new Check(name, Level.STOP, saw);
    }

    /// The option that a sentence about a server's settings names first; `settings` when it names none.
    static String field(String problem) {
        return ConfOptions.ofServer().stream()
                .map(ConfOption::name)
                .filter(key -> place(problem, key) >= 0)
                .min(Comparator.comparingInt(key -> place(problem, key)))
                .orElse("settings");
    }

    private static int place(String problem, String key) {
        Matcher found = Pattern.compile("(?<![\\w])" + Pattern.quote(key) + "(?![\\w])").matcher(problem);
        return found.find() ? found.start() : -1;
    }

    /// Another server that seems to be the same.
    static Optional<Check> twin(Server server, List<Server> others) {
        return others.stream()
                .filter(o -> !o.name().equals(server.name()) && o.hostname().equals(server.hostname()))
                .filter(o -> o.port() == server.port() || (server.setting("pgdata").isPresent() && o.setting("pgdata").equals(server.setting("pgdata"))))
                .findFirst()
                .map(o -> stop(
                        o.port() == server.port() ? "port" : "pgdata",
                        o.name() + " has the same host and the same " + (o.port() == server.port() ? "port" : "data directory") + ": choose another"));
    }

    static Check login(CommandResult result, Server server, String user) {
        String port = server.setting("ssh_port").orElse("22");
        if (result.ok()) {
            return ok("SSH login", user + " logs in on port " + port);
        }
        String why = result.describe();
        String fix = why.contains("host key") && why.contains("not known yet")
                ? "; compare it with the one on the host, then trust it with the button below"
                : why.contains("refused the login")
                        ? "; put the console's public key into ~" + user + "/.ssh/authorized_keys there, or name the right ssh_user or ssh_key"
                        : why.contains("no connection") || why.contains("did not answer")
                                ? "; does sshd run there on port " + port + ", and does the firewall let the console in?"
                                : "";
        return stop("SSH login", why + fix);
    }

    /// Whether commands can be run as the owner of PostgreSQL.
    static Check owner(CommandResult result, String user, String owner) {
        if (result.ok() && result instanceof CommandResult.Exited exited) {
            return ok("owner of PostgreSQL", user + " may work as " + exited.output().strip());
        }
        return stop(
                "owner of PostgreSQL",
                user + " cannot run commands as " + owner + ": " + result.describe() + "; a line for sudoers there: " + user + " ALL=(" + owner + ") NOPASSWD: ALL");
    }

    /// Whose the data directory is.
    ///
    /// @param cluster system identifier; empty while none is known
    static Check dataDirectory(HostSeen seen, String cluster) {
        PlaceSeen place = seen.data();
        String path = place.path();
        Optional<String> wrong = place(place, seen.user());
        if (wrong.isPresent()) {
            return stop("pgdata", wrong.get());
        }
        if (place.isEmpty()) {
            return ok("pgdata", path + (place.exists() ? " is empty" : " does not exist, " + seen.user() + " may make it"));
        }
        if (seen.control().isEmpty()) {
            return place.isMarked()
                    ? warn("pgdata", path + " holds a clone that did not end")
                    : stop("pgdata", path + " is not empty, and no data directory of PostgreSQL: choose an empty one");
        }
        String own = seen.control().get().systemIdentifier();
        if (!cluster.isEmpty() && !own.equals(cluster)) {
            return stop("pgdata", path + " belongs to another cluster (system identifier " + own + "): HandyRep never overwrites that; choose another");
        }
        return seen.running().isEmpty()
                ? warn("pgdata", path + " holds a stopped database of this cluster (" + seen.control().get().state() + "); a clone overwrites it only as a reclone")
                : ok("pgdata", path + " holds a database of this cluster, and it runs");
    }

    /// What speaks against a directory itself.
    static Optional<String> place(PlaceSeen place, String owner) {
        String path = place.path();
        if (!place.other().isEmpty()) {
            return Optional.of(path + " is " + place.other());
        }
        if (!place.real().equals(path)) {
            return Optional.of(path + " leads to " + place.real() + " by a symbolic link: give the real path");
        }
        return place.mine()
                ? PathSanity.obstacle(path)
                : Optional.of((place.exists() ? path + " does not belong to " + owner : owner + " may not make " + path)
                        + "; as root there: install -d -o " + owner + " -m 700 " + path);
    }

    /// @param major of the cluster, 0 while none is known
    static Check program(CommandResult result, String program, int major) {
        if (!(result instanceof CommandResult.Exited exited) || exited.status() != 0) {
            return stop("PostgreSQL", "could not run " + program + ": " + result.describe() + "; install PostgreSQL there, or give its path as pg_ctl_path");
        }
        Matcher version = VERSION.matcher(exited.output());
        int found = version.find() ? Integer.parseInt(version.group(1)) : 0;
        return major == 0 || found == 0 || found == major
                ? ok("PostgreSQL", exited.output().strip())
                : stop("PostgreSQL", program + " is of PostgreSQL " + found + ", the cluster is " + major + ": install that, or give its path as pg_ctl_path");
    }

    static Check listening(ServerState state, Server server) {
        return switch (state) {
            case ServerState.Primary p when server.isMaster() -> ok("connection", server.name() + " is a primary and answers at " + server.address());
            case ServerState.Primary p -> stop("connection", server.address() + " is a primary that takes writes: it cannot be added as a replica");
            case ServerState.Replica r -> ok("connection", server.address() + " is a replica, in session");
            case ServerState.Rejecting r -> warn("connection", r.problem().message());
            case ServerState.Unreachable u when u.problem().kind() == ConnectionProblem.Kind.REFUSED ->
                ok("connection", "nothing listens at " + server.address() + " yet; a clone starts it there");
            case ServerState.Unreachable u -> warn("connection", u.problem().message() + "; does a firewall stand between?");
            case ServerState.NotPolled n -> warn("connection", n.why());
        };
    }
}
