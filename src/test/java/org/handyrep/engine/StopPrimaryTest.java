package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.step.StopPrimary;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stop that was taken back, and has its effect only then.
class StopPrimaryTest {

    private final FakeServers servers = FakeServers.ofThree();
    private final StopPrimary stop = new StopPrimary("john", "7000", List.of());

    @BeforeEach
    void endsLate() {
        servers.perform(new Deed.Own(List.of("john", "paul", "george"), 2, Optional.empty(), 1));
        servers.node("john").running = false;
    }

    private long starts() {
        return servers.performed.stream().filter(d -> d.contains("mode=START")).count();
    }

    @Test
    void whatIsFoundStoppedIsStartedAgain() {
        Outcome undone = stop.confirmUndone(servers);

        assertTrue(undone.succeeded(), undone::details);
        assertEquals(List.of("john"), servers.writable());
        assertEquals(1, starts());
    }

    @Test
    void neitherBesideAnotherConsoleNorWhereNobodyCanTell() {
        servers.loseLocks();
        assertFalse(stop.confirmUndone(servers).succeeded());
        assertEquals(0, starts());

        FakeServers silent = FakeServers.ofThree();
        silent.perform(new Deed.Own(List.of("john", "paul", "george"), 2, Optional.empty(), 1));
        silent.node("john").hostAnswers = false;
        assertFalse(stop.confirmUndone(silent).succeeded());
        assertEquals(1, silent.performed.size());
    }
}
