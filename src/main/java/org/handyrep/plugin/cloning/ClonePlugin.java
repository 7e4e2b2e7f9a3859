package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Cloning;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Setting;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.Words;

/// What the plugins of kind `cloning` share: their settings, and a `run` that proves the target, copies aside and moves the copy up, or puts back what was there.
public abstract class ClonePlugin extends HandyRepPlugin implements Cloning {

    private static final String IDLE = "900";

    /// @param of the tool that the extra parameters are for
    protected static List<Setting> common(String of) {
        return List.of(
                Setting.optional("extra_parameters", "further parameters of " + of, ""),
                Setting.optional("max_rate", "kilobytes per second at most; 0 for as fast as it goes", "0"),
                Setting.optional("idle_timeout", "seconds without a byte after which the copy is given up; 0 for never", IDLE));
    }

    @Override
    public Outcome run(Server server, Server clonefrom, boolean reclone) {
        SourceSeen source = ask(clonefrom);
        if (!source.problem().isEmpty()) {
            return Outcome.failure(clonefrom.name() + " cannot be copied: " + source.problem());
        }
        CloneJob job = CloneJob.of(server, clonefrom, clonefrom, source, rate(0), "run-" + System.nanoTime());
        Optional<String> obstacle = obstacle(job);
        if (obstacle.isPresent()) {
            return Outcome.failure(server.name() + " cannot be cloned: " + obstacle.get());
        }
        Optional<HostSeen> seen = HostLook.of(tools().shell(server).run(HostLook.quick(job)));
        if (seen.isEmpty()) {
            return Outcome.failure("the host of " + server.name() + " could not be looked at");
        }
        ServerState state = tools().snapshot().find(server.name()).map(Observation::state).orElseGet(() -> new ServerState.NotPolled("not asked"));
        Optional<HostSeen> there = HostLook.of(tools().shell(clonefrom).run(HostLook.quick(List.of(source.directory()))));
        return switch (TargetProof.of(server, state, seen.get(), there, job, source.system(), reclone)) {
            case TargetProof.Unfit unfit -> Outcome.failure(server.name() + " is not cloned over: " + unfit.reason());
            case TargetProof.Fit fit when !seen.get().running().isEmpty() ->
                Outcome.failure(server.name() + " is not cloned over: PostgreSQL runs there (" + seen.get().running() + "); stop it first");
            case TargetProof.Fit fit -> run(job, server, clonefrom, fit.expect());
        };
    }

    private Outcome run(CloneJob job, Server server, Server clonefrom, TargetProof.Expect expect) {
        CommandResult cleared = tools().shell(server).run(PlaceScripts.clear(job, expect, true));
        Outcome copied = cleared.ok() ? copy(job, server, clonefrom, Watch.NOBODY) : Outcome.failure(cleared.describe());
        CommandResult end = tools().shell(server)
                .run(copied.succeeded() ? PlaceScripts.install(job, true) : PlaceScripts.restore(job));
        if (copied.succeeded() && end.ok()) {
            var unused = tools().shell(server).run(PlaceScripts.discard(job));
            return Outcome.success(server.name() + " holds a copy of " + clonefrom.name());
        }
        return Outcome.failure(server.name() + " was not cloned: " + (copied.succeeded() ? end.describe() : copied.details())
                + (copied.succeeded() || end.ok() ? "" : "; and what was there before was not put back: " + end.describe()));
    }

    /// What a server says of itself, with the rights to make a backup.
    protected final SourceSeen ask(Server source) {
        try (Sql sql = backupSession(source)) {
            return SourceSeen.ask(sql);
        }
    }

    /// The superuser where its password is configured; otherwise `handyrep_user` must have the rights. Close it.
    protected final Sql backupSession(Server source) {
        return tools().sql(source, tools().password("superuser_pass").isEmpty() ? Login.HANDYREP : Login.SUPERUSER);
    }

    protected final List<String> extra() {
        return Words.split(String.join(" ", settingList("extra_parameters")));
    }

    protected final int rate(int asked) {
        return asked > 0 ? asked : number("max_rate", 0);
    }

    protected final Duration idle() {
        return Duration.ofSeconds(number("idle_timeout", Integer.parseInt(IDLE)));
    }

    private int number(String key, int otherwise) {
        return setting(key).filter(v -> v.matches("[0-9]{1,9}")).map(Integer::parseInt).orElse(otherwise);
    }

    /// A long command that ends when the console goes away.
    ///
    /// @param variable what the command finds `secret` in; empty for none
    protected final Command leashed(String directory, List<String> words, String variable, Secret secret) {
        Command command = Leash.of(directory, words);
        return secret.isEmpty() ? command : command.withSecret(variable, secret);
    }

    /// Forces what has arrived to the disk; PostgreSQL would start on a copy that a crash of the machine takes away again.
    protected final Outcome flush(CloneJob job, Server target) {
        for (String place : job.places()) {
            CommandResult synced = runAsPostgres(target, Command.of("sync", "-f", place + "/" + CloneJob.NEW).within(Duration.ofHours(1)));
            if (!synced.ok()) {
                return Outcome.failure(target.name() + ": could not force " + place + " to the disk: " + synced.describe());
            }
        }
        return Outcome.success("on the disk");
    }

    @Override
    public Outcome test() {
        return testEach("everything that cloning needs is there");
    }

    @Override
    public List<Server> tested() {
        return new ArrayList<>(serversUsing("clone_method")).stream().filter(s -> !s.isMaster()).toList();
    }

    /// Whether a program is there, as the owner of PostgreSQL finds it.
    protected final Optional<String> missing(Server server, String program, String... arguments) {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(List.of(arguments));
        if (program.startsWith("-")) {
            return Optional.of(program + " is not a program");
        }
        CommandResult result = runAsPostgres(server, Command.of(words));
        return result.ok() ? Optional.empty() : Optional.of(server.name() + ": could not run " + program + ": " + result.describe());
    }
}
