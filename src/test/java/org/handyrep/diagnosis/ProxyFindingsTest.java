package org.handyrep.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ServerStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyFindingsTest {

    private static final String WELL = "john master primary write=ok\npaul replica streaming age=0.1\n";

    private final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "answers writes=orders:john reads=orders-ro:paul! clients=12   | ''                     | HEALTHY     | sends writes to john, reads to paul, 12 clients",
        "answers writes=orders:john clients=1                          | ''                     | HEALTHY     | sends writes to john, 1 client",
        "answers clients=0                                             | ''                     | HEALTHY     | answers, 0 clients",
        "silent problem=connection_refused                             | ProxyDown              | UNAVAILABLE | pgb1 does not answer: connection refused. Start it on pgb1.local, or disable it here.",
        "answers writes=orders:paul! clients=12                        | ProxyMisrouted         | WARNING     | pgb1 sends writes of orders to paul, which is read-only, but john is the primary: move its connections to the primary.",
        "answers writes=orders:john! clients=12                        | ProxyMisrouted         | WARNING     | pgb1 sends writes of orders to john, which is read-only: no write gets through.",
        "answers writes=orders:paul,stats:john clients=12              | ProxyMisrouted         | WARNING     | pgb1 sends writes of orders to paul, but john is the primary: move its connections to the primary.",
        "answers writes=a:?,b:?,c:paul clients=12                      | ProxyMisrouted         | WARNING     | pgb1 sends writes of a and b to an unknown server (10.9.9.9:5432) and of c to paul, but john is the primary: move its connections to the primary.",
        "answers writes=orders:- clients=12                            | ProxyReachesNobody     | WARNING     | pgb1 gives no session on a known server for orders: server login has been failing.",
        "answers writes=orders:john clients=12 waiting=9 paused=1      | ProxyPaused            | WARNING     | 'pgb1 is paused and 9 clients wait: unless an operation runs, RESUME in its console lets them go on.'",
        "answers writes=orders:john reads=orders-ro:john clients=12    | ProxyReadOnlyOnPrimary | WARNING     | pgb1 sends reads of orders-ro to the primary john although paul works: write its configuration anew.",
        "answers writes=orders:john                                    | ProxyConsoleClosed     | WARNING     | 'pgb1 works, but its console lets nobody in from here, so a switchover cannot make its clients wait: add the console''s user to admin_users.'",
        "answers clients=2 problem=its_file_is_not_ours                | ProxyTroubled          | WARNING     | 'pgb1 works, but its file is not ours.'",
    })
    void eachRow(String line, String code, ServerStatus status, String sentence) {
        Diagnosis d = scene.verify(0, WELL + "pgb1 pgbouncer " + line);

        assertEquals("PrimaryOK", d.verdict().code());
        assertEquals(code.isEmpty() ? List.of() : List.of(code), d.findings().stream().map(Finding::code).toList());
        assertEquals(status, d.status("pgb1").status());
        assertEquals(sentence, d.status("pgb1").message());
        assertEquals(status == ServerStatus.HEALTHY ? ClusterStatus.HEALTHY : ClusterStatus.WARNING, d.clusterStatus());
    }

    @Test
    void aMisroutedProxyIsCriticalAndSaysEachName() {
        Diagnosis d = scene.verify(0, WELL + "pgb1 pgbouncer answers writes=orders:paul,stats:john clients=3 waiting=1");

        Finding finding = d.findings().getFirst();
        assertEquals(Severity.CRITICAL, finding.severity());
        assertTrue(finding.evidence().contains("a session for orders ends on paul, which takes writes"), finding.evidence().toString());
        assertTrue(d.clusterMessage().endsWith(finding.sentence()), d.clusterMessage());
    }

    @Test
    void readsMayGoToThePrimaryWhileNoReplicaWorks() {
        Diagnosis d = scene.verify(0, """
                john master primary write=ok
                paul replica silent host=down kind=REFUSED
                pgb1 pgbouncer answers writes=orders:john reads=orders-ro:john clients=1
                """);
        assertEquals(List.of("StandbyDown"), d.findings().stream().map(Finding::code).toList());
        assertEquals(ServerStatus.HEALTHY, d.status("pgb1").status());
    }

    @Test
    void oneDeadProxyIsAWarningAndAllOfThemCritical() {
        Diagnosis one = scene.verify(0, WELL + "pgb1 pgbouncer silent problem=gone\npgb2 pgbouncer answers writes=orders:john clients=1");
        assertEquals(Severity.WARNING, one.findings().getFirst().severity());
        assertEquals(ClusterStatus.WARNING, one.clusterStatus());

        Diagnosis all = scene.verify(5, WELL + "pgb1 pgbouncer silent problem=gone\npgb2 pgbouncer silent problem=gone");
        assertEquals("NoProxyAnswers", all.findings().getFirst().code());
        assertEquals(Severity.CRITICAL, all.findings().getFirst().severity());
        assertEquals(ClusterStatus.WARNING, all.clusterStatus(), "the cluster itself works");
    }

    @Test
    void whereAProxyIsDownOnPurposeNothingIsWrong() {
        Diagnosis d = scene.verify(0, WELL + "pgb1 pgbouncer silent\npgb2 pgbouncer answers writes=orders:john clients=1");
        assertEquals(List.of(), d.findings());
        assertEquals(ServerStatus.UNKNOWN, d.status("pgb1").status());
        assertEquals(ClusterStatus.HEALTHY, d.clusterStatus());
    }

    @Test
    void whatNobodyLooksAtIsUnknownAndADisabledProxyKeepsItsStatus() {
        scene.verify(0, WELL + "pgb1 pgbouncer silent problem=gone\npgb2 pgbouncer silent problem=gone");
        Diagnosis d = scene.verify(5, WELL + "pgb1 pgbouncer unasked\npgb2 pgbouncer unasked disabled=1");
        assertEquals(ServerStatus.UNKNOWN, d.status("pgb1").status());
        assertEquals("unasked", d.status("pgb1").message());
        assertEquals(ServerStatus.UNAVAILABLE, d.status("pgb2").status());
        assertEquals(ClusterStatus.HEALTHY, d.clusterStatus());
    }

    @Test
    void aProxyIsNoReasonForAnotherVerdict() {
        Diagnosis d = scene.verify(0, "john master silent kind=REFUSED host=down\npaul replica detached\n"
                + "pgb1 pgbouncer answers writes=orders:- clients=3 waiting=3");
        assertEquals("PrimaryProcessDown", d.verdict().code());
        assertEquals(ClusterStatus.DOWN, d.clusterStatus());
    }
}
