package org.handyrep.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// Tests that share a laboratory with clients that write. Each leaves a healthy cluster to the next.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class LabTests {

    static final Duration SOON = Duration.ofMinutes(3);

    FaultLab lab;
    LabClients clients;

    abstract FaultLab made();

    @BeforeAll
    void open() {
        lab = made();
        lab.console("anna").ask("init_handyrep_db");
        clients = LabClients.start(lab, 2);
    }

    @AfterAll
    void close() {
        clients.close();
        lab.close();
    }

    @BeforeEach
    void heal() {
        lab.network().heal();
    }

    /// With what the consoles say when it does not come about. `-Dhandyrep.faults.tell=true` tells how long it took.
    void awaits(String what, Callable<Boolean> condition) {
        long start = System.nanoTime();
        try {
            await(what).atMost(SOON).pollInterval(Duration.ofMillis(100)).until(condition);
            if (Boolean.getBoolean("handyrep.faults.tell")) {
                System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - start) / 1e9);
            }
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + ": " + lab.console("anna").state() + "\n" + lab.console("bert").state(), e);
        }
    }

    void healthy(String primary) {
        for (String console : FaultLab.CONSOLES) {
            awaits(console + " sees a healthy cluster", () -> {
                var state = lab.console(console).state();
                return state.path("verdict").asString("").equals("PrimaryOK")
                        && state.path("primary").asString("").equals(primary)
                        && state.path("sentence").asString("").contains("2 of 2 replicas");
            });
        }
    }

    String inCharge() {
        await("one is in charge").atMost(SOON).until(() -> FaultLab.CONSOLES.stream()
                .anyMatch(c -> lab.console(c).state().path("inCharge").asBoolean(false)));
        return FaultLab.CONSOLES.stream()
                .filter(c -> lab.console(c).state().path("inCharge").asBoolean(false))
                .findFirst()
                .orElseThrow();
    }

    String verdict(String console) {
        return lab.console(console).state().path("verdict").asString("");
    }

    void awaitVerdict(String console, String code) {
        awaits(console + " says " + code, () -> verdict(console).equals(code));
    }

    void noOperation() {
        for (String console : FaultLab.CONSOLES) {
            assertEquals("[]", lab.console(console).state().path("operations").toString());
        }
    }

    String automation(String console) {
        return lab.console(console).state().path("automation").asString("");
    }

    List<String> writable() {
        return FaultLab.SERVERS.stream()
                .filter(name -> PostgresCluster.query(lab.server(name), "SELECT pg_is_in_recovery()").equals("f"))
                .toList();
    }
}
