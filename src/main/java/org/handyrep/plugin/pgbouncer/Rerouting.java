package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;

/// Makes one pgbouncer lead elsewhere and believes only what sessions through it say: writes its file, RELOAD, reads its databases back, ends what still
/// hangs on the old primary, tries every name.
///
/// RELOAD answers success for a broken file too, and keeps what it had.
final class Rerouting {

    private static final Duration CONSOLE = Duration.ofSeconds(3);
    private static final Duration RESTART = Duration.ofSeconds(20);

    /// How long a transaction on the old primary may go on.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final String RETRY = "server_login_retry";
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final Tools tools;
    private final Order order;
    private final Supplier<Whereabouts> whereabouts;
    private final Bouncer bouncer;
    private final List<String> remarks = new ArrayList<>();

    /// Databases may be paused by what an earlier run did.
    private boolean closed;

    Rerouting(Tools tools, Order order, Supplier<Whereabouts> whereabouts, Bouncer bouncer) {
        this.tools = tools;
        this.order = order;
        this.whereabouts = whereabouts;
        this.bouncer = bouncer;
    }

    Bouncer bouncer() {
        return bouncer;
    }

    /// May be run again after it failed.
    Rerouted run() {
        Optional<String> shut = closed ? open() : Optional.empty();
        return shut.map(why -> Rerouted.failed(bouncer, why)).orElseGet(this::move);
    }

    private Rerouted move() {
        try (BouncerConsole console = new BouncerConsole(tools, bouncer.server(), CONSOLE)) {
            // clients may be waiting: the console logs in while the file is written
            CompletableFuture<Boolean> held =
                    CompletableFuture.supplyAsync(() -> isWaitedAt(console), Thread::startVirtualThread);
            Outcome written = Acts.perform(tools, bouncer.write(order.content()));
            if (!written.succeeded()) {
                return left(written.details());
            }
            boolean waiting = held.join();
            return switch (console.run("RELOAD")) {
                case SqlResult.Rows rows -> reloaded(console, waiting);
                case SqlResult.Failed(ConnectionProblem problem) -> notReloaded(problem);
            };
        }
    }

    /// Everything is paused, or a database of its own.
    private static boolean isWaitedAt(BouncerConsole console) {
        return console.paused().orElse(false) || !CuttingOff.paused(console).isEmpty();
    }

    private Rerouted reloaded(BouncerConsole console, boolean waiting) {
        Optional<String> wrong = readBack(console);
        if (wrong.isPresent()) {
            return left(bouncer.name() + ": wrote " + bouncer.file() + " and RELOAD, but " + wrong.get()
                    + "; its own log says what it did not like");
        }
        if (waiting) {
            return new Rerouted(bouncer, Rerouted.State.WAITING,
                    bouncer.name() + " leads to " + order.primary().name() + " as soon as its clients go on", List.of());
        }
        Optional<String> usual = hasten(console);
        try {
            Optional<String> shut = order.endsSessions() ? endLeftSessions(console) : Optional.empty();
            return shut.map(why -> Rerouted.failed(bouncer, "was moved, but " + why)).orElseGet(() -> probed("was moved"));
        } finally {
            usual.ifPresent(value -> console.run("SET " + RETRY + " = '" + value + "'"));
        }
    }

    /// After a link that failed none is tried for `server_login_retry`, 15 s where nobody set it, though the database leads to another server now.
    ///
    /// @return what it was; the next RELOAD sets it too
    private static Optional<String> hasten(BouncerConsole console) {
        Optional<String> usual = console.show("CONFIG").orElse(List.of()).stream()
                .filter(r -> BouncerConsole.column(r, "key").equals(RETRY))
                .map(r -> BouncerConsole.column(r, "value"))
                .filter(value -> value.matches("[0-9.]{1,20}"))
                .findFirst();
        return usual.filter(value -> console.run("SET " + RETRY + " = '0.1'") instanceof SqlResult.Rows);
    }

    private Rerouted notReloaded(ConnectionProblem problem) {
        boolean stopped = problem.kind() == ConnectionProblem.Kind.REFUSED;
        if (!stopped && !problem.provesLife()) {
            return Rerouted.failed(bouncer, "wrote " + bouncer.file() + ", but its console gives no answer: " + problem.message());
        }
        if (!order.restarts()) {
            return stopped
                    ? new Rerouted(bouncer, Rerouted.State.STOPPED,
                            bouncer.name() + " does not run and was left alone; its file is written", List.of())
                    : Rerouted.failed(bouncer, "wrote " + bouncer.file() + ", but its console does not take RELOAD: " + problem.message());
        }
        Optional<Act.Run> restart = bouncer.restart();
        if (restart.isEmpty()) {
            return Rerouted.failed(bouncer, problem.message() + "; without pgbouncerbin and config_location it cannot be restarted");
        }
        Act.Run act = new Act.Run(bouncer.server(), restart.get().command().within(RESTART));
        Outcome restarted = Acts.perform(tools, act);
        if (!restarted.succeeded()) {
            return Rerouted.failed(bouncer, problem.message() + "; and it could not be " + (stopped ? "started: " : "restarted: ") + restarted.details());
        }
        return probed(stopped
                ? "did not run and was started"
                : "was moved by an online restart, because its console lets HandyRep not in (" + problem.message() + ")");
    }

    /// It has what it had: worse than nothing when it still sends writes to another server.
    private Rerouted left(String sentence) {
        Map<String, Landing> landings = Together.each(order.writingNames(), this::land);
        return landings.entrySet().stream()
                .filter(e -> e.getValue().seen().filter(Landing.Seen::writable).isPresent())
                .flatMap(e -> astray(new Offer.Entry(e.getKey(), false, order.primary(), e.getKey()), e.getValue().seen().get()).stream()
                        .map(where -> bouncer.name() + ": " + e.getKey() + " " + where + ": " + sentence))
                .findFirst()
                .map(where -> new Rerouted(bouncer, Rerouted.State.MISROUTED, where, List.of()))
                .orElseGet(() -> new Rerouted(bouncer, Rerouted.State.FAILED, sentence, List.of()));
    }

    private Landing land(String name) {
        return Landing.of(tools.proxied(bouncer.server(), Login.HANDYREP, name), CONSOLE);
    }

    /// What is wrong with the databases it offers now, or nothing.
    private Optional<String> readBack(BouncerConsole console) {
        Optional<List<Row>> offered = console.show("DATABASES");
        if (offered.isEmpty()) {
            return Optional.of("its databases could not be read back");
        }
        for (Offer.Entry entry : order.entries()) {
            Optional<Row> row = offered.get().stream()
                    .filter(r -> BouncerConsole.column(r, "name").equals(entry.name()))
                    .findFirst();
            if (row.isEmpty()) {
                return Optional.of("it does not offer " + entry.name());
            }
            String there = BouncerConsole.column(row.get(), "host") + ":" + BouncerConsole.column(row.get(), "port");
            if (!there.equals(entry.target().address())) {
                return Optional.of(entry.name() + " still leads to " + there);
            }
        }
        return Optional.empty();
    }

    /// RELOAD marks the links that lead elsewhere, and closes each when its transaction ends. One that hangs on a dead server never ends by itself.
    private Optional<String> endLeftSessions(BouncerConsole console) {
        List<Row> left = left(console);
        long end = System.nanoTime() + GRACE.toNanos();
        while (!left.isEmpty() && left.stream().noneMatch(this::leadsToLost) && System.nanoTime() < end && pause()) {
            left = left(console);
        }
        for (String name : left.stream().map(Rerouting::database).distinct().toList()) {
            closed = true;
            if (console.run("KILL \"" + name + "\"") instanceof SqlResult.Rows) {
                remarks.add("sessions on " + name + " that hung on another server were ended");
            }
        }
        return closed ? open() : Optional.empty();
    }

    /// KILL leaves a database paused, also when its answer was lost.
    private Optional<String> open() {
        CuttingOff databases = new CuttingOff(tools);
        long end = System.nanoTime() + SETTLE.toNanos();
        Outcome through = databases.letThrough(List.of(bouncer.server()), Optional.empty());
        while (!through.succeeded() && System.nanoTime() < end && pause()) {
            through = databases.letThrough(List.of(bouncer.server()), Optional.empty());
        }
        closed = !through.succeeded();
        return closed ? Optional.of(through.details()) : Optional.empty();
    }

    /// Nothing on a server that answers nobody goes on.
    private boolean leadsToLost(Row link) {
        return tools.snapshot().servers().stream()
                .filter(o -> o.state() instanceof ServerState.Unreachable)
                .map(Observation::server)
                .anyMatch(s -> s.hostname().equals(BouncerConsole.column(link, "addr")) && s.port() == BouncerConsole.number(link, "port"));
    }

    private List<Row> left(BouncerConsole console) {
        return console.busyServers().orElse(List.of()).stream()
                .filter(link -> BouncerConsole.column(link, "close_needed").equals("1"))
                .filter(link -> order.writingNames().contains(database(link)))
                .toList();
    }

    private static String database(Row link) {
        return BouncerConsole.column(link, "database");
    }

    /// Tries every name until all end where they should, for a while: a link that just failed is not tried again at once by pgbouncer.
    private Rerouted probed(String how) {
        long end = System.nanoTime() + SETTLE.toNanos();
        Rerouted last = judge(how);
        while (last.state() == Rerouted.State.FAILED && System.nanoTime() < end && pause()) {
            last = judge(how);
        }
        return last;
    }

    private Rerouted judge(String how) {
        List<String> notes = new ArrayList<>(remarks);
        Map<Offer.Entry, Landing> landings = Together.each(order.entries(), e -> land(e.name()));
        Optional<Rerouted> failed = Optional.empty();
        for (Map.Entry<Offer.Entry, Landing> tried : landings.entrySet()) {
            Offer.Entry entry = tried.getKey();
            Optional<Landing.Seen> seen = tried.getValue().seen();
            String name = bouncer.name() + ": " + entry.name();
            if (seen.isEmpty()) {
                if (entry.readOnly()) {
                    notes.add(name + " leads nowhere: " + tried.getValue().problem());
                } else if (failed.isEmpty()) {
                    failed = Optional.of(Rerouted.failed(bouncer, how + ", but no session on " + entry.name() + ": " + tried.getValue().problem()));
                }
                continue;
            }
            Optional<String> astray = astray(entry, seen.get());
            if (astray.isPresent()) {
                return new Rerouted(bouncer, Rerouted.State.MISROUTED, name + " " + astray.get(), notes);
            }
        }
        return failed.orElseGet(() -> new Rerouted(bouncer, Rerouted.State.MOVED, bouncer.name() + " " + how, notes));
    }

    private Optional<String> astray(Offer.Entry entry, Landing.Seen seen) {
        Optional<String> ended = whereabouts.get().of(seen).map(Server::name);
        String place = ended.orElse(seen.address() + ":" + seen.port() + ", which is no configured server");
        if (!ended.equals(Optional.of(entry.target().name()))) {
            return Optional.of("leads to " + place + " instead of " + entry.target().name());
        }
        if (!entry.readOnly() && !seen.writable()) {
            return Optional.of("leads to " + place + ", which is in recovery and takes no writes");
        }
        return Optional.empty();
    }

    private static boolean pause() {
        try {
            Thread.sleep(Duration.ofMillis(100));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
