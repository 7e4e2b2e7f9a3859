package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.plan.step.ConfirmLost;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;

class ConfirmLostTest {

    private final FakeServers servers = FakeServers.ofThree();

    private Outcome whenPaulHeardItBefore(long millis) {
        servers.node("john").hung = true;
        servers.node("paul").heard = Optional.of(Duration.ofMillis(millis));
        return new ConfirmLost("john", List.of("paul", "george"), Optional.empty(), List.of()).confirm(servers);
    }

    @Test
    void aReplicaThatHearsItNowIsAVeto() {
        assertEquals(
                Outcome.failure("paul hears john: the fault is between this console and john, not on it"), whenPaulHeardItBefore(300));
    }

    /// A frozen primary is looked at for a second before a plan is made; its last words are older then.
    @Test
    void whatItSaidBeforeItFellSilentIsNone() {
        Outcome lost = whenPaulHeardItBefore(1_300);

        assertTrue(lost.succeeded(), lost.details());
    }

    @Test
    void aReplicaThatHearsAnotherReplicaIsNone() {
        servers.node("john").running = false;
        servers.node("george").upstream = "paul";

        Outcome lost = new ConfirmLost("john", List.of("paul", "george"), Optional.empty(), List.of()).confirm(servers);

        assertTrue(lost.succeeded(), lost.details());
    }
}
