package org.handyrep.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.handyrep.demo.DemoControls.Fault;
import org.handyrep.plugin.Outcome;

/// What can be broken in a demo cluster, and how it is healed without ever making a second primary.
final class DemoFaults {

    /// What makes a replica count as lagged in the generated handyrep.conf.
    static final int LAG_LIMIT_MB = 4;

    private static final int LAG_MADE_MB = 4 * LAG_LIMIT_MB;
    private static final String HEAL = "heal";

    private final List<DemoServer> servers;
    private final DemoUpstreams upstreams;
    private final Set<String> frozen = new HashSet<>();
    private final Set<String> cut = new HashSet<>();
    private final Set<String> lagging = new HashSet<>();

    DemoFaults(List<DemoServer> servers, DemoUpstreams upstreams) {
        this.servers = List.copyOf(servers);
        this.upstreams = upstreams;
    }

    synchronized List<Fault> offered() {
        List<Fault> faults = new ArrayList<>();
        for (DemoServer server : servers) {
            String name = server.name();
            boolean runs = server.postgres().isRunning();
            if (frozen.contains(name) && runs) {
                faults.add(fault("thaw", name, "Thaw %s"));
            } else if (runs) {
                faults.add(fault("kill9", name, "Kill %s (kill -9)"));
                faults.add(fault("freeze", name, "Freeze %s"));
                if (server.postgres().isReplicaByFiles()) {
                    faults.add(fault("stop", name, "Stop %s"));
                    if (!lagging.contains(name)) {
                        faults.add(fault("lag", name, "Make %s lag"));
                    }
                }
            }
            faults.add(
                    cut.contains(name)
                            ? fault("restore", name, "Restore the network of %s")
                            : fault("cut", name, "Cut the network of %s"));
            if (!runs && otherPrimary(server).isPresent()) {
                faults.add(fault("rebuild", name, "Rebuild %s as a replica"));
            }
        }
        faults.add(new Fault(HEAL, "", "Heal everything"));
        return faults;
    }

    synchronized Outcome cause(String id) {
        String[] words = id.split(" ", -1);
        try {
            if (id.equals(HEAL)) {
                return heal();
            }
            Optional<DemoServer> server = servers.stream()
                    .filter(s -> words.length == 2 && s.name().equals(words[1]))
                    .findFirst();
            return server.isPresent()
                    ? cause(words[0], server.get())
                    : Outcome.failure("the demo cluster has no fault \"" + id + "\"");
        } catch (DemoException | SQLException | java.io.IOException e) {
            return Outcome.failure("\"" + id + "\" did not work: " + e.getMessage());
        }
    }

    private Outcome cause(String verb, DemoServer server) throws SQLException, java.io.IOException {
        String name = server.name();
        LocalPostgres postgres = server.postgres();
        boolean needsRunning = !Set.of("cut", "restore", "rebuild").contains(verb);
        if (needsRunning && !postgres.isRunning()) {
            return Outcome.failure(name + " is not running");
        }
        switch (verb) {
            case "kill9" -> server.kill9();
            case "freeze" -> {
                postgres.freeze();
                frozen.add(name);
            }
            case "thaw" -> {
                postgres.thaw();
                frozen.remove(name);
            }
            case "stop" -> server.stop();
            case "cut" -> {
                cut.add(name);
                applyCuts();
            }
            case "restore" -> {
                cut.remove(name);
                applyCuts();
            }
            case "lag" -> {
                return lag(server);
            }
            case "rebuild" -> {
                return rebuild(server);
            }
            default -> {
                return Outcome.failure("the demo cluster has no fault \"" + verb + "\"");
            }
        }
        return Outcome.success(
                switch (verb) {
                    case "kill9" -> "the postmaster of " + name + " was killed with kill -9";
                    case "freeze" -> "every process of " + name + " was stopped with SIGSTOP";
                    case "thaw" -> name + " went on";
                    case "stop" -> name + " was stopped";
                    case "cut" -> "the network of " + name + " was cut: packets vanish, SSH too";
                    default -> "the network of " + name + " was restored";
                });
    }

    /// A cut host hears nobody and is heard by nobody: its own gates, and at the others' gates what comes from it.
    private void applyCuts() {
        for (DemoServer server : servers) {
            boolean isCut = cut.contains(server.name());
            server.cutFrom(cut.stream().filter(c -> !c.equals(server.name())).collect(Collectors.toSet()));
            if (isCut != server.isSilent()) {
                server.set(isCut ? Flow.CUT : Flow.OPEN);
            }
        }
    }

    private Outcome lag(DemoServer server) throws SQLException {
        Optional<DemoServer> primary = otherPrimary(server).filter(p -> p.postgres().isRunning());
        if (primary.isEmpty() || !server.postgres().isReplicaByFiles()) {
            return Outcome.failure(server.name() + " cannot lag: it replays nothing");
        }
        server.postgres().execute("SELECT " + replay(server, "pause"));
        lagging.add(server.name());
        try (Connection connection = primary.get().postgres().connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < LAG_MADE_MB; i++) {
                statement.execute("SELECT pg_logical_emit_message(false, 'demo', repeat('x', 1048576))");
            }
        }
        return Outcome.success(server.name() + " paused its replay while " + primary.get().name() + " wrote "
                + LAG_MADE_MB + " MB");
    }

    private Outcome rebuild(DemoServer server) throws java.io.IOException {
        Optional<DemoServer> primary = otherPrimary(server).filter(p -> p.postgres().isRunning());
        if (server.postgres().isRunning() || primary.isEmpty()) {
            return Outcome.failure(server.name() + " can be rebuilt only while it is down and another primary runs");
        }
        Trees.delete(server.data());
        LocalReplica.copy(
                primary.get().postgres(),
                List.of(server.postgres().settings()),
                upstreams.of(primary.get()));
        server.postgres().start();
        return Outcome.success(server.name() + " was copied anew from " + primary.get().name() + " and follows it");
    }

    private Outcome heal() {
        List<String> done = new ArrayList<>();
        List<String> left = new ArrayList<>();
        // First what must not come back as a second primary.
        for (DemoServer server : servers) {
            if (isOutdatedPrimary(server)) {
                if (server.postgres().isRunning()) {
                    server.kill9();
                }
                left.add(server.name() + " was not brought back, because " + currentPrimary().map(DemoServer::name).orElse("another server")
                        + " is the primary now: rebuild it");
            }
        }
        if (!cut.isEmpty()) {
            done.add("restored the network of " + String.join(", ", cut));
            cut.clear();
            applyCuts();
        }
        for (DemoServer server : servers) {
            LocalPostgres postgres = server.postgres();
            if (frozen.remove(server.name()) && postgres.isRunning()) {
                postgres.thaw();
                done.add("thawed " + server.name());
            }
            if (!postgres.isRunning() && !isOutdatedPrimary(server)) {
                postgres.start();
                lagging.remove(server.name());
                done.add("started " + server.name());
            }
            if (lagging.remove(server.name()) && postgres.isReplicaByFiles()) {
                postgres.execute("SELECT " + replay(server, "resume"));
                done.add("let " + server.name() + " replay again");
            }
        }
        List<String> said = new ArrayList<>(done.isEmpty() ? List.of("nothing was broken") : done);
        said.addAll(left);
        return Outcome.success(String.join("; ", said));
    }

    /// Down, frozen or cut off, and configured as a primary, while another server is one on a later timeline.
    private boolean isOutdatedPrimary(DemoServer server) {
        return !server.postgres().isReplicaByFiles()
                && currentPrimary().filter(p -> p != server).isPresent();
    }

    private Optional<DemoServer> otherPrimary(DemoServer server) {
        return currentPrimary().filter(p -> p != server);
    }

    /// By their files, so that it can be told of a server that is down or hangs: the one without the mark of a replica; of several, the latest timeline.
    private Optional<DemoServer> currentPrimary() {
        return servers.stream()
                .filter(s -> !s.postgres().isReplicaByFiles())
                .max(java.util.Comparator.comparingInt(s -> s.postgres().latestTimeline()));
    }

    private static String replay(DemoServer server, String verb) {
        return (server.postgres().settings().binaries().major() >= 10 ? "pg_wal_replay_" : "pg_xlog_replay_") + verb
                + "()";
    }

    private static Fault fault(String verb, String name, String label) {
        return new Fault(verb + " " + name, name, String.format(java.util.Locale.ROOT, label, name));
    }
}
