package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.plan.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// While clients wait the journal is copied once: when the point of no return is reached, and before it is passed.
class HurryTest {

    @TempDir
    Path directory;

    private final List<String> happened = new ArrayList<>();
    private FakeServers servers = FakeServers.ofThree();

    private final JournalCopies copies = new JournalCopies() {
        @Override
        public void announce(String id, Supplier<List<String>> lines) {
            happened.add("copies are to be made");
        }

        @Override
        public void changed(String id, Supplier<List<String>> lines) {
            happened.add("copies follow");
        }

        @Override
        public Optional<String> secure(String id, Supplier<List<String>> lines) {
            happened.add(performed("Hold") ? "copy while clients wait" : "copy");
            return Optional.empty();
        }

        @Override
        public Optional<String> secureAt(String server, String id, Supplier<List<String>> lines) {
            happened.add(performed("Promote") ? "copy after the act" : "copy to " + server);
            return Optional.empty();
        }

        private boolean performed(String deed) {
            return servers.performed.stream().anyMatch(one -> one.startsWith(deed));
        }

        @Override
        public Optional<String> overtaken(String id, Supplier<List<String>> lines) {
            happened.add("are the copies ours");
            return Optional.empty();
        }
    };

    @Test
    void whileClientsWaitTheJournalIsCopiedOnce() {
        run(InterruptionTest.Start.SWITCHOVER);
        assertEquals(
                List.of("copy", "BEGUN Promote paul", "copy to paul", "DONE Promote paul"),
                copiesBetween("BEGUN Let the clients wait at b1, b2", "DONE Let the clients go on at b1, b2"));
    }

    @Test
    void whereThePrimaryIsLostNothingIsCopiedBeforeTheFirstActThatHangsOnIt() {
        run(InterruptionTest.Start.PRIMARY_KILLED);
        assertEquals(
                List.of("copies are to be made", "BEGUN Promote paul", "copy to paul", "DONE Promote paul"),
                copiesBetween("DONE Own the cluster: no other console may act", "DONE Point the proxies at paul"));
        happened.clear();
        run(InterruptionTest.Start.PRIMARY_HUNG);
        assertEquals(
                List.of("copies are to be made", "copy", "BEGUN Promote paul", "copy to paul", "DONE Promote paul"),
                copiesBetween("DONE Own the cluster: no other console may act", "DONE Point the proxies at paul"));
        assertEquals("BEGUN Kill the hanging PostgreSQL on john", happened.get(happened.indexOf("copy") + 1), happened::toString);
    }

    @Test
    void nothingIsCopiedBeforeItIsKnownThatNoOtherConsoleWentOn() {
        for (boolean resumed : List.of(false, true)) {
            servers = InterruptionTest.Start.PRIMARY_KILLED.servers();
            servers.faultAt = 2;
            servers.fault = FakeServers.Fault.KILLED_BEFORE;
            Path folder = directory.resolve("resumed " + resumed);
            Story story = InterruptionTest.run(servers, InterruptionTest.planFor(InterruptionTest.Start.PRIMARY_KILLED, servers), folder);
            servers.healthyFromNow();
            happened.clear();
            PlanRunner runner = new PlanRunner(servers, new Journal(folder, copies), Clock.systemUTC(), story, this::told);
            assertEquals(resumed ? Operation.State.SUCCEEDED : Operation.State.ROLLED_BACK, (resumed ? runner.run() : runner.rollBack()).toOperation().state());
            int asked = happened.indexOf("are the copies ours");
            assertEquals(List.of(), happened.subList(0, asked).stream().filter(line -> line.startsWith("cop")).toList(), happened::toString);
            assertTrue(happened.subList(asked, happened.size()).contains("copy"), happened::toString);
        }
    }

    private void run(InterruptionTest.Start start) {
        servers = start.servers();
        servers.node("john").syncNames = "";
        Plan plan = InterruptionTest.planFor(start, servers);
        Journal journal = new Journal(directory.resolve(start.name()), copies);
        new PlanRunner(servers, journal, Clock.systemUTC(), journal.begin("op", plan, "anna", Clock.systemUTC().instant()), this::told).run();
    }

    private List<String> copiesBetween(String from, String to) {
        List<String> titles = happened.stream().filter(line -> line.startsWith(from) || line.startsWith(to)).toList();
        assertEquals(2, titles.size(), happened::toString);
        return happened.subList(happened.indexOf(titles.getFirst()), happened.indexOf(titles.getLast()) + 1).stream()
                .filter(line -> line.startsWith("cop") || line.endsWith("Promote paul"))
                .toList();
    }

    private void told(Story story) {
        JournalEvent event = story.events().getLast();
        if (event.step() >= 0 && (event.kind() == Kind.BEGUN || event.kind() == Kind.DONE)) {
            happened.add(event.kind() + " " + story.plan().steps().get(event.step()).title());
        }
    }
}
