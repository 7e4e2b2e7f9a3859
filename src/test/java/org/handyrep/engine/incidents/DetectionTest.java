package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.handyrep.demo.ConsoleGate;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.VantagePoint;
import org.junit.jupiter.api.Test;

/// What a console that watches live makes of a primary that goes away, on real servers. It polls once an hour: everything else it notices by itself.
class DetectionTest {

    private final List<Finding> verdicts = new CopyOnWriteArrayList<>();

    @Test
    void oneStoryOfALostPrimary() throws Exception {
        try (Lab lab = Lab.open();
                ConsoleGate gate = ConsoleGate.before(lab.server("john"))) {
            int port = lab.server("john").settings().port();
            lab.cluster.editConf(text -> text.replaceFirst("port = " + port + "\n", "port = " + gate.port() + "\n")
                    .replace("poll_interval = 1\n", "poll_interval = 3600\n    heartbeat = True\n"));
            lab.reopen();
            lab.engine.watch(view -> verdicts.add(view.diagnosis().verdict()));
            lab.engine.start();
            awaitOk(lab);

            scenario14_aHeartbeatDoesNotWaitForASyncReplicaThatIsGone(lab);
            scenario04_theConsoleIsCutOffFromThePrimaryOnly(lab, gate);
            scenario15_aFrozenPrimaryIsToldWithoutWaitingForOldAge(lab);
            aKilledPrimaryIsNoticedWithoutAnyPoll(lab);
        }
    }

    private void scenario14_aHeartbeatDoesNotWaitForASyncReplicaThatIsGone(Lab lab) {
        lab.server("john").execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        lab.server("john").execute("SELECT pg_reload_conf()");
        await().until(() -> lab.query("john", "SHOW synchronous_standby_names").equals("nobody"));
        verdicts.clear();
        String before = lab.query("john", "SELECT pg_current_wal_lsn()");
        await("a whole look and a heartbeat that was written").atMost(Lab.SOON).until(() -> {
            lab.engine.pollNow();
            return verdicts.stream().anyMatch(v -> v.code().equals("PrimaryOK"))
                    && lab.query("john", "SELECT pg_current_wal_lsn() > '" + before + "'").equals("t");
        });
        lab.server("john").execute("ALTER SYSTEM RESET synchronous_standby_names");
        lab.server("john").execute("SELECT pg_reload_conf()");
    }

    private void scenario04_theConsoleIsCutOffFromThePrimaryOnly(Lab lab, ConsoleGate gate) throws InterruptedException {
        for (Runnable cut : List.<Runnable>of(gate::cut, gate::cutAnswers)) {
            Thread client = Thread.ofVirtual().start(() -> writeUntilInterrupted(lab.server("john")));
            verdicts.clear();
            cut.run();
            lab.engine.pollNow();
            await().atMost(Lab.SOON).until(() -> verdicts.stream().filter(v -> v.code().equals("PrimaryUnseenByConsole")).count() > 5);
            assertTrue(verdicts.stream().noneMatch(Finding::automationMayAct), () -> verdicts.toString());
            assertTrue(lab.engine.view().diagnosis().vantages().stream()
                            .anyMatch(v -> v.to().equals("john") && v.by() == VantagePoint.Way.WAL && v.saw() == VantagePoint.Saw.ALIVE),
                    () -> lab.engine.view().diagnosis().vantages().toString());
            gate.heal();
            awaitOk(lab);
            client.interrupt();
            client.join();
        }
    }

    private void scenario15_aFrozenPrimaryIsToldWithoutWaitingForOldAge(Lab lab) {
        lab.server("john").freeze();
        lab.engine.pollNow();
        Diagnosis told = awaitMayAct(lab);
        assertEquals("PrimaryHung", told.verdict().code(), told.verdict().toString());
        assertTrue(told.verdict().toString().contains("T (stopped)"), told.verdict().toString());
        lab.server("john").thaw();
        awaitOk(lab);
    }

    private void aKilledPrimaryIsNoticedWithoutAnyPoll(Lab lab) {
        lab.server("john").kill9();
        Diagnosis told = awaitMayAct(lab);
        assertEquals("PrimaryProcessDown", told.verdict().code(), told.verdict().toString());
    }

    private static void awaitOk(Lab lab) {
        await().atMost(Lab.SOON).until(() -> {
            lab.engine.pollNow();
            LockSupport.parkNanos(50_000_000);
            // A replica that did not stream before the primary was lost cannot tell that it lost it.
            return lab.engine.view().diagnosis().verdict().sentence().contains("2 of 2 replicas are ready")
                    && lab.engine.view().diagnosis().vantages().stream().noneMatch(v -> v.saw() == VantagePoint.Saw.SILENT);
        });
    }

    private static Diagnosis awaitMayAct(Lab lab) {
        await().atMost(Lab.SOON).untilAsserted(() ->
                assertTrue(lab.engine.view().diagnosis().verdict().automationMayAct(), () -> lab.engine.view().diagnosis().verdict().toString()));
        return lab.engine.view().diagnosis();
    }

    private static void writeUntilInterrupted(LocalPostgres server) {
        try (Connection session = server.connect();
                Statement statement = session.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS flow (n int)");
            while (!Thread.currentThread().isInterrupted()) {
                statement.execute("INSERT INTO flow VALUES (1)");
                LockSupport.parkNanos(20_000_000);
            }
        } catch (SQLException e) {
            // The test has failed elsewhere.
        }
    }
}
