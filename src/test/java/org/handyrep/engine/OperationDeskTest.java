package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.engine.Operation.State;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Rules;
import org.handyrep.plan.step.RunService;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationDeskTest {

    private static final Plan PLAN = new Plan(
            "restart",
            "Restart paul",
            "asked for",
            List.of(),
            List.of(new RunService("paul", RunMode.RESTART, Rules.RECOVERY, List.of("paul: pg_ctl restart"))),
            new Plan.Impact("Restart paul", Optional.empty(), "none", "nothing", "nothing", List.of()));

    private final List<String> told = new ArrayList<>();

    @TempDir
    Path directory;

    private OperationDesk desk() {
        return new OperationDesk(
                directory,
                JournalCopies.NONE,
                Clock.systemUTC(),
                story -> {
                    throw new AssertionError("no server may be touched");
                },
                Optional::empty,
                story -> told.add(story.id() + " " + story.toOperation().state()),
                new EngineLog(Clock.systemUTC()));
    }

    private void interrupted() {
        Journal journal = new Journal(directory);
        journal.begin("op", PLAN, "anna", Clock.systemUTC().instant());
        journal.append("op", new JournalEvent(JournalEvent.Kind.BEGUN, Clock.systemUTC().instant(), 0, "", 0));
    }

    @Test
    void anInterruptedOperationBlocksNewOnesUntilAPersonDecides() {
        interrupted();
        try (OperationDesk desk = desk()) {
            assertEquals(State.INTERRUPTED, desk.current().orElseThrow().toOperation().state());
            Outcome refused = desk.begin(PLAN, "anna");
            assertFalse(refused.succeeded());
            assertTrue(refused.details().contains("is unfinished"), refused.details());

            assertTrue(desk.leave("op", "anna").succeeded());
            Operation left = desk.all().getFirst().toOperation();
            assertEquals(State.FAILED, left.state());
            assertEquals("Restart paul was left as it is by anna", left.summary());
            assertFalse(desk.leave("op", "anna").succeeded(), "it has ended");
        }
        assertEquals(State.FAILED, new Journal(directory).read().getFirst().toOperation().state(), "as the file says");
    }

    @Test
    void anInterruptedOperationIsToldAtTheStart() {
        try (OperationDesk desk = desk()) {
            desk.announce();
            assertEquals(List.of(), told, "there is none");
        }
        interrupted();
        try (OperationDesk desk = desk()) {
            desk.announce();
            assertEquals(List.of("op INTERRUPTED"), told);
            desk.leave("op", "anna");
            told.clear();
            desk.announce();
            assertEquals(List.of(), told, "it is settled");
        }
    }

    @Test
    void anOperationThatASecondProgramIsAtIsNoInterruptedOne() throws Exception {
        interrupted();
        try (var channel = java.nio.channels.FileChannel.open(
                        directory.resolve("lock"),
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.WRITE);
                var held = channel.lock();
                OperationDesk desk = desk()) {
            assertTrue(held.isValid());
            desk.announce();
            assertEquals(List.of(), told);
        }
    }

    @Test
    void aSecondProgramWithTheSameConfigurationDoesNotAct() throws Exception {
        interrupted();
        try (var channel = java.nio.channels.FileChannel.open(
                        directory.resolve("lock"),
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.WRITE);
                var held = channel.lock();
                OperationDesk desk = desk()) {
            assertTrue(held.isValid());
            assertFalse(desk.resume("op").succeeded());
            assertFalse(desk.begin(PLAN, "anna").succeeded());
        }
    }

    @Test
    void aJournalCutInTheMiddleOfALineIsReadUpToThere() throws Exception {
        interrupted();
        Path file = directory.resolve("op.jsonl");
        byte[] whole = Files.readAllBytes(file);
        int plan = Files.readString(file).indexOf('\n') + 1;
        for (int end = plan; end < whole.length; end++) {
            Files.write(file, java.util.Arrays.copyOf(whole, end));
            Story story = new Journal(directory).read().getFirst();
            assertEquals(State.INTERRUPTED, story.toOperation().state());
            assertEquals(PLAN, story.plan());
        }
    }
}
