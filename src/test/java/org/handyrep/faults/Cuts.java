package org.handyrep.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Cuts in the network under two consoles that fail over by themselves.
abstract class Cuts extends LabTests {

    @Override
    FaultLab made() {
        return FaultLab.open(Map.of("wal_receiver_timeout", "5s"), "check_last_ip_db", Map.of());
    }

    @Test
    @Order(1)
    void scenario4_aConsoleThatAloneIsCutOffFromThePrimaryDoesNothing() {
        healthy("john");
        lab.network().cut("anna", "john");
        awaitVerdict("anna", "PrimaryUnseenByConsole");
        long start = System.nanoTime();
        await("many looks").atMost(SOON).until(() -> System.nanoTime() - start > Duration.ofSeconds(6).toNanos());
        assertEquals("PrimaryUnseenByConsole", verdict("anna"));
        assertEquals(List.of("john"), writable());
        assertTrue(clients.longestSilence(start).toMillis() < 2_000, () -> "clients waited " + clients.longestSilence(start));
        noOperation();
        lab.network().heal();
    }

    @Test
    @Order(2)
    void aPrimaryThatOnlyTheProxiesSeeLives() {
        healthy("john");
        long start = System.nanoTime();
        for (String other : List.of("anna", "bert", "paul", "george")) {
            lab.network().cut(other, "john");
        }
        awaitVerdict("anna", "PrimaryUnseenByConsole");
        awaits("a proxy's host is named", () -> lab.console("anna").state().path("sentence").asString("").contains("bouncer"));
        await("looks").atMost(SOON).until(() -> System.nanoTime() - start > Duration.ofSeconds(8).toNanos());
        assertEquals(List.of("john"), writable());
        noOperation();
        lab.network().heal();
    }

    @Test
    @Order(3)
    void aConsoleThatIsCutOffFromEverybodyDoesNothingAndTheOtherTakesCharge() {
        healthy("john");
        String first = inCharge();
        String second = first.equals("anna") ? "bert" : "anna";
        lab.network().isolate(first);
        awaitVerdict(first, "ConsoleIsolated");
        await(second + " takes charge").atMost(SOON).until(() -> lab.console(second).state().path("inCharge").asBoolean(false));
        noOperation();
        lab.network().heal();
        await("one is in charge").atMost(SOON).until(() -> FaultLab.CONSOLES.stream()
                        .filter(c -> lab.console(c).state().path("inCharge").asBoolean(false))
                        .count()
                == 1);
    }

    @Test
    @Order(4)
    void scenario13_aPrimaryCutOffFromEverybodyIsReplacedAndItsReturnIsASplitBrainThatNobodyTouches() {
        healthy("john");
        long start = System.nanoTime();
        lab.network().isolate("john");
        awaits("clients write elsewhere", () -> clients.since(start).stream()
                .anyMatch(w -> !w.server().equals(lab.server("john").settings().host())));
        awaits("nobody is at work", () ->
                FaultLab.CONSOLES.stream().noneMatch(c -> lab.console(c).state().path("operations").toString().contains("RUNNING")));
        lab.network().heal();
        String console = inCharge();
        awaitVerdict(console, "SplitBrain");
        assertTrue(PostgresCluster.query(lab.server("john"), "SELECT pg_is_in_recovery()").equals("f"));
        assertFalse(lab.console(console).state().path("automation").asString("").contains("armed"));
        assertEquals(List.of(), clients.behindTheirTime(start));
        String primary = writable().stream().filter(name -> !name.equals("john")).findFirst().orElseThrow();
        clients.forget(clients.lostOn(lab.server(primary)));
        lab.repair(primary);
        healthy(primary);
    }

    @Test
    @Order(5)
    void whereTheProxiesAreTheOnlyFenceEachCutsTheLostPrimaryOff() {
        String lost = writable().getFirst();
        healthy(lost);
        lab.restartConsoles(Map.of("automatic_fences", "proxies"));
        healthy(lost);
        long start = System.nanoTime();
        lab.network().isolate(lost);
        awaits("clients write elsewhere", () -> clients.since(start).stream()
                .anyMatch(w -> !w.server().equals(lab.server(lost).settings().host())));
        awaits("nobody is at work", () ->
                FaultLab.CONSOLES.stream().noneMatch(c -> lab.console(c).state().path("operations").toString().contains("RUNNING")));
        String steps = lab.console(inCharge()).state().path("operations").toString();
        assertTrue(steps.contains("Cut " + lost + " off at bouncer1, bouncer2: DONE"), steps);
        assertTrue(steps.contains(lost + " is fenced (proxies): bouncer1, bouncer2 ended every session with it"), steps);
        lab.network().heal();
        awaitVerdict(inCharge(), "SplitBrain");
        assertEquals(List.of(), clients.behindTheirTime(start));
        String primary = writable().stream().filter(name -> !name.equals(lost)).findFirst().orElseThrow();
        clients.forget(clients.lostOn(lab.server(primary)));
        lab.repair(primary);
        lab.restartConsoles(Map.of("automatic_fences", ""));
        healthy(primary);
    }

    @Test
    @Order(6)
    void scenario28_aConsoleWhoseClockJumpsTrustsItsEyesAgainOnlyAfterTwoLooksThatAgree() {
        String primary = writable().getFirst();
        healthy(primary);
        FaultLab.CONSOLES.forEach(c -> lab.console(c).kill());
        lab.startConsoleWithClock("anna");
        awaits("anna is armed", () -> automation("anna").contains("is armed"));
        String before = lab.console("anna").state().path("operations").toString();
        lab.setClock("anna", Duration.ofHours(1));
        awaits("the jump is told", () -> lab.console("anna").state().path("history").toString().contains("its clock was set, by 3"));
        awaits("anna is armed again", () -> automation("anna").contains("is armed"));
        assertEquals(before, lab.console("anna").state().path("operations").toString());
        lab.console("anna").kill();
        FaultLab.CONSOLES.forEach(lab::startConsole);
        healthy(primary);
    }

    @Test
    @Order(7)
    void scenario29_noFileNoTableAndNoProcessOfThisLaboratoryShowsAPassword() {
        assertEquals(List.of(), Secrets.shown(lab));
    }
}
