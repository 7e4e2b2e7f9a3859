package org.handyrep.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ServerStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaFindingsTest {

    private static final String PRIMARY = "john master primary write=ok at=0/6000000 tli=2 history=1_0/5000000_no\n";

    private final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({
        "streaming tli=2 at=0/6000000 age=0.1,                        '',                 HEALTHY",
        "silent host=down kind=REFUSED,                               StandbyDown,        DOWN",
        "silent host=timed_out,                                       StandbyUnreachable, UNAVAILABLE",
        "rejecting kind=STARTING_UP,                                  StandbyRejecting,   WARNING",
        "streaming tli=2 system=42,                                   OtherSystem,        UNAVAILABLE",
        "waiting tli=1 at=0/5000100,                                  StandbyForked,      UNAVAILABLE",
        "streaming tli=3 at=0/6000000,                                StandbyForked,      UNAVAILABLE",
        "streaming tli=2 at=0/6000000 history=1_0/4FFFF00_no,         StandbyForked,      UNAVAILABLE",
        "detached tli=1 at=0/4000000,                                 StandbyDetached,    UNAVAILABLE",
        "waiting tli=2 at=0/6000000,                                  StandbyDetached,    UNAVAILABLE",
        "streaming tli=2 at=0/6000000 paused=1,                       ReplayPaused,       WARNING",
        "streaming tli=2 at=0/6000000 max_connections=50,             ParamsTooSmall,     WARNING",
        "streaming tli=2 at=0/6000000 lag=101,                        StandbyLagging,     LAGGED",
        "streaming tli=2 at=0/6000000 lag=99,                         '',                 HEALTHY",
        "hidden tli=2 at=0/6000000,                                   ReplicationHidden,  WARNING",
        "streaming tli=2 at=0/6000000 host=unclear,                   NoControl,          WARNING",
        "streaming tli=2 at=0/6000000 poll=refused,                   PollMethodFails,    WARNING",
    })
    void eachRow(String line, String code, ServerStatus status) {
        Diagnosis d = scene.verify(0, PRIMARY + "paul replica " + line);

        assertEquals("PrimaryOK", d.verdict().code());
        assertEquals(code.isEmpty() ? List.of() : List.of(code), d.findings().stream().map(Finding::code).toList());
        assertEquals(status, d.status("paul").status());
        boolean well = status == ServerStatus.HEALTHY || status == ServerStatus.LAGGED;
        assertEquals(well ? ClusterStatus.HEALTHY : ClusterStatus.WARNING, d.clusterStatus());
        assertTrue(d.findings().stream().allMatch(f -> f.sentence().contains("paul")), d.findings().toString());
    }

    @Test
    void scenario01_laggingReplicaIsLaggedAndNothingWorse() {
        Diagnosis d = scene.verify(0, PRIMARY + "paul replica streaming tli=2 age=0.1 lag=2048.5");

        assertEquals("paul lags and is 2048.5 MB behind; its limit is 100 MB.", d.status("paul").message());
        assertEquals(ClusterStatus.HEALTHY, d.clusterStatus());
    }

    @Test
    void scenario09_aPollDoesNotMakeADetachedReplicaHealthy() {
        scene.verify(0, PRIMARY + "paul replica detached tli=2 poll=ok");
        Diagnosis d = scene.look(5, PRIMARY + "paul replica detached tli=2 poll=ok");

        assertEquals(ServerStatus.UNAVAILABLE, d.status("paul").status());
        assertEquals(Scene.START, d.status("paul").since());
        assertTrue(d.verdict().sentence().endsWith("its replica paul is not ready to take over."), d.verdict().sentence());
    }

    @Test
    void scenario10_positionIsTheGreaterOfReceivedAndReplayed() {
        Diagnosis d = scene.look(0, PRIMARY + "paul replica waiting tli=1 at=0/4000000 replayed=0/5000100");

        assertEquals("StandbyForked", d.findings().getFirst().code());
    }

    @Test
    void scenario12_aheadAfterWrongPromotionIsForked() {
        Finding forked = scene.look(0, PRIMARY + "paul replica waiting tli=1 at=0/5000100").findings().getFirst();

        assertEquals(Severity.CRITICAL, forked.severity());
        assertEquals(
                "paul has left the history of john: it holds WAL up to 0/5000100 of timeline 1, which john left at 0/5000000."
                        + " Rejoin it (Rejoin… on its card), or clone it again.",
                forked.sentence());
    }

    @Test
    void sinceIsKeptWhileTheStatusDoesNotChange() {
        scene.look(0, PRIMARY + "paul replica streaming tli=2 age=0.1");
        Diagnosis same = scene.look(5, PRIMARY + "paul replica streaming tli=2 age=0.1");
        assertEquals(Scene.START, same.status("paul").since());

        Diagnosis changed = scene.look(10, PRIMARY + "paul replica silent");
        assertEquals(Scene.START.plusSeconds(10), changed.status("paul").since());
    }

    @Test
    void disabledServersKeepTheirLastStatusAndOthersAreUnknown() {
        scene.look(0, PRIMARY + "paul replica silent host=down\npgb1 pgbouncer proxy");
        Diagnosis d = scene.look(5, PRIMARY + "paul replica streaming disabled=1 tli=2\npgb1 pgbouncer proxy");

        assertEquals(ServerStatus.DOWN, d.status("paul").status());
        assertEquals(ServerStatus.UNKNOWN, d.status("pgb1").status());
        assertEquals("NoReplica", d.findings().getFirst().code());
        assertNotEquals(ClusterStatus.HEALTHY, d.clusterStatus());
    }

    @Test
    void whatIsSaidOfADisabledServerIsNotTakenForNew() {
        scene.look(0, PRIMARY + "paul replica silent host=down\ngeorge replica streaming tli=2");
        String gone = PRIMARY + "paul replica silent host=down disabled=1\ngeorge replica streaming tli=2";
        Diagnosis d = scene.look(5, gone);
        assertEquals("When it was taken out: " + d.status("paul").message(), d.about(Scene.server("paul", "replica", false)));
        assertEquals(d.status("paul").message(), d.about(Scene.server("paul", "replica", true)));
        assertEquals("not checked yet", d.about(Scene.server("nobody", "replica", false)));

        Diagnosis back = scene.look(10, PRIMARY + "paul replica detached tli=1 at=0/4000000 disabled=1\ngeorge replica streaming tli=2");
        assertEquals("paul is back as a replica of nobody. It has nothing that john does not have. Rejoin it (Rejoin… on its card), or clone it again.",
                back.about(Scene.server("paul", "replica", false)));
    }

    @Test
    void lostSlotIsCritical() {
        Diagnosis d = scene.look(0, PRIMARY.replace("at=", "slot=lost at=") + "paul replica streaming tli=2 age=0.1");

        assertEquals("SlotLost", d.findings().getFirst().code());
        assertEquals(Severity.CRITICAL, d.findings().getFirst().severity());
    }
}
