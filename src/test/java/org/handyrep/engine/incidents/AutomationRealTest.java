package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.engine.ClusterView.Automation.State;
import org.handyrep.engine.IfLost;
import org.handyrep.engine.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The primary is killed on a real cluster, and nobody touches HandyRep.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AutomationRealTest {

    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = Lab.open();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    @Order(1)
    void withRestartMasterACrashedPrimaryIsStartedAgainAndNobodyIsPromoted() {
        begin(true);
        lab.awaitStreams("john", 2);
        lab.server("john").kill9();
        Operation restart = awaitSuccess("restart_master");
        assertEquals("HandyRep", restart.operator());
        await().atMost(Lab.SOON).until(() -> lab.engine.view().diagnosis().verdict().code().equals("PrimaryOK"));
        assertTrue(lab.isPrimary("john") && !lab.isPrimary("paul") && !lab.isPrimary("george"));
        assertEquals(0, count("auto_failover"));
    }

    @Test
    @Order(2)
    void aPauseIsKeptAndReallyHoldsEverything() {
        lab.awaitStreams("john", 2);
        lab.succeeds("pause_automation", "reason", "new disks", "minutes", "30");
        begin(false);
        await().atMost(Lab.SOON).until(() -> state() == State.PAUSED);
        assertTrue(lab.engine.view().automation().sentence().contains("new disks"), () -> lab.engine.view().automation().sentence());
        Object told = lab.call("get_status").get("automation");
        assertTrue(String.valueOf(told).contains("state=paused"), () -> String.valueOf(told));
        lab.succeeds("resume_automation");
        lab.fails("resume_automation");
        await().atMost(Lab.SOON).until(() -> state() == State.ARMED);
    }

    @Test
    @Order(3)
    void aKilledPrimaryIsFailedOverByItself() {
        await().atMost(Lab.SOON).until(() -> lab.engine.view().ifLost().flatMap(IfLost::winner).isPresent());
        IfLost ifLost = lab.engine.view().ifLost().orElseThrow();
        assertEquals("john", ifLost.primary());
        String winner = ifLost.winner().orElseThrow(() -> new AssertionError(ifLost.why()));
        assertEquals(0, ifLost.bytes().orElseThrow());
        lab.server("john").kill9();
        Operation failover = awaitSuccess("auto_failover");
        assertEquals("HandyRep", failover.operator());
        assertTrue(lab.isPrimary(winner), winner + " was announced");
        assertEquals("master", lab.role(winner));
        assertFalse(lab.isEnabled("john"));
    }

    @Test
    @Order(4)
    void scenario24_aSecondFailoverInsideTheCooldownIsBlockedVisibleAndAcknowledgeable() {
        String primary = lab.isPrimary("paul") ? "paul" : "george";
        String other = primary.equals("paul") ? "george" : "paul";
        await().atMost(Lab.SOON).until(() -> state() == State.BLOCKED && lab.engine.view().automation().acknowledgeable());
        lab.awaitStreams(primary, 1);
        long before = count("auto_failover");
        lab.server(primary).kill9();
        await().atMost(Lab.SOON).until(() -> lab.engine.view().diagnosis().verdict().automationMayAct());
        await().atMost(Lab.SOON).until(() -> history().getFirst().contains("failover_cooldown"));
        assertTrue(lab.engine.view().automation().sentence().contains("acknowledges"));
        assertEquals(before, count("auto_failover"));
        assertFalse(lab.isPrimary(other));
        lab.fails("acknowledge");
        lab.succeeds("acknowledge", "comment", "the power supply of rack 3");
        await().atMost(Lab.SOON).until(() -> !lab.engine.view().automation().acknowledgeable());
        assertTrue(history().stream().anyMatch(line -> line.contains("the power supply of rack 3")), () -> history().toString());
    }

    /// A program that is started with automation, and watched until it may act.
    private static void begin(boolean restart) {
        lab.cluster.editConf(conf -> conf.replace("restart_master = True\n", "")
                .replace("auto_failover = True\n", "")
                .replace("startup_grace = 1\ncandidate_order = preferred\n", "")
                .replace("[failover]\n", "[failover]\nauto_failover = True\nstartup_grace = 1\ncandidate_order = preferred\n" + (restart ? "restart_master = True\n" : "")));
        lab.reopen();
        lab.engine.start();
        await("automation is armed or paused").atMost(Lab.SOON).until(() -> state() == State.ARMED || state() == State.PAUSED);
    }

    private static State state() {
        return lab.engine.view().automation().state();
    }

    private static List<String> history() {
        return lab.engine.view().automation().history();
    }

    private static long count(String function) {
        return lab.engine.operations().stream().filter(o -> o.function().equals(function)).count();
    }

    /// What a killed postmaster left may still hold its directory for a moment; then the first try is taken back, and another follows.
    private static Operation awaitSuccess(String function) {
        Supplier<Optional<Operation>> done = () -> lab.engine.operations().stream()
                .filter(o -> o.function().equals(function) && o.state() == Operation.State.SUCCEEDED)
                .findFirst();
        await(function).atMost(Lab.SOON).until(() -> done.get().isPresent());
        return done.get().orElseThrow();
    }
}
