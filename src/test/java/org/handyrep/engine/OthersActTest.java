package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.step.ConfirmMostAdvanced;
import org.handyrep.plan.step.FenceStopped;
import org.handyrep.plan.step.KillHung;
import org.handyrep.plan.step.MarkAsReplica;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plan.step.RouteClients;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Others act while a failover is under way: somebody without HandyRep, whom no lock keeps out, or a console to which this one lost its locks.
class OthersActTest {

    private final FakeServers servers = FakeServers.ofThree();
    private final PromoteReplica promote = new PromoteReplica("paul", "john", List.of("george"), "7000", 1, 18, Duration.ofSeconds(60), List.of());

    @BeforeEach
    void isLost() {
        servers.perform(new Deed.Own(List.of("john", "paul", "george"), 2, Optional.of("paul"), 1));
        servers.node("john").running = false;
        assertEquals(Optional.empty(), promote.obstacle(servers));
    }

    private Outcome compared() {
        return new ConfirmMostAdvanced("paul", List.of("george"), List.of()).confirm(servers);
    }

    @Test
    void besideAReplicaThatBecameAPrimaryNobodyIsPromoted() {
        servers.node("george").marked = false;
        String why = promote.obstacle(servers).orElse("");
        assertTrue(why.startsWith("george is a primary at") && why.endsWith("two primaries must never be"), why);
        assertTrue(compared().details().contains("george is a primary at"), compared()::details);
    }

    @Test
    void whoDoesNotAnswerAnyMoreCannotBeCompared() {
        assertTrue(compared().succeeded(), compared()::details);
        servers.node("george").running = false;
        assertFalse(compared().succeeded());
        assertTrue(compared().details().endsWith("what it has is not known any more: make a new plan"), compared()::details);
        assertEquals(Optional.empty(), promote.obstacle(servers));
    }

    @Test
    void aConsoleThatLostItsLocksFencesNobody() {
        servers.node("john").running = true;
        servers.node("john").hung = true;
        List<Step> fences = List.of(
                new KillHung("john", List.of()), new FenceStopped("john", 18, List.of()), new MarkAsReplica("john", "", 18, List.of()));
        fences.forEach(fence -> assertEquals(Optional.empty(), fence.obstacle(servers), fence.title()));
        FakeServers others = FakeServers.ofThree();
        others.node("john").hung = true;
        fences.forEach(fence -> assertEquals(Optional.of("this console does not own the cluster"), fence.obstacle(others), fence.title()));
    }

    @Test
    void proxiesAreNotPointedAtWhatAnotherConsoleReplaced() {
        RouteClients route = new RouteClients("paul", List.of("george"), List.of("b1"), "Point the proxies at paul", false, List.of());
        assertTrue(route.obstacle(servers).orElse("").startsWith("paul is a replica at"), route.obstacle(servers)::toString);
        servers.node("paul").marked = false;
        assertEquals(Optional.empty(), route.obstacle(servers));
    }
}
