package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
        SourceSeen server;
        try (Sql sql = tools.sql(source, AdminSessions.login(tools))) {
            server = SourceSeen.ask(sql);
        }
        ServerState state;
        try (Sql sql = tools.sql(target, AdminSessions.login(tools))) {
            state = ServerProbe.quick(sql, LIMIT, 0);
        }
        CloneJob job = CloneJob.of(target, source, upstream, server, maxRate, UUID.randomUUID().toString());
        CommandResult there = look(tools.shell(target), job.places(), () -> HostLook.command(job));
        Optional<HostSeen> seen = HostLook.of(there);
        List<String> theirs = new ArrayList<>(List.of(server.directory().isEmpty() ? source.setting("pgdata").orElse("") : server.directory()));
        server.tablespaces().values().forEach(space -> theirs.add(space.location()));
        Optional<HostSeen> from = HostLook.of(look(tools.shell(source), theirs, () -> HostLook.quick(theirs)));
        Cloning method = methods.cloning(target);
        Outcome fit = method.obstacle(job).map(Outcome::failure).orElseGet(() -> method.test(target));
        return new CloneLook(state, seen, from, method.readsSourceHost(), server, fit, there.describe(), job);
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
