package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Rules;
import org.handyrep.plan.step.RunService;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.MemoryDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a journal whose last line was cut by a full disk or a loss of power.
class JournalTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Plan PLAN = new Plan(
            "restart", "Restart paul", "asked for", List.of(),
            List.of(new RunService("paul", RunMode.RESTART, Rules.RECOVERY, List.of("paul: pg_ctl restart"))),
            new Plan.Impact("Restart paul", Optional.empty(), "none", "nothing", "nothing", List.of()));

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private byte[] whole() throws IOException {
        Journal journal = new Journal(directory);
        journal.begin("op", PLAN, "anna", NOON);
        journal.append("op", event(Kind.BEGUN, "john → paul"));
        return Files.readAllBytes(file());
    }

    private Path file() {
        return directory.resolve("op.jsonl");
    }

    private static JournalEvent event(Kind kind, String text) {
        return new JournalEvent(kind, NOON.plusSeconds(1), 0, text, 0);
    }

    private List<JournalEvent> events() {
        return new Journal(directory).read().getFirst().events();
    }

    private static void assertTold(JournalEvent event) {
        assertEquals(Kind.WARNED, event.kind());
        assertEquals(-1, event.step());
        assertTrue(event.text().contains("was cut when it was written"), event::text);
    }

    @Test
    void whatIsWrittenAfterACutLineIsReadAndTheCutLineIsToldOf() throws IOException {
        byte[] whole = whole();
        int plan = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        for (int end = plan + 1; end < whole.length - 1; end++) {
            Files.write(file(), Arrays.copyOf(whole, end));
            Journal journal = new Journal(directory);
            assertTold(events().getFirst());
            assertEquals(1, journal.lines("op").size(), "others get whole lines");
            journal.append("op", event(Kind.RESUMED, "resumed"));
            journal.append("op", event(Kind.BEGUN, "again"));

            List<JournalEvent> events = events();
            assertTold(events.getFirst());
            assertEquals(List.of(event(Kind.RESUMED, "resumed"), event(Kind.BEGUN, "again")), events.subList(1, events.size()));
            assertEquals(end, Arrays.mismatch(Arrays.copyOf(whole, end), Files.readAllBytes(file())), "nothing is removed");
        }
    }

    @Test
    void aLineThatLacksOnlyItsEndCounts() throws IOException {
        byte[] whole = whole();
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
        new Journal(directory).append("op", event(Kind.RESUMED, "resumed"));
        assertEquals(List.of(event(Kind.BEGUN, "john → paul"), event(Kind.RESUMED, "resumed")), events());
    }

    @Test
    void aLineThatIsDamagedHidesNoneAfterIt() throws IOException {
        whole();
        for (String damage : List.of("{\"kind\":\"DO{\"kind\":\"RESUMED\"}", "\0\0\0", "null", "{}", "{\"kind\":\"LATER\"}")) {
            Files.writeString(file(), damage + "\n", java.nio.file.StandardOpenOption.APPEND);
        }
        new Journal(directory).append("op", event(Kind.DONE, "done"));
        List<JournalEvent> events = events();
        assertEquals(7, events.size(), events::toString);
        events.subList(1, 6).forEach(JournalTest::assertTold);
        assertEquals(event(Kind.DONE, "done"), events.getLast());
    }

    @Test
    void whatAnotherConsoleWroteComesAfterACutLine() throws IOException {
        byte[] whole = whole();
        List<String> theirs = List.of(
                new Journal(directory).lines("op").getFirst(),
                "{\"kind\":\"LEFT\",\"at\":\"2026-11-30T12:00:02Z\",\"step\":-1,\"text\":\"left\",\"millis\":0}");
        Files.write(file(), Arrays.copyOf(whole, whole.length - 20));
        Story merged = new Journal(directory).merge("op", theirs).orElseThrow();
        assertTold(merged.events().getFirst());
        assertEquals(Kind.LEFT, merged.events().getLast().kind());
        assertEquals(2, merged.events().size());
    }
}
