package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;

/// KILL of every database that leads to one server, and RESUME, on several pgbouncers at once.
///
/// What pgbouncer does (1.18): KILL ends all links of the database with clients and servers at once, without waiting for a transaction, and the database is paused: who comes
/// then waits for RESUME of that database; a RESUME of everything does not end it. It stays so over RELOAD with another host.
public final class CuttingOff {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Tools tools;

    public CuttingOff(Tools tools) {
        this.tools = tools;
    }

    /// One that is not there has no clients.
    public Outcome cutOff(List<Server> proxies, Server from) {
        Map<Server, Optional<String>> obstacles = Together.each(proxies, proxy -> cutOff(proxy, from));
        List<String> failed = failures(obstacles);
        if (failed.isEmpty()) {
            return Outcome.success("no session through " + names(proxies) + " is left with " + from.name() + ", and new ones wait");
        }
        Outcome back = letThrough(proxies, Optional.empty());
        return Outcome.failure(from.name() + " is not cut off: " + String.join("; ", failed)
                + (back.succeeded() ? ". All clients go on" : ". " + back.details()));
    }

    private Optional<String> cutOff(Server proxy, Server from) {
        try (BouncerConsole console = BouncerConsole.forAll(tools, proxy, LIMIT)) {
            SqlResult databases = console.run("SHOW DATABASES");
            if (databases instanceof SqlResult.Failed(ConnectionProblem problem)) {
                return problem.kind() == ConnectionProblem.Kind.REFUSED
                        ? Optional.empty()
                        : Optional.of("its console does not tell its databases: " + problem.message());
            }
            List<String> names = leadingTo(databases instanceof SqlResult.Rows(List<Row> rows) ? rows : List.of(), from);
            for (String name : names) {
                if (console.run("KILL " + quoted(name)) instanceof SqlResult.Failed(ConnectionProblem problem)
                        && !paused(console).contains(name)) {
                    return Optional.of("KILL " + quoted(name) + ": " + problem.message());
                }
            }
            return names.isEmpty() ? Optional.empty() : left(console, names);
        }
    }

    /// What was seen of it, not what it said.
    private static Optional<String> left(BouncerConsole console, List<String> names) {
        List<String> paused = paused(console);
        Optional<List<Row>> links = console.show("SERVERS");
        if (links.isEmpty() || !paused.containsAll(names)) {
            return Optional.of("whether " + String.join(", ", names) + " let nobody through could not be seen");
        }
        long open = links.get().stream().filter(r -> names.contains(BouncerConsole.column(r, "database"))).count();
        return open == 0 ? Optional.empty() : Optional.of(open + " of its sessions are still there");
    }

    /// RESUME of every database that is paused by itself, unless it leads to a server that nobody may reach.
    public Outcome letThrough(List<Server> proxies, Optional<Server> except) {
        List<String> failed = failures(Together.each(proxies, proxy -> letThrough(proxy, except)));
        return failed.isEmpty()
                ? Outcome.success("clients get through " + names(proxies) + " again")
                : Outcome.failure("clients may still wait: " + String.join("; ", failed));
    }

    private Optional<String> letThrough(Server proxy, Optional<Server> except) {
        try (BouncerConsole console = BouncerConsole.forAll(tools, proxy, LIMIT)) {
            SqlResult databases = console.run("SHOW DATABASES");
            if (databases instanceof SqlResult.Failed(ConnectionProblem problem)) {
                return problem.kind() == ConnectionProblem.Kind.REFUSED ? Optional.empty() : Optional.of(problem.message());
            }
            List<Row> rows = databases instanceof SqlResult.Rows(List<Row> all) ? all : List.of();
            List<String> closed = except.map(server -> leadingTo(rows, server)).orElse(List.of());
            for (String name : paused(rows)) {
                if (closed.contains(name)) {
                    continue;
                }
                if (console.run("RESUME " + quoted(name)) instanceof SqlResult.Failed(ConnectionProblem problem)
                        && paused(console).contains(name)) {
                    return Optional.of("RESUME " + quoted(name) + ": " + problem.message());
                }
            }
            return closed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(String.join(", ", closed) + " still leads to " + except.orElseThrow().name() + " and stays closed");
        }
    }

    /// Databases that are paused by themselves.
    static List<String> paused(BouncerConsole console) {
        return paused(console.show("DATABASES").orElse(List.of()));
    }

    private static List<String> paused(List<Row> databases) {
        return databases.stream()
                .filter(r -> BouncerConsole.number(r, "paused") == 1)
                .map(r -> BouncerConsole.column(r, "name"))
                .toList();
    }

    private static List<String> leadingTo(List<Row> rows, Server server) {
        return rows.stream()
                .filter(r -> BouncerConsole.column(r, "host").equals(server.hostname())
                        && BouncerConsole.number(r, "port") == server.port())
                .map(r -> BouncerConsole.column(r, "name"))
                .toList();
    }

    private static List<String> failures(Map<Server, Optional<String>> obstacles) {
        List<String> failed = new ArrayList<>();
        obstacles.forEach((proxy, obstacle) -> obstacle.ifPresent(why -> failed.add(proxy.name() + ": " + why)));
        return failed;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String names(List<Server> proxies) {
        return String.join(", ", proxies.stream().map(Server::name).toList());
    }
}
