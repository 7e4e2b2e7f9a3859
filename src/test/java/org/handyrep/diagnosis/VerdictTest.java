package org.handyrep.diagnosis;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ServerStatus;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final String WELL =
            """
            john   master  primary write=ok
            paul   replica streaming age=0.2
            george replica streaming age=0.2
            """;

    private final Scene scene = new Scene();

    private static void is(String code, Diagnosis diagnosis) {
        assertEquals(code, diagnosis.verdict().code(), diagnosis.verdict().toString());
    }

    @Test
    void allWell() {
        Diagnosis d = scene.verify(0, WELL);

        is("PrimaryOK", d);
        assertEquals("john is primary and takes writes; 2 of 2 replicas are ready to take over.", d.verdict().sentence());
        assertEquals(ClusterStatus.HEALTHY, d.clusterStatus());
        assertEquals(List.of(), d.findings());
        assertEquals(ServerStatus.HEALTHY, d.status("paul").status());
    }

    @Test
    void aPollRemembersWhatTheLastVerifyWrote() {
        scene.verify(0, WELL);

        assertTrue(scene.look(5, WELL.replace(" write=ok", "")).verdict().sentence().contains("takes writes"));
    }

    @Test
    void scenario04_consoleCutOffFromPrimaryOnly() {
        scene.retries(2).verify(0, WELL);
        scene.look(5, WELL);
        String cut =
                """
                john   master  silent host=timed_out
                paul   replica streaming age=0.4
                george replica streaming age=0.6
                """;
        scene.look(10, cut);
        scene.look(11, cut);
        Diagnosis d = scene.look(19, cut);

        is("PrimaryUnseenByConsole", d);
        assertEquals(
                "john is silent to this console for 14.0 s, but paul heard it 0.4 s ago: the fault is between this console and john. No failover.",
                d.verdict().sentence());
        assertFalse(d.verdict().automationMayAct());
        assertEquals(ClusterStatus.WARNING, d.clusterStatus());
    }

    @Test
    void scenario04_anIdlePrimaryThatAnswersAReplicasHostIsAlive() {
        scene.verify(0, WELL);

        is("PrimaryUnseenByConsole", scene.look(40, """
                john   master  silent host=timed_out sighted=console:SILENT,paul:ANSWERS
                paul   replica streaming age=36
                george replica streaming age=36
                """));
    }

    @Test
    void scenario05_theProcessIsDownAndTheHostSaysSo() {
        scene.retries(2).verify(0, WELL);
        String dead =
                """
                john   master  silent kind=REFUSED host=down
                paul   replica detached
                george replica detached
                """;
        Diagnosis first = scene.look(5, dead);
        is("PrimaryProcessDown", first);
        assertFalse(first.verdict().automationMayAct(), "one look confirms nothing");

        Diagnosis second = scene.look(6, dead);
        assertTrue(second.verdict().automationMayAct());
        assertEquals(ServerStatus.DOWN, second.status("john").status());
        assertEquals(ClusterStatus.DOWN, second.clusterStatus());
        assertTrue(second.verdict().sentence().contains("in production"), second.verdict().sentence());
    }

    @Test
    void scenario15_frozenWhileIdleIsNoFalseAlarmBefore35Seconds() {
        scene.retries(1).verify(0, WELL);
        for (double age : new double[] {1, 9, 12, 28.9, 34}) {
            Diagnosis d = scene.look(5 + age, idle(age));
            assertTrue(
                    List.of("PrimaryUnseenByConsole", "PrimarySuspect").contains(d.verdict().code()), age + ": " + d.verdict());
            assertFalse(d.verdict().automationMayAct());
        }
        Diagnosis d = scene.look(41, idle(36));
        is("PrimaryHung", d);
        assertTrue(d.verdict().sentence().contains("T (stopped)"), d.verdict().sentence());
        assertTrue(d.verdict().automationMayAct(), "confirmed; the fence is another proof");
    }

    @Test
    void scenario15_frozenIsToldSoonerWithHeartbeat() {
        scene.retries(1).verify(0, WELL);
        scene.look(5, WELL);
        is("PrimaryHung", scene.look(22, idle(16)));
    }

    @Test
    void scenario15_healthyIdlePrimaryIsNotSuspectedForItsSilence() {
        scene.verify(0, WELL);
        Diagnosis d = scene.look(30, """
                john   master  primary
                paul   replica streaming age=28.9
                george replica streaming age=28.9
                """);
        is("PrimaryOK", d);
        assertEquals(ClusterStatus.HEALTHY, d.clusterStatus());
    }

    private static String idle(double age) {
        return """
                john   master  silent host=frozen sighted=console:ACCEPTS
                paul   replica streaming age=%s
                george replica streaming age=%s
                """
                .formatted(age, age);
    }

    @Test
    void askedInVainFromAReplicasHostCountsSooner() {
        scene.retries(1).verify(0, WELL.replace(" write=ok", ""));

        is("PrimaryHostDown", scene.look(18, """
                john   master  silent host=timed_out sighted=console:SILENT,paul:SILENT,george:SILENT
                paul   replica streaming age=16
                george replica streaming age=16
                """));
    }

    @Test
    void hostDownNeedsAMajorityToBeConfirmed() {
        scene.retries(1).verify(0, WELL);
        Diagnosis both = scene.look(50, """
                john   master  silent host=timed_out
                paul   replica detached
                george replica detached
                """);
        is("PrimaryHostDown", both);
        assertTrue(both.verdict().automationMayAct());

        Diagnosis one = scene.look(51, """
                john   master  silent host=timed_out
                paul   replica detached
                george replica silent host=timed_out
                """);
        is("PrimaryAndStandbysDown", one);
        assertFalse(one.verdict().automationMayAct());
    }

    @Test
    void aReplicaThatStoppedStreamingLongAgoIsNoWitness() {
        scene.retries(1).verify(0, WELL.replace("streaming age=0.2", "detached"));
        Diagnosis d = scene.look(5, """
                john   master  silent host=timed_out
                paul   replica detached
                george replica detached
                """);
        assertFalse(d.verdict().automationMayAct(), d.verdict().toString());
    }

    @Test
    void aCascadedReplicaKnowsNothingOfThePrimary() {
        scene.retries(1).verify(0, WELL);
        Diagnosis d = scene.look(50, """
                john   master  silent host=timed_out
                paul   replica detached
                george replica streaming age=0.1 from=paul
                """);
        is("PrimaryAndStandbysDown", d);
    }

    @Test
    void consoleIsolated() {
        scene.retries(1).verify(0, WELL);
        Diagnosis d = scene.look(10, """
                john   master  silent host=timed_out
                paul   replica silent host=timed_out
                george replica silent host=timed_out
                """);
        is("ConsoleIsolated", d);
        assertEquals(ClusterStatus.UNKNOWN, d.clusterStatus());
        assertFalse(d.verdict().automationMayAct());
    }

    @Test
    void scenario30_tooManyConnectionsIsAlive() {
        scene.retries(1).verify(0, WELL);
        Diagnosis d = scene.look(5, WELL.replace("primary write=ok", "rejecting"));

        is("PrimaryRejecting", d);
        assertTrue(d.verdict().sentence().startsWith("john is alive but full"), d.verdict().sentence());
        assertEquals(ServerStatus.WARNING, d.status("john").status());
        assertFalse(d.verdict().automationMayAct());
    }

    @Test
    void aFullDiskIsNamedWhateverThePrimaryDoesBecauseOfIt() {
        String detached = "\npaul replica detached\ngeorge replica detached";
        for (String state : List.of("primary write=no_space", "rejecting kind=STARTING_UP", "silent kind=REFUSED")) {
            Diagnosis d = new Scene().verify(0, "john master " + state + " host=full" + detached);
            assertTrue(d.verdict().sentence().contains("its disk is full (3 MB free for its WAL)"), d.verdict().sentence());
            assertTrue(d.findings().stream().anyMatch(f -> f.code().equals("DiskFull") && f.severity() == Severity.CRITICAL), d.findings()::toString);
            assertFalse(d.verdict().automationMayAct());
        }
        Diagnosis low = scene.verify(0, WELL.replace("write=ok", "write=ok host=low"));
        is("PrimaryOK", low);
        assertEquals("john has only 100 MB free for its data: make room there, or make it larger, before it is full.", low.status("john").message());
        assertEquals(ServerStatus.WARNING, low.status("john").status());
    }

    @Test
    void scenario13_oldPrimaryReturnsWritable() {
        for (String back : List.of("john replica primary disabled=1", "john replica primary", "john master primary disabled=1")) {
            Diagnosis d = new Scene().look(0, back + "\npaul master primary tli=2\ngeorge replica streaming tli=2 age=0.1");
            is("SplitBrain", d);
            assertEquals(ClusterStatus.DOWN, d.clusterStatus());
            assertTrue(d.verdict().sentence().contains("john and paul"), d.verdict().sentence());
            assertFalse(d.verdict().automationMayAct());
        }
    }

    @Test
    void aWritableServerOfAnotherSystemIsNoSplitBrain() {
        Diagnosis d = scene.verify(0, WELL.replace("george replica streaming", "george replica primary system=99"));

        is("PrimaryOK", d);
        assertAll(
                () -> assertTrue(d.findings().stream().anyMatch(f -> f.code().equals("OtherSystem") && f.server().equals("george"))),
                () -> assertEquals(ServerStatus.UNAVAILABLE, d.status("george").status()),
                () -> assertEquals(ClusterStatus.WARNING, d.clusterStatus()));
    }

    @Test
    void somebodyFailedOverByHand() {
        Diagnosis demoted = scene.look(0, "john master streaming tli=2 age=0.1\npaul replica primary tli=2");
        is("WrongRole", demoted);
        assertEquals("john is configured as primary but is in recovery; paul takes writes.", demoted.verdict().sentence());

        is("WrongRole", new Scene().look(0, "john master silent host=timed_out\npaul replica primary tli=2"));

        Diagnosis headless = new Scene().look(0, "john master streaming tli=2 age=0.1\npaul replica streaming tli=2 age=0.1");
        is("WrongRole", headless);
        String nobody = "john is configured as primary but is in recovery; no server takes writes, and none will by itself: ";
        assertEquals(nobody + "no server has more WAL than john (Promote again… on its card).", headless.verdict().sentence());
        Diagnosis ahead = new Scene().look(0, "john master detached tli=2 at=0/5000000\npaul replica detached tli=2 at=0/5000100\ngeorge replica detached tli=1 at=0/6000000");
        assertEquals(nobody + "paul has most WAL (Promote only… on its card).", ahead.verdict().sentence());
        Diagnosis other = new Scene().look(0, "john master detached tli=2\npaul replica detached tli=3 system=42");
        assertEquals(nobody + "no server has more WAL than john (Promote again… on its card).", other.verdict().sentence());
    }

    @Test
    void scenario14_syncStandbyGone() {
        Diagnosis d = scene.verify(0, """
                john   master  primary write=ok sync=paul waiting=4
                paul   replica silent
                george replica streaming age=0.1
                """);
        is("SyncStalled", d);
        assertFalse(d.verdict().automationMayAct());
        assertEquals(ClusterStatus.WARNING, d.clusterStatus());

        is("PrimaryOK", new Scene().verify(0, "john master primary write=ok sync=paul waiting=1 syncstream=paul\npaul replica streaming age=0.1"));
    }

    @Test
    void noWritesAndNoPrimary() {
        is("PrimaryNotWriting", scene.verify(0, WELL.replace("write=ok", "write=disk_full")));
        is("NoPrimaryConfigured", new Scene().look(0, "john replica streaming\npaul replica streaming"));
        is("SplitBrain", new Scene().look(0, "john master primary\npaul master primary"));
        is("NoPrimaryConfigured", new Scene().look(0, "john master primary\npaul master streaming"));
    }

    @Test
    void theTablesPrintThemselves() {
        String tables = Diagnoses.tables();
        for (String code : List.of("PrimaryUnseenByConsole", "SplitBrain", "StandbyForked", "PrimaryHung", "ProxyMisrouted")) {
            assertTrue(tables.contains("| " + code + " |"), code);
        }
    }
}
