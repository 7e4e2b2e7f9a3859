package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Who confirms commits after a change of primary, on one cluster of three: clients neither wait for ever nor lose their protection.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SynchronousTakeoverTest {

    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = Lab.open();
        lab.server("john").execute("CREATE TABLE kept (n int)");
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static void set(String server, String sql) {
        lab.server(server).execute("ALTER SYSTEM SET " + sql);
        lab.server(server).execute("SELECT pg_reload_conf()");
    }

    private static String names(String server) {
        return lab.query(server, "SHOW synchronous_standby_names");
    }

    /// A cancelled wait for a replica would look like a commit, so nothing cancels it.
    private static void commits(String primary) throws Exception {
        CompletableFuture.runAsync(() -> lab.server(primary).execute("INSERT INTO kept VALUES (1)")).get(90, TimeUnit.SECONDS);
        await().atMost(Lab.SOON).until(() -> !lab.query(primary,
                "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')").equals("0"));
    }

    private static void synchronous(String primary, String names) {
        set(primary, "synchronous_standby_names = '" + names + "'");
        await().atMost(Lab.SOON).until(() -> !lab.query(primary,
                "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')").equals("0"));
        lab.look();
    }

    /// By a failover that was interrupted and left as it is.
    private static void isLeftFrozen(String replica) {
        lab.server(replica).execute("COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; cp postgresql.auto.conf postgresql.auto.conf.handyrep-frozen'");
        set(replica, "primary_conninfo = ''");
    }

    private static void succeeds(Plan plan) {
        Operation done = lab.run(plan);
        assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
    }

    @Test
    @Order(1)
    void slotsThatNobodyUsesAreDroppedOnTheOldPrimaryAndAStrangersIsLeft() throws Exception {
        for (String replica : new String[] {"paul", "george"}) {
            lab.server("john").execute("SELECT pg_create_physical_replication_slot('s_" + replica + "', true)");
            set(replica, "primary_slot_name = 's_" + replica + "'");
        }
        lab.server("john").execute("SELECT pg_create_physical_replication_slot('elsewhere', true)");
        await().atMost(Lab.SOON).until(() -> lab.query("john", "SELECT count(*) FROM pg_replication_slots WHERE active").equals("2"));
        synchronous("john", "ANY 1 (paul, george)");

        Plan plan = lab.awaitPlan(failoverTo("paul"));
        assertTrue(plan.asText().contains("elsewhere stays"), plan::asText);
        succeeds(plan);
        assertEquals("ANY 1 (john, george)", names("paul"));
        assertEquals("elsewhere", lab.query("john", "SELECT string_agg(slot_name, ' ') FROM pg_replication_slots"));
        commits("paul");
    }

    @Test
    @Order(2)
    void everyFormOfTheListIsCarriedOver() throws Exception {
        String[] forms = {"FIRST 1 (john, george)", "george, john", "*"};
        String[] then = {"FIRST 1 (paul, george)", "george, paul", "*"};
        String primary = "paul";
        for (int i = 0; i < forms.length; i++) {
            String next = primary.equals("paul") ? "john" : "paul";
            String names = primary.equals("paul") ? forms[i] : forms[i].replace("john", "paul");
            set(next, "synchronous_standby_names = ''");
            synchronous(primary, names);
            succeeds(lab.awaitPlan(failoverTo(next)));
            String expected = primary.equals("paul") ? then[i] : then[i].replace("paul", "john");
            assertEquals(expected, names(next));
            commits(next);
            primary = next;
        }
        assertEquals("john", primary);
    }

    @Test
    @Order(3)
    void afterTheLossOfThePrimaryCommitsWaitForWhoIsLeft() throws Exception {
        synchronous("john", "FIRST 1 (paul, nobody_yet)");
        set("paul", "synchronous_standby_names = 'FIRST 1 (john)'");
        lab.look();
        lab.server("john").kill9();
        isLeftFrozen("paul");
        Plan plan = lab.awaitPlan(failoverTo("paul"));
        assertTrue(plan.asText().contains("george stands in"), plan::asText);
        succeeds(plan);
        assertEquals("FIRST 1 (nobody_yet, george)", names("paul"));
        commits("paul");
    }

    @Test
    @Order(4)
    void whoIsAloneWaitsForNobodyAndThatIsSaid() throws Exception {
        lab.look();
        lab.server("paul").kill9();
        Plan plan = lab.awaitPlan(failoverTo("george"));
        assertTrue(plan.impact().afterwards().stream().anyMatch(a -> a.contains("commits on george wait for nobody")), plan::asText);
        succeeds(plan);
        assertEquals("", names("george"));
        CompletableFuture.runAsync(() -> lab.server("george").execute("INSERT INTO kept VALUES (1)")).get(90, TimeUnit.SECONDS);
    }
}
