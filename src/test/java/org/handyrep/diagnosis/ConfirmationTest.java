package org.handyrep.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// How long it takes to believe that the primary is dead, by what is known.
class ConfirmationTest {

    private static final String WELL =
            """
            john   master  primary write=ok
            paul   replica streaming age=0.2
            george replica streaming age=0.2
            """;

    private final Scene scene = new Scene();

    private static void is(String code, boolean mayAct, Diagnosis diagnosis) {
        assertEquals(code, diagnosis.verdict().code(), diagnosis.verdict().toString());
        assertEquals(mayAct, diagnosis.verdict().automationMayAct(), diagnosis.verdict().toString());
    }

    private static String down(String host, String replicas) {
        return """
                john   master  silent kind=REFUSED host=%s sighted=console:SILENT
                paul   replica %s
                george replica %s
                """
                .formatted(host, replicas, replicas);
    }

    @Test
    void aCrashProvenOnTheHostIsBelievedAtTheSecondLook() {
        scene.retries(3, 10).verify(0, WELL);
        is("PrimaryProcessDown", false, scene.look(0.2, down("down", "detached")));
        is("PrimaryProcessDown", true, scene.look(0.4, down("down", "detached")));

        Scene once = new Scene().retries(1, 0);
        once.verify(0, WELL);
        is("PrimaryProcessDown", true, once.look(0.2, down("down", "detached")));
    }

    @Test
    void aCrashIsNotBelievedWhileAReplicaStillStreams() {
        scene.retries(1, 10).verify(0, WELL);
        is("PrimaryProcessDown", false, scene.look(1, down("down", "streaming age=2")));
    }

    @Test
    void aServerThatWasShutDownInOrderGetsItsWholeTime() {
        scene.retries(3, 2).verify(0, WELL);
        for (double second : new double[] {0.2, 0.4, 0.6, 2, 5.9}) {
            is("PrimaryProcessDown", false, scene.look(second, down("stopped", "detached")));
        }
        is("PrimaryProcessDown", true, scene.look(6, down("stopped", "detached")));
    }

    @Test
    void whatIsMissingIsSaid() {
        scene.retries(3, 2).verify(0, WELL);
        String lost = down("stopped", "detached");
        assertEquals("It is believed after 5.8 s and 2 looks more at most, if nobody hears it before.", scene.look(0.2, lost).verdict().missing());
        assertEquals("It is believed after 4.0 s and 1 look more at most, if nobody hears it before.", scene.look(2, lost).verdict().missing());
        assertEquals("It is believed after 0.5 s more at most, if nobody hears it before.", scene.look(5.5, lost).verdict().missing());
        assertEquals("", scene.look(6, lost).verdict().missing());
    }

    @Test
    void thatItWillNeverBeEnoughIsSaid() {
        scene.retries(3, 2).verify(0, WELL.replace("george replica streaming age=0.2", "george replica detached"));
        String missing = scene.longLook(4, 0.3, cut(3.2, "paul:SILENT", "george:SILENT")).verdict().missing();
        assertTrue(missing.startsWith("It takes 2 replicas that streamed from it and lost it too, and there is 1"), missing);
        assertTrue(missing.endsWith("fail over by hand (manual_failover)."), missing);
    }

    private static String cut(double age, String... sighted) {
        return """
                john   master  silent host=timed_out sighted=console:SILENT%s
                paul   replica streaming age=%s
                george replica streaming age=%s
                """
                .formatted(sighted.length == 0 ? "" : "," + String.join(",", sighted), age, age);
    }

    @Test
    void aHostThatIsCutOffIsBelievedAfterTheFailWindowAndNotAfterOldAge() {
        scene.retries(3, 2).verify(0, WELL);
        is("PrimaryHostDown", false, scene.longLook(3, 1, cut(1.5, "paul:SILENT", "george:SILENT")));
        is("PrimaryHostDown", false, scene.longLook(4, 0.3, cut(3.2, "paul:SILENT", "george:SILENT")));
        is("PrimaryHostDown", false, scene.longLook(5.9, 0.3, cut(5.1, "paul:SILENT", "george:SILENT")));
        is("PrimaryHostDown", true, scene.longLook(6.1, 0.3, cut(5.3, "paul:SILENT", "george:SILENT")));
    }

    @Test
    void withFastSettingsOneLookIsEnoughWhenEverybodyAskedInVain() {
        scene.retries(1, 0).verify(0, WELL);
        is("PrimaryHostDown", true, scene.longLook(2, 1, cut(0.5, "paul:SILENT", "george:SILENT")));
    }

    @Test
    void oneReplicaWhoseHostCannotBeAskedKeepsItUncertain() {
        scene.retries(1, 0).verify(0, WELL);
        is("PrimarySuspect", false, scene.longLook(2, 1, cut(0.5, "paul:SILENT", "george:UNKNOWN")));
        is("PrimarySuspect", false, scene.longLook(2.5, 0.3, cut(1.8, "paul:SILENT")));
    }

    @Test
    void aMessageThatCameAfterTheConsoleLostThePrimaryVetoes() {
        scene.retries(1, 0).verify(0, WELL);
        scene.longLook(2, 1, cut(0.5, "paul:SILENT", "george:SILENT"));
        // heard 1.2 s before the end of a look that ends 2 s after the loss
        is("PrimaryUnseenByConsole", false, scene.longLook(3, 0.3, cut(0.9, "paul:SILENT", "george:SILENT")));
    }

    @Test
    void oneProxysHostThatStillReachesItVetoes() {
        scene.retries(1, 0).verify(0, WELL);
        Diagnosis d = scene.longLook(2, 1, cut(0.5, "paul:SILENT", "george:SILENT", "pgb1:ANSWERS"));
        is("PrimaryUnseenByConsole", false, d);
        assertTrue(d.verdict().sentence().contains("it answers the host of pgb1"), d.verdict().sentence());
    }

    @Test
    void aPrimaryThatTakesWalClientsAndNoConsoleIsNotDead() {
        scene.retries(1, 0).verify(0, WELL);
        scene.longLook(2, 1, cut(0.5, "paul:ACCEPTS", "george:ACCEPTS"));
        Diagnosis d = scene.longLook(3, 1, """
                john   master  silent host=up sighted=console:ACCEPTS,paul:ACCEPTS,george:ACCEPTS
                paul   replica streaming age=3 at=0/6000000
                george replica streaming age=3
                """);
        is("PrimaryUnseenByConsole", false, d);
    }

    @Test
    void aFrozenIdlePrimaryIsToldFromABusyConsoleByWhoAskedInVain() {
        scene.retries(3, 2).verify(0, WELL);
        String frozen = """
                john   master  silent host=frozen sighted=console:ACCEPTS,paul:ACCEPTS,george:ACCEPTS
                paul   replica streaming age=%s
                george replica streaming age=%s
                """;
        for (double second : new double[] {3, 4, 5}) {
            is("PrimaryHung", false, scene.longLook(second, 0.3, frozen.formatted(second, second)));
        }
        is("PrimaryHung", true, scene.longLook(6.2, 0.3, frozen.formatted(6, 6)));
    }

    @Test
    void aProcessThatIsNotStoppedMayOnlyBeBusyAndGetsMoreTime() {
        scene.retries(1, 0).verify(0, WELL);
        String busy = """
                john   master  silent host=%s sighted=console:ACCEPTS,paul:ACCEPTS,george:ACCEPTS
                paul   replica streaming age=%s
                george replica streaming age=%s
                """;
        for (String host : List.of("up", "timed_out")) {
            is("PrimaryHung", false, scene.longLook(5, 0.3, busy.formatted(host, 5, 5)));
            is("PrimaryHung", false, scene.longLook(9.9, 0.3, busy.formatted(host, 9.9, 9.9)));
        }
        is("PrimaryHung", true, scene.longLook(15.1, 0.3, busy.formatted("up", 15, 15)));
    }

    @Test
    void theRetriesCountAsWellAsTheTime() {
        scene.retries(5, 1).verify(0, WELL);
        is("PrimaryHostDown", false, scene.longLook(20, 1, cut(19, "paul:SILENT", "george:SILENT")));
        for (int i = 1; i < 4; i++) {
            assertFalse(scene.longLook(20 + i, 0.3, cut(19 + i, "paul:SILENT", "george:SILENT")).verdict().automationMayAct());
        }
        assertTrue(scene.longLook(24, 0.3, cut(23, "paul:SILENT", "george:SILENT")).verdict().automationMayAct());
    }

    @Test
    void theTimeInWhichSomebodyElseHeardItDoesNotCount() {
        scene.retries(3, 2).verify(0, WELL);
        for (int second = 1; second <= 60; second++) {
            is("PrimaryUnseenByConsole", false, scene.longLook(second, 0.3, cut(70, "paul:ANSWERS")));
        }
        String restarting = down("stopped", "detached");
        for (double second : new double[] {60.5, 61, 62, 65.9}) {
            is("PrimaryProcessDown", false, scene.longLook(second, 0.2, restarting));
        }
        assertEquals("It is believed after 0.1 s more at most, if nobody hears it before.", scene.longLook(65.9, 0.2, restarting).verdict().missing());
        is("PrimaryProcessDown", true, scene.longLook(66, 0.2, restarting));
    }

    @Test
    void whatAReplicaHeardCountsFromThatMomentOn() {
        scene.retries(3, 2).verify(0, WELL);
        is("PrimarySuspect", false, scene.longLook(1, 0.3, cut(0.1)));
        for (int second = 2; second <= 60; second++) {
            is("PrimaryUnseenByConsole", false, scene.longLook(second, 0.3, cut(0.1)));
        }
        // The message of 59.6 s vetoes for three polls, which are a part of the silence.
        is("PrimaryUnseenByConsole", false, scene.longLook(64, 0.3, cut(4.1, "paul:SILENT", "george:SILENT")));
        is("PrimaryUnseenByConsole", false, scene.longLook(74, 0.3, cut(14.1, "paul:SILENT", "george:SILENT")));
        is("PrimaryHostDown", false, scene.longLook(75.1, 0.3, cut(15.2, "paul:SILENT", "george:SILENT")));
        is("PrimaryHostDown", false, scene.longLook(75.4, 0.3, cut(15.5, "paul:SILENT", "george:SILENT")));
        is("PrimaryHostDown", true, scene.longLook(75.7, 0.3, cut(15.8, "paul:SILENT", "george:SILENT")));
    }

    @Test
    void aCrashAfterALongCutIsToldFromARestartByASecondLook() {
        scene.retries(3, 10).verify(0, WELL);
        is("PrimarySuspect", false, scene.longLook(1, 0.3, cut(0.1)));
        for (int second = 2; second <= 30; second++) {
            is("PrimaryUnseenByConsole", false, scene.longLook(second, 0.3, cut(0.1)));
        }
        is("PrimaryProcessDown", false, scene.longLook(31, 0.2, down("down", "detached")));
        is("PrimaryProcessDown", true, scene.longLook(31.5, 0.2, down("down", "detached")));
    }
}
