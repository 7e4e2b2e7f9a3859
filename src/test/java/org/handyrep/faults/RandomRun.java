package org.handyrep.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.handyrep.demo.DemoException;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.testing.PostgresCluster;
import tools.jackson.databind.JsonNode;

/// One sequence of faults in a laboratory, its healing, and what must be true of it.
final class RandomRun {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Duration OUTCOME = Duration.ofSeconds(7);

    private final FaultLab lab;
    private final LabClients clients;
    private final Always always;
    private final Set<String> poweredOff = new HashSet<>();
    private Story story = new Story();

    RandomRun(FaultLab lab, LabClients clients, boolean synchronous) {
        this.lab = lab;
        this.clients = clients;
        this.always = new Always(clients, synchronous);
    }

    /// @throws AssertionError with the whole story when something that must never happen did, or the cluster did not come back
    void run(long seed) {
        story = new Story();
        List<Fault.Timed> faults = Fault.sequence(seed);
        story.tell("seed " + seed + ": " + faults);
        try {
            awaitHealthy();
            Set<String> before = operationIds();
            long start = System.nanoTime();
            String old = awaitPrimary();
            Map<String, String> names = names(old);
            int timeline = timeline(old);
            story.tell("primary " + old + " on timeline " + timeline);
            for (Fault.Timed fault : faults) {
                cause(fault.fault(), names);
                LockSupport.parkNanos(Duration.ofMillis(fault.pauseMillis()).toNanos());
            }
            awaitOutcome();
            heal();
            story.tell("healed");
            settleInterrupted();
            awaitPrimary();
            settleInterrupted();
            String primary = awaitPrimary();
            story.tell("primary " + primary + " on timeline " + timeline(primary) + ", longest silence " + clients.longestSilence(start));
            List<Done> done = operations().stream().filter(o -> !before.contains(o.get("id").asString())).map(Done::of).toList();
            done.forEach(o -> story.tell(o.text()));
            always.oneAfterTheOther(start, timeline(primary) - timeline, done);
            always.noMoreIsLostThanWasSaid(lab.server(primary), done, story);
            lab.servers().rebuildWhatDoesNotFollow(primary).forEach(name -> story.tell("rebuilt " + name));
            lab.enableAll();
            story.tell("all enabled");
        } catch (ConditionTimeoutException | DemoException e) {
            throw new AssertionError(told() + e.getMessage(), e);
        } catch (AssertionError e) {
            throw new AssertionError(told() + e.getMessage(), e);
        }
    }

    List<String> story() {
        return story.lines();
    }

    private String told() {
        StringBuilder text = new StringBuilder().append(story).append('\n');
        for (String console : FaultLab.CONSOLES) {
            text.append(console).append(": ").append(lab.console(console).isAlive() ? lab.console(console).state() : "dead").append('\n');
        }
        return text.toString();
    }

    // what happens

    private void cause(Fault fault, Map<String, String> names) {
        switch (fault) {
            case Fault.Crash f -> lab.server(name(names, f.server())).kill9();
            case Fault.Freeze f -> lab.server(name(names, f.server())).freeze();
            case Fault.PowerOff f -> {
                lab.powerOff(name(names, f.server()));
                poweredOff.add(name(names, f.server()));
            }
            case Fault.Isolate f -> lab.network().isolate(name(names, f.host()));
            case Fault.Cut f -> lab.network().cut(name(names, f.one()), name(names, f.other()));
            case Fault.CutOneWay f -> lab.network().cutOneWay(name(names, f.from()), name(names, f.to()));
            case Fault.Slow f -> lab.network().slow(name(names, f.host()));
            case Fault.KillConsole f -> lab.console(f.console()).kill();
        }
    }

    private static String name(Map<String, String> names, String what) {
        return names.getOrDefault(what, what);
    }

    private static Map<String, String> names(String primary) {
        List<String> others = FaultLab.SERVERS.stream().filter(s -> !s.equals(primary)).toList();
        return new HashMap<>(Map.of("primary", primary, "replica1", others.getFirst(), "replica2", others.getLast()));
    }

    /// Until clients write again and nobody is at work; where that cannot be while the faults last, for some seconds.
    private void awaitOutcome() {
        long end = System.nanoTime() + OUTCOME.toNanos();
        while (System.nanoTime() < end) {
            long now = System.nanoTime();
            LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
            if (!clients.since(now).isEmpty() && !isAtWork()) {
                return;
            }
        }
        story.tell("no writes while the faults last");
    }

    private boolean isAtWork() {
        return operations().stream().anyMatch(o -> o.get("state").asString().matches("RUNNING|ROLLING_BACK"));
    }

    /// Who switches the port of a fenced host on again while its PostgreSQL runs makes two primaries, and no console can prevent it: it is powered off before.
    private void heal() {
        lab.network().fenced(FaultLab.SERVERS).forEach(name -> {
            lab.powerOff(name);
            poweredOff.add(name);
        });
        lab.network().heal();
        FaultLab.SERVERS.forEach(name -> lab.server(name).thaw());
        poweredOff.forEach(lab::powerOn);
        poweredOff.clear();
        lab.servers().startReplicas().forEach(name -> story.tell("started " + name));
        for (String console : FaultLab.CONSOLES) {
            if (!lab.console(console).isAlive()) {
                lab.startConsole(console);
            }
        }
    }

    /// What a person does about an operation that lost its console.
    private void settleInterrupted() {
        await("no operation is unfinished").atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> {
            for (String console : FaultLab.CONSOLES) {
                for (JsonNode o : lab.console(console).state().path("operations")) {
                    if (o.get("state").asString().equals("INTERRUPTED")) {
                        boolean forward = o.get("summary").asString().contains("after the point of no return");
                        story.tell(console + " " + (forward ? "resumes " : "rolls back ") + o.get("title").asString() + ": "
                                + lab.console(console).ask(forward ? "resume" : "rollBack", "id", o.get("id").asString()).get("details"));
                        return false;
                    }
                }
            }
            return !isAtWork();
        });
    }

    // what is

    private void awaitHealthy() {
        await("the consoles call the cluster healthy").atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> {
            long now = System.nanoTime();
            boolean well = FaultLab.CONSOLES.stream().allMatch(c -> lab.console(c).state().path("verdict").asString("").equals("PrimaryOK"));
            return well && FaultLab.CONSOLES.stream().anyMatch(c -> lab.console(c).state().path("inCharge").asBoolean(false))
                    && !clients.since(now - 1_000_000_000L).isEmpty();
        });
    }

    /// The writable server of the newest timeline; an older one may be writable beside it, without clients.
    private String awaitPrimary() {
        List<String> found = new ArrayList<>();
        await("clients write to a primary").atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> {
            Set<String> written = new HashSet<>();
            clients.since(System.nanoTime() - 1_000_000_000L).forEach(w -> written.add(w.server()));
            found.clear();
            // Each answer costs a login, so nobody is asked while clients write nowhere.
            if (!written.isEmpty()) {
                FaultLab.SERVERS.stream().filter(this::isWritable).forEach(found::add);
                found.sort((a, b) -> Integer.compare(timeline(b), timeline(a)));
            }
            return !found.isEmpty() && written.contains(lab.server(found.getFirst()).settings().host());
        });
        return found.getFirst();
    }

    private boolean isWritable(String name) {
        try {
            LocalPostgres server = lab.server(name);
            return server.isRunning() && PostgresCluster.query(server, "SELECT pg_is_in_recovery()").equals("f");
        } catch (DemoException e) {
            return false;
        }
    }

    private int timeline(String name) {
        return LabServers.timeline(lab.server(name));
    }

    // the consoles' journals

    /// That one has ended is known first where it ran.
    private Collection<JsonNode> operations() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        FaultLab.CONSOLES.stream().map(lab::console).filter(LabConsole::isAlive).forEach(console -> console.state().path("operations").forEach(o ->
                all.merge(o.get("id").asString(), o, (a, b) -> a.get("ended").asString().isEmpty() ? b : a)));
        return all.values();
    }

    private Set<String> operationIds() {
        Set<String> ids = new HashSet<>();
        operations().forEach(o -> ids.add(o.get("id").asString()));
        return ids;
    }
}
