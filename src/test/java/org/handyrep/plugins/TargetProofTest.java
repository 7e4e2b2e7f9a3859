package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.PathSanity;
import org.handyrep.plugin.cloning.PlaceSeen;
import org.handyrep.plugin.cloning.TargetProof;
import org.handyrep.plugin.cloning.TargetProof.Contents;
import org.junit.jupiter.api.Test;

/// What may be cloned over, told from values.
class TargetProofTest {

    private static final String DATA = "/srv/pg/data";
    private static final ServerState SILENT = new ServerState.NotPolled("disabled");

    private final Server target = new Server("george", "h", 5432, Role.REPLICA, false, 999, 1000, Map.of("pgdata", DATA));

    private static CloneJob job(String... tablespaces) {
        List<CloneJob.Tablespace> all = new java.util.ArrayList<>();
        for (String path : tablespaces) {
            all.add(new CloneJob.Tablespace("16384", path, path, 0));
        }
        return new CloneJob("george", "john", "john", 150000, DATA, "/other", Optional.empty(), all, 0, "t");
    }

    private static PlaceSeen place(String path, String... entries) {
        return new PlaceSeen(path, true, "", path, true, "1:2", List.of(entries), List.of(), PlaceSeen.Left.NOTHING, new PlaceSeen.Space("1", 1000, 0), false);
    }

    private static PlaceSeen left(PlaceSeen place, PlaceSeen.Left left) {
        return new PlaceSeen(
                place.path(), place.exists(), place.other(), place.real(), place.mine(), place.identity(), place.entries(), place.strange(), left, place.space(), place.mounted());
    }

    private static HostSeen withoutDatabase(PlaceSeen... places) {
        return new HostSeen("postgres", "/h", "boot", List.of(places), "", Optional.empty(), "", "", Optional.empty(), Map.of());
    }

    private static HostSeen seen(String system, String state, String running, PlaceSeen... places) {
        return new HostSeen(
                "postgres", "/var/lib/postgresql", "boot", List.of(places), "15", Optional.of(new ControlData(system, 1300, state, new Lsn(1), new Lsn(1), 1)),
                "0102030405060708", running, Optional.empty(), Map.of());
    }

    private String unfit(HostSeen seen, CloneJob job, boolean reclone) {
        return assertInstanceOf(TargetProof.Unfit.class, TargetProof.of(target, SILENT, seen, Optional.empty(), job, "7", reclone)).reason();
    }

    private Contents fit(HostSeen seen) {
        return assertInstanceOf(TargetProof.Fit.class, TargetProof.of(target, SILENT, seen, Optional.empty(), job(), "7", true)).contents();
    }

    @Test
    void whatMayBeOverwritten() {
        assertEquals(Contents.REPLICA, fit(seen("7", "in archive recovery", "", place(DATA, "PG_VERSION"))));
        assertEquals(Contents.REPLICA, fit(seen("7", "in archive recovery", "pid 7", place(DATA, "PG_VERSION"))));
        assertEquals(Contents.OLD_PRIMARY, fit(seen("7", "in production", "", place(DATA, "PG_VERSION"))));
        assertEquals(Contents.EMPTY, fit(seen("7", "", "", place(DATA))));
    }

    @Test
    void theMarkOfACloneThatWasLeftBehindExcusesNothing() {
        PlaceSeen.Left left = new PlaceSeen.Left("of long ago", false, false);
        PlaceSeen whole = left(place(DATA, "PG_VERSION", "base"), left);
        assertEquals(Contents.OLD_PRIMARY, fit(seen("7", "in production", "", whole)));
        assertEquals("0102030405060708", expected(seen("7", "in production", "", whole)).contents());
        assertTrue(unfit(seen("8", "shut down", "", whole), job(), true).contains("another cluster"));
        String kept = unfit(seen("7", "in production", "", whole), job(), false);
        assertTrue(kept.contains("only with reclone") && kept.contains("its end was not confirmed"), kept);
        assertEquals(Contents.HALF_DONE, fit(withoutDatabase(left(place(DATA, "base"), left))));
        assertEquals("marked", expected(withoutDatabase(left(place(DATA, "base"), left))).contents());
    }

    @Test
    void aPartOfADatabaseIsNotRemoved() {
        PlaceSeen.Left left = new PlaceSeen.Left("t", false, false);
        HostSeen torn = new HostSeen(
                "postgres", "/h", "boot", List.of(left(place(DATA, "PG_VERSION", "base"), left)), "15", Optional.empty(), "", "", Optional.empty(), Map.of());
        assertTrue(unfit(torn, job(), true).contains("first resume that operation"));
        HostSeen moving = withoutDatabase(left(place(DATA, "base"), new PlaceSeen.Left("t", false, true)));
        assertTrue(unfit(moving, job(), true).contains("handyrep_part"));
    }

    @Test
    void whatAnInterruptedCloneSetAsideIsGivenUpOnlyWithReclone() {
        HostSeen cleared = withoutDatabase(left(place(DATA, "handyrep_old"), new PlaceSeen.Left("t", true, false)));
        assertTrue(unfit(cleared, job(), false).contains("only with reclone"));
        assertEquals(Contents.HALF_DONE, fit(cleared));
        ServerState elsewhere = new ServerState.Rejecting(new ConnectionProblem(ConnectionProblem.Kind.OTHER, "57P03", "starting up"));
        TargetProof answers = TargetProof.of(target, elsewhere, cleared, Optional.empty(), job(), "7", true);
        assertTrue(assertInstanceOf(TargetProof.Unfit.class, answers).reason().contains("another data directory"));
    }

    private TargetProof.Expect expected(HostSeen seen) {
        return assertInstanceOf(TargetProof.Fit.class, TargetProof.of(target, SILENT, seen, Optional.empty(), job(), "7", true)).expect();
    }

    @Test
    void hazard41_whatMayNot() {
        assertTrue(unfit(seen("8", "shut down", "", place(DATA, "PG_VERSION")), job(), true).contains("another cluster"));
        assertTrue(unfit(seen("7", "in production", "pid 7", place(DATA, "PG_VERSION")), job(), true).contains("a primary runs"));
        assertTrue(unfit(seen("7", "shut down in recovery", "", place(DATA, "PG_VERSION")), job(), false).contains("only with reclone"));
        PlaceSeen link = new PlaceSeen(DATA, true, "", "/elsewhere", true, "1:2", List.of(), List.of(), PlaceSeen.Left.NOTHING, new PlaceSeen.Space("1", 0, 0), false);
        assertTrue(unfit(seen("7", "", "", link), job(), true).contains("symbolic link"));
        PlaceSeen foreign = new PlaceSeen(DATA, true, "", DATA, false, "1:2", List.of(), List.of(), PlaceSeen.Left.NOTHING, new PlaceSeen.Space("1", 0, 0), false);
        assertTrue(unfit(seen("7", "", "", foreign), job(), true).contains("does not belong to postgres"));
        HostSeen files = new HostSeen(
                "postgres", "/h", "boot", List.of(place(DATA, "photos")), "", Optional.empty(), "", "", Optional.empty(), Map.of());
        assertTrue(unfit(files, job(), true).contains("photos"));
    }

    @Test
    void hazard42_aTablespaceDirectoryOfOthersIsNotEmptied() {
        PlaceSeen data = place(DATA, "PG_VERSION");
        HostSeen unlinked = seen("7", "shut down in recovery", "", data, place("/srv/ts", "PG_15_202209061"));
        assertTrue(unfit(unlinked, job("/srv/ts"), true).contains("nothing in"));
        PlaceSeen shared = new PlaceSeen(
                "/srv/ts", true, "", "/srv/ts", true, "1:3", List.of("PG_15_202209061"), List.of("PG_14_202107181"), new PlaceSeen.Left("t", false, false),
                new PlaceSeen.Space("1", 1000, 0), false);
        HostSeen linked = new HostSeen(
                "postgres", "/h", "boot", List.of(data, shared), "15", unlinked.control(), "01", "", Optional.empty(), Map.of("16384", "/srv/ts"));
        assertTrue(unfit(linked, job("/srv/ts"), true).contains("PG_14_202107181"));
        PlaceSeen ofTheClone = left(place("/srv/ts", "PG_15_202209061"), new PlaceSeen.Left("t", false, false));
        HostSeen begun = withoutDatabase(left(place(DATA, "handyrep_old"), ofTheClone.left()), ofTheClone);
        assertInstanceOf(TargetProof.Fit.class, TargetProof.of(target, SILENT, begun, Optional.empty(), job("/srv/ts"), "7", true));
        HostSeen ofAnother = withoutDatabase(place(DATA), ofTheClone);
        assertTrue(unfit(ofAnother, job("/srv/ts"), true).contains("nothing in"));
    }

    @Test
    void theSourcesOwnDirectoryIsNoTarget() {
        HostSeen same = seen("7", "in archive recovery", "", place(DATA, "PG_VERSION"));
        TargetProof proof = TargetProof.of(target, SILENT, same, Optional.of(same), job(), "7", true);
        assertTrue(assertInstanceOf(TargetProof.Unfit.class, proof).reason().contains("of the server that is copied"));
    }

    @Test
    void pathsThatAreNever() {
        for (String path : List.of("", " ", "/", "data", "/srv/../etc", "/srv//pg", "/srv/pg/", "/etc/pg", "/proc/1", "/home/anna", "/var/lib/postgresql", "/a\nb")) {
            assertTrue(PathSanity.obstacle(path).isPresent(), path);
        }
        for (String path : List.of("/srv/pg/data", "/var/lib/postgresql/17/main", "/home/anna/pg", "/pgdata", "/mnt/disk/pg")) {
            assertEquals(Optional.empty(), PathSanity.obstacle(path));
        }
    }
}
