package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    private final FakeServers servers = FakeServers.ofThree();

    private final JournalCopies copies = new JournalCopies() {
        @Override
        public void changed(String id, Supplier<List<String>> lines) {
            happened.add("copies follow");
        }

        @Override
        public Optional<String> secure(String id, Supplier<List<String>> lines) {
            happened.add(!performed("Hold") ? "copy before anybody waits" : performed("Promote") ? "copy after the act" : "copy");
            return Optional.empty();
        }

        private boolean performed(String deed) {
            return servers.performed.stream().anyMatch(one -> one.startsWith(deed));
        }

        @Override
        public Optional<String> overtaken(String id, List<String> known) {
            return Optional.empty();
        }
    };

    @Test
    void whileClientsWaitTheJournalIsCopiedOnce() {
        Plan plan = InterruptionTest.planFor(InterruptionTest.Start.SWITCHOVER, servers);
        Journal journal = new Journal(directory, copies);
        Story story = journal.begin("op", plan, "anna", Clock.systemUTC().instant());
        new PlanRunner(servers, journal, Clock.systemUTC(), story, this::told).run();
        int from = happened.indexOf("BEGUN Let the clients wait at b1, b2");
        int to = happened.indexOf("DONE Let the clients go on at b1, b2");
        List<String> meanwhile = happened.subList(from, to + 1);
        assertEquals(List.of("copy before anybody waits", "BEGUN Promote paul", "copy", "DONE Promote paul"), meanwhile.stream()
                .filter(line -> line.startsWith("cop") || line.endsWith("Promote paul"))
                .toList(), meanwhile::toString);
    }

    private void told(Story story) {
        JournalEvent event = story.events().getLast();
        if (event.step() >= 0 && (event.kind() == Kind.BEGUN || event.kind() == Kind.DONE)) {
            happened.add(event.kind() + " " + story.plan().steps().get(event.step()).title());
        }
    }
}
