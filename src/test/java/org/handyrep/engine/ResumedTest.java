package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.handyrep.engine.FakeServers.Fault;
import org.handyrep.engine.InterruptionTest.Start;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.engine.Operation.State;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;
import org.handyrep.plan.step.AssignRoles;
import org.handyrep.plan.step.Checkpoint;
import org.handyrep.plan.step.OwnCluster;
import org.handyrep.plan.step.StopPrimary;
import org.handyrep.testing.MemoryDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an interrupted plan finds when it is gone on with an hour later: what was proved then need not be true any more.
class ResumedTest {

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    /// @param done what the console did before it was killed
    private record Interrupted(FakeServers servers, Path folder, Story story, String done) {

        Story resume() {
            return InterruptionTest.runner(servers, folder, story).run();
        }

        boolean isPromoted() {
            return servers.performed.stream().anyMatch(deed -> deed.startsWith("Promote["));
        }
    }

    /// Killed before or after each act up to the promotion.
    private List<Interrupted> everywhere(Start start) throws IOException {
        FakeServers whole = start.servers();
        InterruptionTest.run(whole, InterruptionTest.planFor(start, whole), Files.createTempDirectory(directory, "whole"));
        List<Interrupted> all = new ArrayList<>();
        int promotion = whole.performed.indexOf(whole.performed.stream().filter(d -> d.startsWith("Promote[")).findFirst().orElseThrow());
        for (int act = 0; act < promotion; act++) {
            all.add(killed(start, act, Fault.KILLED_BEFORE));
            all.add(killed(start, act, Fault.KILLED_AFTER));
        }
        all.add(killed(start, promotion, Fault.KILLED_BEFORE));
        return all;
    }

    private Interrupted killed(Start start, int act, Fault fault) throws IOException {
        FakeServers servers = start.servers();
        servers.faultAt = act;
        servers.fault = fault;
        Path folder = Files.createTempDirectory(directory, "journal");
        Story story = InterruptionTest.run(servers, InterruptionTest.planFor(start, servers), folder);
        servers.healthyFromNow();
        return new Interrupted(servers, folder, story, start + " " + fault + " " + servers.performed);
    }

    private Interrupted killedBeforePromotion(Start start) throws IOException {
        return everywhere(start).getLast();
    }

    @Test
    void whatIsStillTrueIsProvedAgainAndThePlanSucceeds() throws IOException {
        for (Start start : Start.values()) {
            for (Interrupted one : everywhere(start)) {
                Story story = one.resume();
                assertEquals(State.SUCCEEDED, story.toOperation().state(), () -> one.done + " " + story.events());
                assertEquals(List.of("paul"), one.servers.writable(), one.done);
            }
        }
    }

    @Test
    void scenario25_besideAPrimaryThatCameBackNobodyIsPromoted() throws IOException {
        for (Start start : Start.values()) {
            for (Interrupted one : everywhere(start)) {
                boolean stillToStop = start == Start.SWITCHOVER && !one.story.wasDone(stop(one.story));
                if (stillToStop) {
                    continue;
                }
                FakeServers.Node john = one.servers.node("john");
                john.running = true;
                john.hung = false;
                john.hostAnswers = true;
                john.marked = false;
                one.servers.proxies.values().forEach(proxy -> proxy.cut = false);
                Story story = one.resume();
                assertFalse(one.isPromoted(), () -> one.done + " " + story.events());
                assertFalse(story.running(), one.done);
                assertTrue(story.isPastReturn() || one.servers.writable().equals(List.of("john")), one.done);
            }
        }
    }

    private static int stop(Story story) {
        return story.plan().steps().indexOf(story.plan().steps().stream().filter(StopPrimary.class::isInstance).findFirst().orElseThrow());
    }

    /// The console sees nothing of the old primary: silence is no fence.
    private void whenUnseen(Start start, Consumer<FakeServers> happened) throws IOException {
        for (Interrupted one : List.of(killedBeforePromotion(start), beforePromotionBegan(start))) {
            happened.accept(one.servers);
            Story story = one.resume();
            assertFalse(one.isPromoted(), () -> one.done + " " + story.events());
            if (!story.hasEnded()) {
                Story again = InterruptionTest.runner(one.servers, one.folder, story).run();
                assertFalse(one.isPromoted(), () -> "resumed twice: " + again.events());
            }
        }
    }

    /// The journal was written up to there when the console was killed.
    private Interrupted beforePromotionBegan(Start start) throws IOException {
        Interrupted one = killedBeforePromotion(start);
        List<String> lines = new Journal(one.folder).lines("op");
        assertTrue(lines.getLast().contains("BEGUN"), lines::toString);
        Files.write(one.folder.resolve("op.jsonl"), lines.subList(0, lines.size() - 1));
        return new Interrupted(one.servers, one.folder, new Journal(one.folder).read().getFirst(), one.done);
    }

    @Test
    void scenario25_proxiesThatLetClientsThroughAgainHaveUndoneTheFence() throws IOException {
        whenUnseen(Start.CUT_FENCED_BY_PROXIES, servers -> servers.proxies.values().forEach(proxy -> proxy.cut = false));
        whenUnseen(Start.CUT_FENCED_BY_PROXIES, servers -> servers.proxies.values().iterator().next().cut = false);
    }

    @Test
    void scenario25_aReplicaThatReceivesAgainHasUndoneTheFence() throws IOException {
        whenUnseen(Start.CUT_FENCED_BY_REPLICAS, servers -> {
            servers.node("george").frozen = false;
            servers.node("george").heard = Optional.of(Duration.ofSeconds(2));
        });
    }

    @Test
    void scenario25_aPrimaryThatWasKilledAndRunsAgainIsNotFenced() throws IOException {
        whenUnseen(Start.PRIMARY_HUNG, servers -> {
            servers.node("john").running = true;
            servers.node("john").hung = true;
            servers.node("john").marked = false;
        });
    }

    @Test
    void scenario25_whatALookCannotTellIsDoneAgain() throws IOException {
        for (Start start : List.of(Start.CUT_FENCED_BY_COMMAND, Start.CUT_FENCED_BY_REPLICAS, Start.PRIMARY_KILLED)) {
            for (Interrupted one : List.of(killedBeforePromotion(start), beforePromotionBegan(start))) {
                one.servers.node("john").running = start != Start.PRIMARY_KILLED;
                one.servers.node("john").marked = false;
                one.servers.node("george").frozen = false;
                Story story = one.resume();
                assertEquals(State.SUCCEEDED, story.toOperation().state(), () -> one.done + " " + story.events());
                assertEquals(List.of("paul"), one.servers.writable(), one.done);
                assertTrue(start != Start.PRIMARY_KILLED || one.servers.node("john").marked, "a start of it is read-only again");
            }
        }
    }

    @Test
    void anOldPrimaryThatCameUpAsAReplicaIsNoObstacle() throws IOException {
        for (Start start : List.of(Start.SWITCHOVER, Start.PRIMARY_KILLED, Start.PRIMARY_HUNG)) {
            for (Interrupted one : List.of(killedBeforePromotion(start), beforePromotionBegan(start))) {
                one.servers.node("john").running = true;
                assertTrue(one.servers.node("john").marked, one.done);
                Story story = one.resume();
                assertEquals(State.SUCCEEDED, story.toOperation().state(), () -> one.done + " " + story.events());
                assertEquals(List.of("paul"), one.servers.writable(), one.done);
            }
        }
    }

    /// An older program could not read what came after a cut line.
    @Test
    void aJournalThatDoesNotTellOfThePromotionIsNotBelieved() throws IOException {
        for (Start start : Start.values()) {
            Interrupted one = killed(start, killedBeforePromotion(start).servers.performed.size(), Fault.KILLED_AFTER);
            assertTrue(one.isPromoted(), one.done);
            List<String> lines = new Journal(one.folder).lines("op");
            Files.write(one.folder.resolve("op.jsonl"), lines.subList(0, lines.size() - 1));
            Story known = new Journal(one.folder).read().getFirst();
            assertTrue(known.toOperation().summary().contains("before the point of no return"), known.toOperation()::summary);

            int before = one.servers.performed.size();
            Story back = InterruptionTest.runner(one.servers, one.folder, known).rollBack();
            assertTrue(back.toOperation().summary().contains("it is past the point of no return"), back.toOperation()::summary);
            assertTrue(one.servers.performed.subList(before, one.servers.performed.size()).stream().allMatch(d -> d.startsWith("Own[")), one.servers.performed::toString);
            Story story = InterruptionTest.runner(one.servers, one.folder, back).run();
            assertEquals(State.SUCCEEDED, story.toOperation().state(), () -> one.done + " " + story.events());
            assertEquals(List.of("paul"), one.servers.writable(), one.done);
        }
    }

    @Test
    void scenario08_aConsoleThatLostItsLocksDoesNoMoreWhereNobodyIsPromoted() throws IOException {
        int steps = plainPlan(FakeServers.ofThree()).steps().size();
        for (int step = 0; step < steps - 1; step++) {
            int at = step;
            FakeServers servers = FakeServers.ofThree();
            Journal journal = new Journal(Files.createTempDirectory(directory, "lost"));
            Story begun = journal.begin("op", plainPlan(servers), "anna", Clock.systemUTC().instant());
            Story story = new PlanRunner(servers, journal, Clock.systemUTC(), begun, s -> {
                        if (s.events().getLast().step() == at && s.events().getLast().kind() == Kind.DONE) {
                            servers.loseLocks();
                        }
                    })
                    .run();
            assertEquals(State.INTERRUPTED, story.toOperation().state());
            assertTrue(story.toOperation().summary().contains("another console may act"), story.toOperation()::summary);
            assertEquals(step + 1, servers.performed.size(), servers.performed::toString);
        }
    }

    private static Plan plainPlan(FakeServers servers) {
        Deed.Own own = new Deed.Own(List.of("george", "john", "paul"), 0, Optional.empty(), 1);
        Map<String, Deed.Assignment> roles = Map.of("george", new Deed.Assignment("replica", true));
        List<Step> steps = List.of(
                OwnCluster.of(own, servers.preview(own)),
                new Checkpoint("john", "so that it is there", servers.preview(new Deed.Checkpoint("john"))),
                new AssignRoles("Write down that george is a replica", roles, servers.preview(new Deed.Assign(roles))),
                new Checkpoint("john", "again", servers.preview(new Deed.Checkpoint("john"))));
        return new Plan("clone", "Clone george", "asked for", List.of(), steps,
                new Plan.Impact("Clone", Optional.empty(), "none", "nothing", "nothing", List.of()));
    }
}
