package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;

/// PAUSE and RESUME of several pgbouncers at once: all hold their clients, or none.
///
/// What pgbouncer does (1.18): PAUSE answers when the last transaction has ended, and with session pooling when the last client has gone. It stays in force
/// when the session that asked for it ends, and is taken back by RESUME of another session while it is still under way, and the first then never
/// gets an answer. A second PAUSE is refused in the same words whether the first has ended or not.
public final class Holding {

    private static final Duration LOOK = Duration.ofMillis(1500);
    private static final Duration RELEASE = Duration.ofSeconds(5);

    private final Tools tools;

    public Holding(Tools tools) {
        this.tools = tools;
    }

    public Outcome hold(List<Server> proxies, Duration deadline) {
        Map<Server, Optional<String>> obstacles = Together.each(proxies, p -> pause(p, deadline));
        List<String> failed = obstacles.entrySet().stream()
                .filter(e -> e.getValue().isPresent())
                .map(e -> e.getKey().name() + ": " + e.getValue().get())
                .toList();
        if (failed.isEmpty()) {
            return Outcome.success("the clients of " + names(proxies) + " wait");
        }
        Outcome released = release(proxies);
        return Outcome.failure("could not make all clients wait: " + String.join("; ", failed)
                        + (released.succeeded() ? ". All go on" : ". " + released.details()))
                .with("failed", obstacles.entrySet().stream()
                        .filter(e -> e.getValue().isPresent())
                        .map(e -> e.getKey().name())
                        .toList());
    }

    /// Why its clients could not be made to wait, or nothing.
    private Optional<String> pause(Server proxy, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try (BouncerConsole console = new BouncerConsole(tools, proxy, deadline)) {
            return switch (console.run("PAUSE")) {
                case SqlResult.Rows rows -> console.paused().orElse(false) && isQuiet(console)
                        ? Optional.empty()
                        : Optional.of("it said it was paused, and then did not look so");
                case SqlResult.Failed(ConnectionProblem problem) ->
                    problem.message().contains(BouncerConsole.PAUSED_ALREADY) ? othersPause(console, end) : Optional.of(whyNot(proxy, problem, deadline));
            };
        }
    }

    /// Somebody paused it before: whether that has come to its end shows in its links only.
    private static Optional<String> othersPause(BouncerConsole console, long end) {
        do {
            if (isQuiet(console)) {
                return Optional.empty();
            }
        } while (System.nanoTime() < end && sleep(Duration.ofMillis(20)));
        return Optional.of("somebody else paused it, and that has not come to its end");
    }

    private static boolean isQuiet(BouncerConsole console) {
        return console.busyServers().filter(List::isEmpty).isPresent();
    }

    private String whyNot(Server proxy, ConnectionProblem problem, Duration deadline) {
        if (problem.kind() != ConnectionProblem.Kind.TIMED_OUT) {
            return problem.message();
        }
        try (BouncerConsole console = new BouncerConsole(tools, proxy, LOOK)) {
            List<String> links = console.busyServers().orElse(List.of()).stream()
                    .map(r -> BouncerConsole.column(r, "link"))
                    .toList();
            String clients = console.show("CLIENTS").orElse(List.of()).stream()
                    .filter(r -> links.contains(BouncerConsole.column(r, "ptr")))
                    .map(Holding::client)
                    .limit(3)
                    .collect(Collectors.joining(", "));
            String within = "not within " + deadline.toMillis() + " ms: ";
            return clients.isEmpty()
                    ? within + problem.message()
                    : within + clients + (links.size() > 3 ? " and " + (links.size() - 3) + " more" : "")
                            + (links.size() == 1 ? " holds a server" : " hold a server") + pooling(console);
        }
    }

    private static String client(Row row) {
        return "the client " + BouncerConsole.column(row, "addr") + ":" + BouncerConsole.column(row, "port") + " ("
                + BouncerConsole.column(row, "user") + " on " + BouncerConsole.column(row, "database") + ")";
    }

    private static String pooling(BouncerConsole console) {
        boolean session = console.show("POOLS").orElse(List.of()).stream()
                .anyMatch(r -> BouncerConsole.column(r, "pool_mode").equals("session"));
        return session ? ", with session pooling until the client goes" : ", its transaction has not ended";
    }

    /// RESUME until pgbouncer says that it is not paused.
    public Outcome release(List<Server> proxies) {
        Map<Server, Optional<String>> obstacles = Together.each(proxies, this::resume);
        List<String> failed = new ArrayList<>();
        obstacles.forEach((proxy, obstacle) -> obstacle.ifPresent(why -> failed.add(why)));
        return failed.isEmpty()
                ? Outcome.success("the clients of " + names(proxies) + " go on")
                : Outcome.failure("clients may still wait, RESUME failed: " + String.join("; ", failed))
                        .with("failed", obstacles.entrySet().stream()
                                .filter(e -> e.getValue().isPresent())
                                .map(e -> e.getKey().name())
                                .toList());
    }

    private Optional<String> resume(Server proxy) {
        long end = System.nanoTime() + RELEASE.toNanos();
        String why;
        do {
            try (BouncerConsole console = new BouncerConsole(tools, proxy, LOOK)) {
                SqlResult result = console.run("RESUME");
                if (result instanceof SqlResult.Rows) {
                    result = console.run("RESUME");
                }
                if (!(result instanceof SqlResult.Failed(ConnectionProblem problem))) {
                    why = proxy.name() + ": it was paused again meanwhile";
                } else if (problem.message().contains("not paused")) {
                    return Optional.empty();
                } else {
                    why = problem.message();
                }
            }
        } while (System.nanoTime() < end && sleep(Duration.ofMillis(50)));
        return Optional.of(why);
    }

    private static String names(List<Server> proxies) {
        return proxies.stream().map(Server::name).collect(Collectors.joining(", "));
    }

    private static boolean sleep(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
