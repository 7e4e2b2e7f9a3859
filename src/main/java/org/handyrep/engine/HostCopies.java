package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Shell;

/// Copies of journals on the hosts of the PostgreSQL servers, over SSH. An operation is never stopped because a host cannot take a copy: the journal of
/// this machine is there, and no two consoles act at once whatever the copies say.
final class HostCopies implements JournalCopies {

    private static final Duration SECURED = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMillis(40);
    /// Beside the act that waits for the first one, they would hold it up where hosts share a machine.
    private static final Duration AFTER_THE_FIRST = Duration.ofMillis(100);
    private static final Duration LISTED = Duration.ofSeconds(3);
    /// For a host that is slow or gone, when a majority has answered.
    private static final Duration LATECOMERS = Duration.ofMillis(300);

    private final Supplier<List<Server>> servers;
    private final Function<Server, Shell> shells;
    private final Supplier<String> system;
    private final String console;
    private final Duration secured;
    private final Duration grace;
    private final Map<String, Map<String, HostCopy>> copies = new ConcurrentHashMap<>();

    /// @param system identifier of the cluster, empty while it is not known
    /// @param console this one, `anna@desk1`
    HostCopies(Supplier<List<Server>> servers, Function<Server, Shell> shells, Supplier<String> system, String console) {
        this(servers, shells, system, console, SECURED, GRACE);
    }

    /// @param secured how long the first host may take
    /// @param grace for the others, when one has it
    HostCopies(
            Supplier<List<Server>> servers,
            Function<Server, Shell> shells,
            Supplier<String> system,
            String console,
            Duration secured,
            Duration grace) {
        this.secured = secured;
        this.grace = grace;
        this.servers = servers;
        this.shells = shells;
        this.system = system;
        this.console = console;
    }

    @Override
    public String console() {
        return console;
    }

    @Override
    public void announce(String id, Supplier<List<String>> lines) {
        hosts(id, lines).values().forEach(HostCopy::follow);
    }

    @Override
    public void changed(String id, Supplier<List<String>> lines) {
        copies.getOrDefault(id, Map.of()).values().forEach(HostCopy::follow);
    }

    @Override
    public Optional<String> secure(String id, Supplier<List<String>> lines) {
        Map<String, CompletableFuture<Outcome>> pushed = new TreeMap<>();
        hosts(id, lines).forEach((server, copy) -> pushed.put(server, copy.push()));
        CompletableFuture<Void> all = CompletableFuture.allOf(pushed.values().toArray(CompletableFuture[]::new));
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        pushed.values().forEach(one -> one.thenAccept(outcome -> {
            if (outcome.succeeded()) {
                first.complete(true);
            }
        }));
        all.thenRun(() -> first.complete(false));
        if (isTrueWithin(first, secured)) {
            isTrueWithin(all.thenApply(done -> true), grace);
            return Optional.empty();
        }
        return Optional.of(pushed.entrySet().stream()
                .map(e -> e.getKey() + ": " + (e.getValue().isDone() ? e.getValue().join().details() : "no answer in time"))
                .collect(Collectors.joining("; ", "no host has a copy of the journal, so only this console knows of it (", ")")));
    }

    @Override
    public Optional<String> secureAt(String server, String id, Supplier<List<String>> lines) {
        Map<String, HostCopy> hosts = hosts(id, lines);
        HostCopy first = hosts.get(server);
        if (first == null || !isTrueWithin(first.push().thenApply(Outcome::succeeded), secured)) {
            return secure(id, lines);
        }
        Thread.ofVirtual().name("journal copies that come after").start(() -> {
            LockSupport.parkNanos(AFTER_THE_FIRST.toNanos());
            hosts.values().stream().filter(copy -> copy != first).forEach(HostCopy::push);
        });
        return Optional.empty();
    }

    private static boolean isTrueWithin(CompletableFuture<Boolean> future, Duration limit) {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public Optional<String> overtaken(String id, Supplier<List<String>> lines) {
        Map<String, List<ListedCopy>> found = list();
        List<String> known = lines.get();
        return found.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(copy -> copy.id().equals(id) && !copy.isKnown(known)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Those who were in the cluster when it began, whatever becomes of them; one that is out is not touched.
    private Map<String, HostCopy> hosts(String id, Supplier<List<String>> lines) {
        return copies.computeIfAbsent(id, begun -> {
            Map<String, HostCopy> hosts = new TreeMap<>();
            postgres().stream()
                    .filter(Server::enabled)
                    .forEach(server -> hosts.put(server.name(), new HostCopy(() -> put(server, id, lines.get()))));
            return hosts;
        });
    }

    /// Writes one copy again where it is behind.
    Outcome put(Server server, String id, List<String> lines) {
        CopyText copy = new CopyText(system.get(), console, lines);
        CommandResult result = shells.apply(server).run(CopyScripts.put(pgdata(server), id, copy.length(), copy.text()));
        return result.ok() ? Outcome.success(server.name() + " has it") : Outcome.failure(result.describe());
    }

    /// What lies on each host that answers, newest first.
    Map<String, List<ListedCopy>> list() {
        List<Server> asked = postgres();
        BlockingQueue<Map.Entry<String, List<ListedCopy>>> answers = new LinkedBlockingQueue<>();
        for (Server server : asked) {
            Thread.ofVirtual().name("journals on " + server.name()).start(() -> answers.add(Map.entry(
                    server.name(), listed(shells.apply(server).run(CopyScripts.list(pgdata(server)).within(LISTED))))));
        }
        Map<String, List<ListedCopy>> found = new TreeMap<>();
        long end = System.nanoTime() + LISTED.toNanos();
        try {
            while (found.size() < asked.size()) {
                Map.Entry<String, List<ListedCopy>> answer = answers.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (answer == null) {
                    break;
                }
                found.put(answer.getKey(), answer.getValue());
                if (found.size() == asked.size() / 2 + 1) {
                    end = Math.min(end, System.nanoTime() + LATECOMERS.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found;
    }

    private static List<ListedCopy> listed(CommandResult result) {
        List<ListedCopy> copies = new ArrayList<>();
        if (result instanceof CommandResult.Exited exited && exited.status() == 0) {
            exited.output().lines().forEach(line -> ListedCopy.parse(line).ifPresent(copies::add));
        }
        return copies;
    }

    Optional<CopyText> fetch(String server, String id) {
        return find(server)
                .map(s -> shells.apply(s).run(CopyScripts.get(pgdata(s), id)))
                .flatMap(r -> r instanceof CommandResult.Exited e && e.status() == 0 ? CopyText.parse(e.output()) : Optional.empty())
                .filter(copy -> copy.isOf(system.get()));
    }

    Optional<Server> find(String server) {
        return postgres().stream().filter(s -> s.name().equals(server)).findFirst();
    }

    boolean isMost(int hosts) {
        return 2 * hosts > postgres().size();
    }

    /// The configured primary; empty when there is none.
    String primary() {
        return servers.get().stream().filter(s -> s.isMaster() && s.enabled()).map(Server::name).findFirst().orElse("");
    }

    private List<Server> postgres() {
        return servers.get().stream()
                .filter(s -> s.role().isPostgres() && !pgdata(s).isEmpty())
                .toList();
    }

    private static String pgdata(Server server) {
        return server.setting("pgdata").orElse("");
    }
}
