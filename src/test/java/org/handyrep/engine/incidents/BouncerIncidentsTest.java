package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.handyrep.engine.incidents.Lab.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handyrep.cluster.ProxyState;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Check;
import org.handyrep.plan.Plan;
import org.handyrep.testing.BusyClients;
import org.handyrep.testing.PgBouncer;
import org.handyrep.testing.PgBouncers;
import org.junit.jupiter.api.Test;

/// Takeovers under clients that write through real pgbouncers.
class BouncerIncidentsTest {

    @Test
    void aSwitchoverCostsClientsAWaitAndNothingElse() {
        try (Lab lab = Lab.open();
                PgBouncers bouncers = PgBouncers.start(lab.cluster, 2)) {
            lab.reopen();
            try (BusyClients clients = BusyClients.start(bouncers.all(), 8)) {
                for (String next : List.of("paul", "john")) {
                    clients.measureFromNow();
                    Map<String, Object> answer = lab.succeeds("manual_failover", "newmaster", next);
                    clients.awaitWrites();
                    System.out.println("switchover to " + next + " under 8 clients: longest wait "
                            + clients.longestWait().toMillis() + " ms");
                    assertEquals(List.of(), clients.errors(), () -> answer.toString());
                    assertEquals(List.of(), answer.get("left_to_do"), () -> answer.toString());
                    assertEquals(Set.of(), clients.lostOn(lab.server(next)));
                    bouncers.all().forEach(b -> assertEquals(Optional.of(next), seen(lab, b).writesTo()));
                    lab.awaitStreams(next, 2);
                }
            }
        }
    }

    @Test
    void afterAFailoverClientsWriteThroughEveryProxyAgain() {
        try (Lab lab = Lab.open();
                PgBouncers bouncers = PgBouncers.start(lab.cluster, 2)) {
            lab.reopen();
            try (BusyClients clients = BusyClients.start(bouncers.all(), 4)) {
                lab.server("john").kill9();
                lab.succeeds("manual_failover", "newmaster", "paul");
                clients.awaitWrites();
                assertTrue(lab.isPrimary("paul"));
                bouncers.all().forEach(b -> assertEquals(Optional.of("paul"), seen(lab, b).writesTo()));
            }
        }
    }

    @Test
    void scenario18_aDeadProxyIsAWarningAndIsMovedWhenItIsBack() {
        try (Lab lab = Lab.open();
                PgBouncers bouncers = PgBouncers.start(lab.cluster, 3)) {
            lab.reopen();
            PgBouncer dead = bouncers.get(2);
            dead.freeze();
            try (BusyClients clients = BusyClients.start(List.of(bouncers.get(1), bouncers.get(3)), 4)) {
                Map<String, Object> answer = lab.succeeds("manual_failover", "newmaster", "paul");
                clients.awaitWrites();
                assertEquals(List.of(), clients.errors());
                assertTrue(String.valueOf(answer.get("left_to_do")).contains(dead.name()), () -> answer.toString());
            }
            dead.thaw();
            lab.succeeds("connection_failover");
            assertEquals(Optional.of("paul"), seen(lab, dead).writesTo());
        }
    }

    @Test
    void scenario17_clientsThatCannotBeMadeToWaitTakeTheSwitchoverBack() throws Exception {
        try (Lab lab = Lab.open();
                PgBouncers bouncers = PgBouncers.start(lab.cluster, 2)) {
            bouncers.template(PgBouncers.TEMPLATE.replace("pool_mode = transaction", "pool_mode = session"));
            lab.reopen();
            lab.succeeds("connection_proxy_init", "servername", "bouncer2");
            try (BusyClients clients = BusyClients.start(bouncers.all(), 4)) {
                Plan plan = lab.plan(Lab.failoverTo("paul"));
                assertEquals(Check.Level.WARNING, check(plan, "proxy bouncer2").level(), () -> plan.checks().toString());
                Operation operation = lab.run(plan);
                assertEquals(Operation.State.ROLLED_BACK, operation.state(), operation::summary);
                assertTrue(operation.summary().contains("bouncer2"), operation::summary);
                clients.awaitWrites();
                assertEquals(List.of(), clients.errors(), "nobody noticed more than a wait");
                assertTrue(lab.isPrimary("john"));
                bouncers.all().forEach(b -> assertFalse(seen(lab, b).console().orElseThrow().paused()));
            }
            assertTrue(Files.readString(bouncers.get(2).config()).contains("pool_mode = session"));
        }
    }

    @Test
    void aProxyThatSendsWritesElsewhereIsSeenAndRepaired() throws Exception {
        try (Lab lab = Lab.open();
                PgBouncers bouncers = PgBouncers.start(lab.cluster, 1)) {
            lab.reopen();
            PgBouncer bouncer = bouncers.get(1);
            lab.succeeds("connection_proxy_init");
            String good = Files.readString(bouncer.config());
            String port = Integer.toString(lab.server("john").settings().port());
            String other = Integer.toString(lab.server("paul").settings().port());
            assertTrue(good.contains(port), good);
            lab.succeeds("manual_failover", "newmaster", "paul");
            bouncers.write(bouncer.config(), good);
            bouncer.kill9();
            bouncer.start();
            await("the wrong route is seen").atMost(SOON).until(() -> lab.look().findings().stream()
                    .anyMatch(f -> f.server().equals(bouncer.name()) && f.sentence().contains("john")));
            lab.succeeds("connection_failover");
            assertTrue(Files.readString(bouncer.config()).contains(other));
            assertEquals(Optional.of("paul"), seen(lab, bouncer).writesTo());
        }
    }

    private static ProxyState seen(Lab lab, PgBouncer bouncer) {
        lab.look();
        return lab.engine.view().snapshot().find(bouncer.name()).orElseThrow().proxy().orElseThrow();
    }

    private static Check check(Plan plan, String name) {
        return plan.checks().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }
}
