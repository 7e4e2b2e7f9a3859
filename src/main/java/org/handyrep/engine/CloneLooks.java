package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Cloning;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.Tools;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.CloneLook;
import org.handyrep.plugin.cloning.HostLook;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.ReplicationLogin;
import org.handyrep.plugin.cloning.SourceSeen;

/// Looks at the two servers of a clone before it is planned. Changes nothing.
record CloneLooks(Tools tools, PluginMethods methods, ServerBook book) {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /// Empty when the servers are not there; the planner says so.
    Optional<CloneLook> look(Request.Clone request) {
        Optional<Server> target = find(request.server());
        Optional<Server> upstream = book.master();
        Optional<Server> source = request.from().isPresent() ? find(request.from().get()) : upstream;
        return target.isPresent() && upstream.isPresent() && source.isPresent()
                ? Optional.of(look(target.get(), source.get(), upstream.get(), request.maxRate()))
                : Optional.empty();
    }

    private CloneLook look(Server target, Server source, Server upstream, int maxRate) {
        Cloning method = methods.cloning(target);
        CompletableFuture<ServerState> state = aside(() -> state(target));
        List<CompletableFuture<ReplicationLogin>> logins = logins(target, source, upstream, method);
        SourceSeen server = ask(source);
        CloneJob job = CloneJob.of(target, source, upstream, server, maxRate, UUID.randomUUID().toString());
        CompletableFuture<Optional<HostSeen>> from = aside(() -> host(source, server));
        CompletableFuture<Outcome> fit = aside(() -> method.obstacle(job).map(Outcome::failure).orElseGet(() -> method.test(target)));
        CommandResult there = look(tools.shell(target), job.places(), () -> HostLook.command(job));
        return new CloneLook(
                state.join(), HostLook.of(there), from.join(), method.readsSourceHost(), server, fit.join(), there.describe(), job,
                logins.stream().map(CompletableFuture::join).toList());
    }

    private static <T> CompletableFuture<T> aside(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, Thread::startVirtualThread);
    }

    /// The replica streams from its upstream in the end, whatever it was copied from.
    private List<CompletableFuture<ReplicationLogin>> logins(Server target, Server source, Server upstream, Cloning method) {
        List<Server> needed = new ArrayList<>(List.of(upstream));
        if (method.replicatesFromSource() && !source.name().equals(upstream.name())) {
            needed.add(source);
        }
        return needed.stream().map(to -> aside(() -> new ReplicationTrial(tools).run(tools.shell(target), target, to))).toList();
    }

    private ServerState state(Server target) {
        try (Sql sql = tools.sql(target, AdminSessions.login(tools))) {
            return ServerProbe.quick(sql, LIMIT, 0);
        }
    }

    private SourceSeen ask(Server source) {
        try (Sql sql = tools.sql(source, AdminSessions.login(tools))) {
            return SourceSeen.ask(sql);
        }
    }

    private Optional<HostSeen> host(Server source, SourceSeen server) {
        List<String> theirs = new ArrayList<>(List.of(server.directory().isEmpty() ? source.setting("pgdata").orElse("") : server.directory()));
        server.tablespaces().values().forEach(space -> theirs.add(space.location()));
        return HostLook.of(look(tools.shell(source), theirs, () -> HostLook.quick(theirs)));
    }

    /// A path that is none is for the proof to refuse; no command is made of it.
    private static CommandResult look(Shell shell, List<String> places, Supplier<Command> command) {
        return places.stream().allMatch(p -> p.startsWith("/") && p.indexOf('\0') < 0)
                ? shell.run(command.get())
                : new CommandResult.NotStarted(places.getFirst().isEmpty() ? "no pgdata is configured" : "not an absolute path: " + String.join(", ", places));
    }

    private Optional<Server> find(String name) {
        return tools.servers().stream().filter(s -> s.name().equals(name)).findFirst();
    }
}
