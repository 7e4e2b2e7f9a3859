package org.handyrep.engine.incidents;

import static org.handyrep.engine.incidents.Lab.ANNA;
import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.handyrep.cluster.Observation;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;

/// Two consoles with configurations of their own on one real cluster.
class TwoConsolesTest {

    @Test
    void scenario08_ofTwoSwitchoversAtTheSameMomentOneRunsAndTheOtherSaysWho() throws Exception {
        try (Lab lab = Lab.open();
                ClusterEngine bob = lab.cluster.anotherConsole()) {
            lab.look();
            bob.call(ANNA, "verify_all", java.util.Map.of());
            Plan annas = lab.plan(failoverTo("paul"));
            Plan bobs = assertInstanceOf(Plan.class, bob.plan(ANNA, failoverTo("george")));
            List<Operation> seconds = new java.util.concurrent.CopyOnWriteArrayList<>();
            lab.engine.watch(view -> view.operation().ifPresent(o -> {
                if (seconds.isEmpty() && o.steps().getFirst().state() == Operation.StepState.DONE) {
                    seconds.add(ended(bob, String.valueOf(bob.begin(ANNA, bobs).extra().get("operation"))));
                }
            }));
            Operation first = lab.run(annas);
            Operation second = seconds.getFirst();
            assertEquals(Operation.State.SUCCEEDED, first.state(), first::summary);
            assertEquals(Operation.State.ROLLED_BACK, second.state(), second::summary);
            assertTrue(second.summary().contains("@") && second.summary().contains("Switchover john → "), second::summary);
            assertEquals(1, Stream.of("john", "paul", "george").filter(lab::isPrimary).count());
        }
    }

    private static Operation ended(ClusterEngine engine, String id) {
        Awaitility.await().atMost(Lab.SOON).until(() -> operation(engine, id).endedAt().isPresent());
        return operation(engine, id);
    }

    private static Operation operation(ClusterEngine engine, String id) {
        return engine.operations().stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void aLockSessionThatIsEndedBeforeThePromotionEndsThePlan() {
        try (Lab lab = Lab.open();
                ClusterEngine bob = lab.cluster.anotherConsole()) {
            lab.look();
            lab.server("john").kill9();
            lab.awaitVerdict("PrimaryProcessDown");
            Plan plan = org.awaitility.Awaitility.await("a plan that needs nobody's word")
                    .atMost(Lab.SOON)
                    .until(() -> lab.plan(failoverTo("paul")), p -> p.impact().typedName().isEmpty());
            int freeze = plan.steps().indexOf(plan.steps().stream()
                    .filter(s -> s.title().startsWith("Freeze"))
                    .reduce((x, y) -> y)
                    .orElseThrow());
            List<ClusterView> seenByBob = new java.util.concurrent.CopyOnWriteArrayList<>();
            lab.engine.watch(view -> view.operation().ifPresent(o -> {
                if (seenByBob.isEmpty() && o.steps().get(freeze).state() == Operation.StepState.DONE) {
                    bob.call(ANNA, "verify_all", java.util.Map.of());
                    seenByBob.add(bob.view());
                    lab.query("paul", "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'handyrep/% op=%'");
                }
            }));
            Operation operation = lab.run(plan);
            assertEquals(Operation.State.INTERRUPTED, operation.state(), operation::summary);
            assertTrue(operation.summary().contains("lock of paul no more"), operation::summary);
            assertTrue(operation.summary().contains("Left: "), "without the locks nothing is taken back");
            assertFalse(lab.isPrimary("paul"));
            lab.engine.rollBack(ANNA, operation.id());
            Operation back = lab.ended(operation.id());
            assertEquals(Operation.State.ROLLED_BACK, back.state(), back::summary);

            ClusterView view = seenByBob.getFirst();
            assertTrue(view.inCharge().sentence().startsWith("At work: "), view.inCharge().sentence());
            assertTrue(view.inCharge().sentence().contains("Failover john → paul since "), view.inCharge().sentence());
            assertFalse(view.inCharge().holder().orElseThrow().thisConsole());
        }
    }

    @Test
    void aConsoleThatIsNotInChargeTakesOverWhatTheOneInChargeWroteAndWritesNothingItself() throws Exception {
        try (ManagedCluster cluster = ManagedCluster.start(2)) {
            setCheck(cluster, "check_last_ip_db");
            try (ClusterEngine anna = cluster.engine();
                    ClusterEngine bob = cluster.anotherConsole()) {
                call(anna, "init_handyrep_db");
                call(anna, "verify_all");
                awaitRow(anna, cluster, "john", "servers->'john'->>'role'", "master");
                bob.call(ANNA, "verify_all", Map.of());
                call(anna, "manual_failover", "newmaster", "paul");
                call(anna, "add_server", "servername", "ringo", "hostname", "127.0.0.9");
                awaitRow(anna, cluster, "paul", "(servers->'ringo'->>'hostname')", "127.0.0.9");
                awaitClaim(anna, cluster, "paul");
                bob.call(ANNA, "verify_all", Map.of());
                assertFalse(bob.view().inCharge().thisConsole(), bob.view().inCharge()::sentence);
                String row = row(cluster, "updated || console || servers::text");
                Awaitility.await().atMost(Lab.SOON).untilAsserted(() -> {
                    bob.call(ANNA, "verify_all", Map.of());
                    assertEquals("paul", bob.view().snapshot().configuredPrimary().map(Observation::name).orElse(""));
                });
                assertTrue(bob.view().snapshot().find("ringo").isPresent(), "not only the roles");
                assertEquals(anna.call(ANNA, "get_master_name", Map.of()).get("master"), bob.call(ANNA, "get_master_name", Map.of()).get("master"));
                Path saved = cluster.conf().resolveSibling("other").resolve("servers.save");
                assertTrue(Files.readString(saved).replaceAll("\\s", "").matches("(?s).*\"paul\":\\{[^}]*\"role\":\"master\".*"));
                assertEquals(row, row(cluster, "updated || console || servers::text"), "it is not in charge");
            }
        }
    }

    @Test
    void aConsoleThatIsNotInChargeLearnsTheRolesFromTheServersWhereNobodyWroteThemDown() throws Exception {
        try (ManagedCluster cluster = ManagedCluster.start(2)) {
            try (ClusterEngine anna = cluster.engine()) {
                call(anna, "init_handyrep_db");
                setCheck(cluster, "check_last_ip_db");
                try (ClusterEngine bob = cluster.anotherConsole()) {
                    bob.call(ANNA, "verify_all", Map.of());
                    call(anna, "manual_failover", "newmaster", "paul");
                    PostgresCluster.query(cluster.server("paul"), "UPDATE public.handyrep SET servers = NULL, updated = NULL,"
                            + " console = 'somebody else', last_sync = 'now'::timestamptz + interval '50 s'");
                    Awaitility.await().atMost(Lab.SOON).untilAsserted(() -> {
                        bob.call(ANNA, "verify_all", Map.of());
                        assertEquals("paul", bob.view().snapshot().configuredPrimary().map(Observation::name).orElse(""));
                        assertFalse(bob.view().inCharge().thisConsole());
                    });
                    assertEquals("", row(cluster, "coalesce(servers::text, '')"), "it is not in charge");
                }
            }
        }
    }

    /// While nobody could be asked it was in charge for a moment, and wrote what it saw; the old primary is down for good and tells nothing.
    @Test
    void aTableThatIsOlderThanWhatAConsoleWroteItselfStillTellsTheRoles() throws Exception {
        try (ManagedCluster cluster = ManagedCluster.start(2)) {
            setCheck(cluster, "check_last_ip_db");
            try (ClusterEngine anna = cluster.engine();
                    ClusterEngine bob = cluster.anotherConsole()) {
                call(anna, "init_handyrep_db");
                call(anna, "verify_all");
                bob.call(ANNA, "verify_all", Map.of());
                cluster.server("john").kill9();
                Awaitility.await().atMost(Lab.SOON).untilAsserted(() -> call(anna, "manual_failover", "newmaster", "paul"));
                awaitRow(anna, cluster, "paul", "servers->'paul'->>'role'", "master");
                awaitClaim(anna, cluster, "paul");
                PostgresCluster.query(cluster.server("paul"), "UPDATE public.handyrep SET updated = updated - interval '1 hour'");
                String written = row(cluster, "servers::text");
                Awaitility.await().atMost(Lab.SOON).untilAsserted(() -> {
                    bob.call(ANNA, "verify_all", Map.of());
                    assertEquals("paul", bob.view().snapshot().configuredPrimary().map(Observation::name).orElse(""));
                });
                assertFalse(bob.view().snapshot().find("john").orElseThrow().server().enabled());
                assertEquals(written, row(cluster, "servers::text"), "it is not in charge");

                call(anna, "disable", "servername", "george");
                awaitRow(anna, cluster, "paul", "servers->'george'->>'enabled'", "false");
                PostgresCluster.query(cluster.server("paul"), "UPDATE public.handyrep SET updated = updated - interval '1 hour'");
                Awaitility.await().atMost(Lab.SOON).untilAsserted(() -> {
                    bob.call(ANNA, "verify_all", Map.of());
                    assertFalse(bob.view().snapshot().find("george").orElseThrow().server().enabled(), "whom the one in charge takes out");
                });
            }
        }
    }

    private static void setCheck(ManagedCluster cluster, String method) throws Exception {
        Files.writeString(cluster.conf(), Files.readString(cluster.conf()).replace("one_hr_master", method));
    }

    private static void call(ClusterEngine engine, String function, String... arguments) {
        Map<String, String> given = new java.util.HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        Map<String, Object> answer = engine.call(ANNA, function, given);
        assertEquals("SUCCESS", answer.get("result"), answer::toString);
    }

    private static String row(ManagedCluster cluster, String expression) {
        return PostgresCluster.query(cluster.server("paul"), "SELECT " + expression + " FROM public.handyrep");
    }

    /// What john was told of who is in charge need not have reached paul before the failover; then it is free for whoever asks first.
    private static void awaitClaim(ClusterEngine inCharge, ManagedCluster cluster, String server) {
        Awaitility.await("the claim on " + server).atMost(Lab.SOON).until(() -> {
            inCharge.call(ANNA, "verify_all", Map.of());
            String claimed = PostgresCluster.query(
                    cluster.server(server), "SELECT console IS NOT NULL AND last_sync > clock_timestamp() - interval '30 s' FROM public.handyrep");
            return claimed.equals("t") && inCharge.view().inCharge().thisConsole();
        });
    }

    /// A look in which the question of who is in charge had no answer in time writes nothing, so it looks again.
    private static void awaitRow(ClusterEngine inCharge, ManagedCluster cluster, String server, String expression, String value) {
        Awaitility.await(expression).atMost(Lab.SOON).until(
                () -> {
                    inCharge.call(ANNA, "verify_all", Map.of());
                    return PostgresCluster.query(cluster.server(server), "SELECT " + expression + " FROM public.handyrep");
                },
                value::equals);
    }
}
