package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.engine.AutomationFile.Acknowledgement;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.engine.Operation.State;
import org.handyrep.engine.OperationHolders.Holding;
import org.handyrep.plan.Plan;
import org.handyrep.plan.step.OwnCluster;
import org.handyrep.plan.Rules;
import org.handyrep.plan.step.RunService;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;
import org.handyrep.remote.LocalShell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two consoles, each with a directory of its own, and the copies of their journals in the data directories of three servers.
class OtherConsolesTest {

    private static final Plan PLAN = new Plan(
            "restart",
            "Restart paul",
            "asked for",
            List.of(),
            List.of(
                    new OwnCluster(List.of("john", "paul"), 0, Optional.empty(), 1, List.of()),
                    new RunService("paul", RunMode.RESTART, Rules.RECOVERY, List.of("paul: pg_ctl restart"))),
            new Plan.Impact("Restart paul", Optional.empty(), "none", "nothing", "nothing", List.of()));

    @TempDir
    Path directory;

    private final List<Server> servers = new ArrayList<>();
    private Holding holding = new Holding.Free();

    @BeforeEach
    void hosts() throws IOException {
        for (String name : List.of("john", "paul", "george")) {
            Path data = Files.createDirectories(directory.resolve(name));
            Files.writeString(data.resolve("PG_VERSION"), "15\n");
            servers.add(new Server(name, name, 5432, Role.REPLICA, true, 999, 1, Map.of("pgdata", data.toString())));
        }
    }

    private HostCopies copies(String console) {
        LocalShell shell = LocalShell.ofThisUser(System.getProperty("user.name"));
        return new HostCopies(() -> servers, server -> shell, () -> "7000", console, Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    private OperationDesk desk(String console) {
        return new OperationDesk(
                directory.resolve(console),
                copies(console),
                Clock.systemUTC(),
                story -> {
                    throw new AssertionError("no server may be touched");
                },
                Optional::empty,
                story -> {},
                new EngineLog(Clock.systemUTC()));
    }

    private void look(OperationDesk desk, String console) {
        watch(desk, console, story -> holding).look();
    }

    private JournalWatch watch(OperationDesk desk, String console, OperationHolders holders) {
        EngineLog log = new EngineLog(Clock.systemUTC());
        HostCopies copies = copies(console);
        return new JournalWatch(copies, desk.book(), holders, new SharedAcknowledgement(copies, told(console), Clock.systemUTC(), log), log);
    }

    /// What was told to the automation of that console.
    private AutomationFile told(String console) {
        return new AutomationFile(directory.resolve(console + ".automation"));
    }

    /// Begun on a console that then is gone.
    private Journal begun(String console, String id) {
        return begun(console, id, PLAN, "anna");
    }

    private Journal begun(String console, String id, Plan plan, String operator) {
        Journal journal = new Journal(directory.resolve(console), copies(console));
        journal.begin(id, plan, operator, Clock.systemUTC().instant());
        journal.append(id, event(Kind.BEGUN, 1));
        assertEquals(Optional.empty(), journal.secure(id));
        return journal;
    }

    private static JournalEvent event(Kind kind, int step) {
        return new JournalEvent(kind, Clock.systemUTC().instant(), step, "", 0);
    }

    @Test
    void whatRunsElsewhereIsShownAndLeftAlone() {
        begun("anna@desk1", "op-1");
        holding = new Holding.Held("anna@desk1");
        try (OperationDesk desk = desk("bob@desk2")) {
            look(desk, "bob@desk2");
            Operation shown = desk.current().orElseThrow().toOperation();
            assertEquals(State.RUNNING, shown.state());
            assertEquals("Restart paul is running on anna@desk1", shown.summary());
            assertTrue(shown.cancelObstacle().isPresent());
            for (Outcome outcome : List.of(desk.resume("op-1"), desk.rollBack("op-1"), desk.leave("op-1", "bob"), desk.begin(PLAN, "bob"))) {
                assertFalse(outcome.succeeded());
                assertTrue(outcome.details().contains("is running on anna@desk1"), outcome.details());
            }
            assertEquals(List.of(), desk.book().own(), "nothing is taken over");

            holding = new Holding.Unknown("only 1 of 3 servers answer");
            look(desk, "bob@desk2");
            assertTrue(desk.current().orElseThrow().toOperation().summary().contains("unless it ended (only 1 of 3"));
            assertFalse(desk.resume("op-1").succeeded());
        }
    }

    @Test
    void whatIsLaunchedHereWhileItLooksAroundIsNotTakenForAnothers() {
        begun("anna@desk1", "op-1");
        try (OperationDesk desk = desk("bob@desk2")) {
            watch(desk, "bob@desk2", story -> {
                        assertThrows(AssertionError.class, () -> desk.begin(PLAN, "bob"), "it gets as far as the servers");
                        return new Holding.Held("anna@desk1");
                    })
                    .look();
            assertTrue(desk.all().stream().allMatch(s -> s.elsewhere().isEmpty()), () -> desk.all().toString());
        }
    }

    @Test
    void scenario08_whatNobodyIsAtIsTakenOverOnceAndItsEndIsToldToAll() {
        begun("anna@desk1", "op-1");
        try (OperationDesk bob = desk("bob@desk2");
                OperationDesk anna = desk("anna@desk1")) {
            look(bob, "bob@desk2");
            Operation taken = bob.current().orElseThrow().toOperation();
            assertEquals(State.INTERRUPTED, taken.state());
            assertTrue(taken.summary().contains("begun by anna@desk1"), taken.summary());
            assertTrue(bob.leave("op-1", "bob").succeeded());

            assertEquals(State.INTERRUPTED, anna.current().orElseThrow().toOperation().state());
            look(anna, "anna@desk1");
            assertEquals("Restart paul was left as it is by bob", anna.current().orElseThrow().toOperation().summary());
            assertFalse(anna.resume("op-1").succeeded(), "it has ended");
            look(bob, "bob@desk2");
            assertEquals(1, bob.all().size());
        }
        assertTrue(copies("x").list().values().stream().allMatch(all -> all.size() == 1 && all.getFirst().ended()));
    }

    @Test
    void aConsoleThatDoesNotKnowWhatAnotherDidSinceIsOvertaken() {
        Journal anna = begun("anna@desk1", "op-1");
        assertEquals(Optional.empty(), anna.overtaken("op-1"));
        anna.append("op-1", event(Kind.RESUMED, -1));
        assertEquals(Optional.empty(), anna.secure("op-1"));
        assertEquals(Optional.empty(), anna.overtaken("op-1"), "a copy that this console made is its own");
        Journal bob = new Journal(directory.resolve("bob"), copies("bob"));
        assertTrue(bob.merge("op-1", anna.lines("op-1")).isPresent());
        bob.append("op-1", event(Kind.LEFT, -1));
        assertEquals(Optional.empty(), bob.secure("op-1"));
        assertTrue(anna.overtaken("op-1").isPresent());
        Optional<String> refused = anna.secure("op-1");
        assertTrue(refused.orElse("").contains("another console knows more"), refused::toString);
    }

    @Test
    void whatOnlyOneHostKnowsIsCaughtUpWithToo() throws IOException {
        Journal anna = begun("anna@desk1", "op-1");
        Path george = directory.resolve("george/handyrep.journal/op-1.jsonl");
        String head = Files.readAllLines(george).getFirst();
        Journal carl = new Journal(directory.resolve("carl"));
        carl.merge("op-1", anna.lines("op-1"));
        carl.append("op-1", event(Kind.RESUMED, -1));
        for (int i = 0; i < 3; i++) {
            anna.append("op-1", event(Kind.WARNED, -1));
        }
        assertEquals(Optional.empty(), anna.secure("op-1"));
        Files.writeString(george, head + "\n" + String.join("\n", carl.lines("op-1")) + "\n");
        assertEquals(Optional.of("george"), anna.overtaken("op-1"));

        try (OperationDesk desk = desk("anna@desk1")) {
            look(desk, "anna@desk1");
            assertEquals(Optional.empty(), anna.overtaken("op-1"));
            List<String> lines = anna.lines("op-1");
            assertEquals(6, lines.size(), lines::toString);
            look(desk, "anna@desk1");
            assertEquals(lines, anna.lines("op-1"), "nothing is taken over twice");
        }
    }

    @Test
    void theEndThatOneHostKnowsComesAfterWhatAnotherKnows() throws IOException {
        Journal anna = begun("anna@desk1", "op-1");
        for (Map.Entry<String, Kind> host : Map.of("george", Kind.LEFT, "paul", Kind.WARNED).entrySet()) {
            Path copy = directory.resolve(host.getKey() + "/handyrep.journal/op-1.jsonl");
            Journal other = new Journal(directory.resolve("by way of " + host.getKey()));
            other.merge("op-1", anna.lines("op-1"));
            other.append("op-1", event(host.getValue(), -1));
            Files.writeString(copy, Files.readString(copy) + other.lines("op-1").getLast() + "\n");
        }
        try (OperationDesk desk = desk("anna@desk1")) {
            look(desk, "anna@desk1");
            assertTrue(new Journal(directory.resolve("anna@desk1")).read().getFirst().hasEnded(), "for the next start, too");
            assertEquals(4, anna.lines("op-1").size());
        }
    }

    @Test
    void aHostThatWasAwayIsToldOfTheEndAndWhatItRemembersOfOldOperationsDoesNotCount() throws IOException {
        Journal anna = begun("anna@desk1", "op-1");
        Path stale = directory.resolve("george/handyrep.journal/op-1.jsonl");
        String before = Files.readString(stale);
        anna.append("op-1", event(Kind.LEFT, -1));
        assertEquals(Optional.empty(), anna.secure("op-1"));
        Files.writeString(stale, before);
        try (OperationDesk desk = desk("anna@desk1")) {
            look(desk, "anna@desk1");
            assertTrue(Files.readString(stale).contains("LEFT"), "george was told");
        }
        Files.writeString(stale, before);
        for (String gone : List.of("john", "paul")) {
            Files.delete(directory.resolve(gone + "/handyrep.journal/op-1.jsonl"));
        }
        Journal later = begun("anna@desk1", "op-2");
        later.append("op-2", event(Kind.LEFT, -1));
        assertEquals(Optional.empty(), later.secure("op-2"));
        try (OperationDesk bob = desk("bob@desk2")) {
            look(bob, "bob@desk2");
            assertEquals(List.of(), bob.all(), "nothing is taken over from a host that was away");
        }
    }

    @Test
    void aFailoverThatAnotherConsoleEndedCountsHereAndIsNobodysToGoOnWith() {
        Plan failover = new Plan("auto_failover", "Failover john → paul", "john is dead", List.of(), PLAN.steps(), PLAN.impact());
        Journal anna = begun("anna@desk1", "op-1", failover, Automation.OPERATOR);
        anna.append("op-1", event(Kind.SUCCEEDED, -1));
        assertEquals(Optional.empty(), anna.secure("op-1"));
        Journal other = begun("anna@desk1", "op-2");
        other.append("op-2", event(Kind.SUCCEEDED, -1));
        assertEquals(Optional.empty(), other.secure("op-2"));
        try (OperationDesk bob = desk("bob@desk2")) {
            JournalWatch watch = watch(bob, "bob@desk2", story -> holding);
            watch.ahead().run();
            watch.look();
            assertEquals(List.of("op-1"), bob.all().stream().map(Story::id).toList(), "what counts for nothing does not come");
            Story seen = bob.all().getFirst();
            assertEquals("HandyRep on anna@desk1", seen.operator());
            assertTrue(AutomationFacts.past(seen).orElseThrow().automatic());
            assertEquals(anna.lines("op-1"), bob.book().lines("op-1"), "as it stands");
            assertEquals(Optional.empty(), bob.current(), "this console did nothing");
            assertFalse(bob.resume("op-1").succeeded());
            assertFalse(bob.leave("op-1", "bob").succeeded());
        }
        try (OperationDesk restarted = desk("bob@desk2")) {
            assertTrue(AutomationFacts.past(restarted.all().getFirst()).isPresent(), "it is remembered");
        }
        assertEquals(Automation.OPERATOR, new Journal(directory.resolve("anna@desk1"), copies("anna@desk1")).read().getLast().operator());
    }

    /// It costs the time in which clients wait.
    @Test
    void beforeAnActOthersAreLookedAtOnceForEachPrimary() {
        Plan failover = new Plan("auto_failover", "Failover john → paul", "john is dead", List.of(), PLAN.steps(), PLAN.impact());
        isPrimary("john");
        try (OperationDesk bob = desk("bob@desk2")) {
            JournalWatch watch = watch(bob, "bob@desk2", story -> holding);
            watch.look();
            Journal anna = begun("anna@desk1", "op-1", failover, Automation.OPERATOR);
            anna.append("op-1", event(Kind.SUCCEEDED, -1));
            assertEquals(Optional.empty(), anna.secure("op-1"));
            watch.ahead().run();
            assertEquals(List.of(), bob.all(), "john is the primary still, so nobody failed over");
            isPrimary("paul");
            watch.ahead().run();
            assertEquals(List.of("op-1"), bob.all().stream().map(Story::id).toList());
        }
    }

    private void isPrimary(String name) {
        servers.replaceAll(s -> new Server(s.name(), s.hostname(), s.port(), s.name().equals(name) ? Role.MASTER : Role.REPLICA, true, 999, 1, s.settings()));
    }

    @Test
    void whatWasAcknowledgedOnOneConsoleIsAcknowledgedOnAll() throws IOException {
        Acknowledgement now = new Acknowledgement("anna", "a broken fan\nin rack 3", Clock.systemUTC().instant());
        for (String console : List.of("anna@desk1", "bob@desk2", "carl@desk3")) {
            assertTrue(told(console).change(kept -> kept.paused(Optional.empty())).succeeded());
        }
        assertTrue(told("anna@desk1").change(kept -> kept.acknowledged(now)).succeeded());
        Files.writeString(directory.resolve("carl@desk3.automation"), "{");
        begun("anna@desk1", "20260301-120000-000-ab12");
        try (OperationDesk anna = desk("anna@desk1");
                OperationDesk bob = desk("bob@desk2");
                OperationDesk carl = desk("carl@desk3")) {
            look(anna, "anna@desk1");
            look(bob, "bob@desk2");
            look(carl, "carl@desk3");
            assertEquals(Optional.of(now), told("bob@desk2").read().acknowledged());
            assertEquals(State.INTERRUPTED, bob.current().orElseThrow().toOperation().state(), "it is no operation, and not the newest of them");
            assertTrue(told("carl@desk3").read().damage().isPresent(), "whether it was paused is still not known");

            Acknowledgement later = new Acknowledgement("bob", "once more", now.at().plusNanos(1000));
            assertTrue(told("bob@desk2").change(kept -> kept.acknowledged(later)).succeeded());
            look(bob, "bob@desk2");
            look(anna, "anna@desk1");
            look(bob, "bob@desk2");
            assertEquals(Optional.of(later), told("anna@desk1").read().acknowledged(), "the newest counts");

            Acknowledgement ahead = new Acknowledgement("bob", "by a clock that is wrong", now.at().plus(Duration.ofDays(1)));
            assertTrue(told("bob@desk2").change(kept -> kept.acknowledged(ahead)).succeeded());
            look(bob, "bob@desk2");
            look(anna, "anna@desk1");
            assertEquals(Optional.of(later), told("anna@desk1").read().acknowledged(), "what has yet to happen nobody took note of");
        }
    }

    @Test
    void hazard45_whatABaseBackupTookAlongCountsNowhereElse() throws IOException {
        begun("anna@desk1", "op-1");
        Path data = directory.resolve("ringo");
        Path clone = Files.createDirectories(data.resolve("handyrep.journal"));
        Files.writeString(data.resolve("PG_VERSION"), "15\n");
        try (Stream<Path> files = Files.list(directory.resolve("john/handyrep.journal"))) {
            for (Path file : files.toList()) {
                Files.copy(file, clone.resolve(file.getFileName()));
            }
        }
        servers.add(new Server("ringo", "ringo", 5432, Role.REPLICA, true, 999, 1, Map.of("pgdata", data.toString())));
        assertEquals(List.of(), copies("x").list().get("ringo"));
        begun("anna@desk1", "op-2");
        assertFalse(Files.exists(clone.resolve("op-1.jsonl")), "what was copied along is gone");
        assertTrue(Files.exists(clone.resolve("op-2.jsonl")));

        HostCopies ofAnotherSystem = new HostCopies(
                () -> servers, s -> LocalShell.ofThisUser(System.getProperty("user.name")), () -> "8000", "x");
        assertEquals(Optional.empty(), ofAnotherSystem.fetch("john", "op-1"));
    }

    @Test
    void copiesArePrivateFewAndQuick() throws IOException {
        long start = System.nanoTime();
        for (int i = 10; i < 23; i++) {
            begun("anna@desk1", "op-" + i);
        }
        System.out.printf("one copy to three hosts (processes on this machine): %d ms%n", (System.nanoTime() - start) / 13_000_000);
        Path folder = directory.resolve("paul/handyrep.journal");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(CopyScripts.KEPT, files.filter(f -> f.toString().endsWith(".jsonl")).count());
        }
        assertTrue(Files.exists(folder.resolve("op-22.jsonl")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("op-22.jsonl"))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        servers.clear();
        Journal lonely = new Journal(directory.resolve("lonely"), copies("lonely"));
        lonely.begin("op-30", PLAN, "anna", Clock.systemUTC().instant());
        assertTrue(lonely.secure("op-30").orElse("").contains("no host has a copy"));
    }
}
