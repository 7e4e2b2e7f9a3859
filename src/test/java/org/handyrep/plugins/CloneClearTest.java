package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.HostLook;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.PlaceScripts;
import org.handyrep.plugin.cloning.PlaceSeen;
import org.handyrep.plugin.cloning.TargetProof.Expect;
import org.handyrep.remote.LocalShell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that empty the directories of a target and put back what was there, on real directories: no file of a database goes that nobody agreed to give up.
class CloneClearTest {

    private static final String FINGERPRINT = "0102030405060708";
    private static final String SEGMENT = "0000000100000000000000";

    @TempDir
    Path temporary;

    private Path data = Path.of("");
    private Path wal = Path.of("");
    private Path space = Path.of("");

    @BeforeEach
    void database() throws IOException {
        data = temporary.toRealPath().resolve("data");
        wal = temporary.toRealPath().resolve("wal");
        space = temporary.toRealPath().resolve("space");
        fill(data, "old");
        for (int i = 10; i < 50; i++) {
            write(wal.resolve(SEGMENT + i), "old");
        }
        write(wal.resolve("archive_status/" + SEGMENT + "10.done"), "");
        write(space.resolve("PG_15_202209061/1"), "old");
        Files.createSymbolicLink(data.resolve("pg_wal"), wal);
        Files.createDirectory(data.resolve("pg_tblspc"));
        Files.createSymbolicLink(data.resolve("pg_tblspc/16384"), space);
    }

    private static void fill(Path directory, String text) throws IOException {
        write(directory.resolve("PG_VERSION"), "15\n");
        write(directory.resolve("base/1"), text);
        write(directory.resolve("postgresql.conf"), "# " + text);
        write(directory.resolve("pg_hba.conf"), "# " + text);
        Files.createDirectories(directory.resolve("global"));
        Files.write(directory.resolve("global/pg_control"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private CloneJob job(String token) {
        return new CloneJob("george", "john", "john", 150000, data.toString(), "/other", Optional.empty(), List.of(), 0, token);
    }

    private CloneJob everywhere(String token) {
        List<CloneJob.Tablespace> spaces = List.of(new CloneJob.Tablespace("16384", "/space", space.toString(), 0));
        return new CloneJob("george", "john", "john", 150000, data.toString(), "/other", Optional.of(wal.toString()), spaces, 0, token);
    }

    private static CommandResult.Exited run(Command command) {
        String me = System.getProperty("user.name");
        return assertInstanceOf(CommandResult.Exited.class, new LocalShell(me, me).run(command));
    }

    private static void succeeds(Command command) {
        CommandResult.Exited result = run(command);
        assertEquals(0, result.status(), result::errors);
    }

    private static String refused(Command command) {
        CommandResult.Exited result = run(command);
        assertEquals(9, result.status(), result::output);
        return result.errors();
    }

    private static HostSeen seen(CloneJob job) {
        return HostLook.of(run(HostLook.quick(job))).orElseThrow();
    }

    private static Expect expect(CloneJob job, String contents) {
        return new Expect(contents, seen(job).places().stream().map(PlaceSeen::identity).toList());
    }

    private static Command clear(CloneJob job, String contents, boolean aside) {
        return PlaceScripts.clear(job, expect(job, contents), aside);
    }

    /// As a copy would leave it.
    private static void copied(CloneJob job) throws IOException {
        fill(Path.of(job.incoming()), "new");
        write(Path.of(job.incoming(), "backup_label"), "");
        if (!job.tablespaces().isEmpty()) {
            Files.createDirectory(Path.of(job.incoming(), "pg_tblspc"));
        }
    }

    private static String tree(Path directory) {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.filter(p -> !Files.isDirectory(p)).toList()) {
                files.put(directory.relativize(path).toString(), Files.readString(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.toString();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aDatabaseWhoseMarkWasLeftBehindIsNoHalfClone() throws IOException {
        write(data.resolve(CloneJob.MARKER), "of long ago\n\n");
        String before = tree(data);
        PlaceSeen place = seen(job("t")).data();
        assertEquals(new PlaceSeen.Left("of long ago", false, false), place.left());
        assertTrue(refused(clear(job("t"), "marked", true)).contains("holds a database"));
        assertTrue(refused(clear(job("t"), "empty", true)).contains("not empty"));
        Files.delete(data.resolve("PG_VERSION"));
        assertTrue(refused(clear(job("t"), "marked", true)).contains("holds a database"));
        assertEquals(before.replace("PG_VERSION=15\n, ", ""), tree(data));
    }

    @Test
    void whatAnEarlierCloneSetAsideIsNeverMixedWithWhatIsThereNow() throws IOException {
        write(data.resolve(CloneJob.MARKER), "of long ago\n\n");
        fill(data.resolve(CloneJob.OLD), "older");
        String before = tree(data);
        succeeds(clear(job("t"), FINGERPRINT, true));
        assertEquals(List.of("handyrep.clone", "handyrep_new", "handyrep_old"), names(data));
        copied(job("t"));
        succeeds(PlaceScripts.restore(job("t")));
        assertEquals(
                before.replace("handyrep.clone=of long ago\n\n, ", "").replace("handyrep_old/", "handyrep_old.1/"),
                tree(data));
        assertEquals("old", Files.readString(data.resolve("base/1")));

        succeeds(clear(job("u"), FINGERPRINT, true));
        copied(job("u"));
        succeeds(PlaceScripts.install(job("u"), true));
        succeeds(PlaceScripts.discard(job("u")));
        assertEquals(List.of("PG_VERSION", "backup_label", "base", "global", "pg_hba.conf", "postgresql.conf", "standby.signal"), names(data));
    }

    @Test
    void aStrayFolderForNewFilesIsNotTakenForAnEmptiedDirectory() throws IOException {
        write(data.resolve("handyrep_new/base/1"), "a copy of what the source had");
        succeeds(clear(job("t"), FINGERPRINT, true));
        assertEquals(List.of(), names(data.resolve("handyrep_new")));
        succeeds(PlaceScripts.restore(job("t")));
        assertEquals("old", Files.readString(data.resolve("base/1")));
    }

    @Test
    void whatTheSourceHasOfHandyRepIsNotInstalled() throws IOException {
        succeeds(clear(job("t"), FINGERPRINT, true));
        copied(job("t"));
        for (String left : List.of("handyrep.clone", "handyrep_old/base/1", "handyrep_old.1/base/1", "handyrep_new/base/1", "handyrep.journal/1.jsonl")) {
            write(data.resolve("handyrep_new").resolve(left), "of the source\n");
        }
        succeeds(PlaceScripts.install(job("t"), true));
        assertEquals("t", Files.readAllLines(data.resolve("handyrep.clone")).getFirst());
        assertEquals("old", Files.readString(data.resolve("handyrep_old/base/1")));
        succeeds(PlaceScripts.discard(job("t")));
        assertEquals(List.of("PG_VERSION", "backup_label", "base", "global", "pg_hba.conf", "postgresql.conf", "standby.signal"), names(data));
    }

    @Test
    void whatWasNotSetAsideYetIsNotRemovedWhenItIsTakenBack() throws IOException {
        String before = tree(data);
        succeeds(clear(job("t"), FINGERPRINT, true));
        // as if it had been interrupted between two files
        Files.delete(data.resolve("handyrep_new"));
        Files.move(data.resolve("handyrep_old"), data.resolve("handyrep_part"));
        Files.move(data.resolve("handyrep_part/base"), data.resolve("base"));
        assertTrue(refused(clear(job("u"), "marked", true)).contains("handyrep_part"));
        succeeds(PlaceScripts.restore(job("t")));
        assertEquals(before, tree(data));

        write(data.resolve(CloneJob.MARKER), "t\n\n");
        succeeds(PlaceScripts.restore(job("t")));
        assertEquals(before, tree(data), "it had marked the directory only");
    }

    @Test
    void puttingBackMayBeInterrupted() throws IOException {
        String before = tree(data);
        succeeds(clear(job("t"), FINGERPRINT, true));
        copied(job("t"));
        write(data.resolve("handyrep_old/lost+found/file"), "");
        write(data.resolve("lost+found/in the way"), "");
        assertTrue(refused(PlaceScripts.restore(job("t"))).contains("could not put everything back"));
        assertFalse(Files.exists(data.resolve("PG_VERSION")), "it cannot start before all is there");
        Files.delete(data.resolve("handyrep_part/lost+found/file"));
        Files.delete(data.resolve("handyrep_part/lost+found"));
        succeeds(PlaceScripts.restore(job("t")));
        Files.delete(data.resolve("lost+found/in the way"));
        assertEquals(before, tree(data));
    }

    @Test
    void aReplicaThatWasPromotedSinceIsNotTakenBack() throws IOException {
        succeeds(clear(job("t"), FINGERPRINT, true));
        copied(job("t"));
        succeeds(PlaceScripts.install(job("t"), true));
        Files.delete(data.resolve("backup_label"));
        Files.delete(data.resolve("standby.signal"));
        assertTrue(refused(PlaceScripts.restore(job("t"))).contains("was promoted"));
        assertEquals("new", Files.readString(data.resolve("base/1")));
        write(data.resolve("standby.signal"), "");
        succeeds(PlaceScripts.restore(job("t")));
        assertEquals("old", Files.readString(data.resolve("base/1")));
    }

    @Test
    void foreignFilesBehindManyOthersAreSeenAndStay() throws IOException {
        assertEquals(List.of(List.of(), List.of(), List.of()), seen(everywhere("t")).places().stream().map(PlaceSeen::strange).toList());
        for (Path folder : List.of(wal.resolve("dumps"), space.resolve("PG_14_202107181"))) {
            Path foreign = folder.resolve("file");
            Expect expect = expect(everywhere("t"), FINGERPRINT);
            write(foreign, "of somebody else");
            String before = tree(temporary);
            List<List<String>> strange = seen(everywhere("t")).places().stream().map(PlaceSeen::strange).toList();
            assertTrue(strange.contains(List.of(String.valueOf(folder.getFileName()))), strange::toString);
            for (boolean aside : List.of(true, false)) {
                assertTrue(refused(PlaceScripts.clear(everywhere("t"), expect, aside)).contains("not of this database"));
            }
            assertEquals(before, tree(temporary));
            Files.delete(foreign);
            Files.delete(folder);
        }
        String before = tree(temporary);
        succeeds(clear(everywhere("t"), FINGERPRINT, true));
        succeeds(PlaceScripts.restore(everywhere("t")));
        assertEquals(before, tree(temporary));
    }

    @Test
    void withoutRoomTheConfigurationIsKeptAllTheSame() throws IOException {
        succeeds(clear(everywhere("t"), FINGERPRINT, false));
        assertEquals("{pg_hba.conf=# old, postgresql.conf=# old}", tree(data.resolve("handyrep_old")));
        assertEquals(List.of("handyrep.clone", "handyrep_new", "handyrep_old"), names(wal));
        // a clone that failed leaves it to the next
        copied(everywhere("t"));
        succeeds(PlaceScripts.restore(everywhere("t")));
        assertEquals(List.of("handyrep.clone", "handyrep_old"), names(data));
        assertEquals(List.of(), names(wal));
        assertEquals(new PlaceSeen.Left("t", false, false), seen(everywhere("u")).data().left());
        succeeds(clear(everywhere("u"), "marked", false));
        copied(everywhere("u"));
        succeeds(PlaceScripts.install(everywhere("u"), true));
        assertEquals("# old", Files.readString(data.resolve("postgresql.conf")));
        assertEquals("# old", Files.readString(data.resolve("pg_hba.conf")));
        assertEquals("new", Files.readString(data.resolve("base/1")));
    }

    @Test
    void aHalfCloneGivesUpWhatItSetAsideOnlyWhenTheNextHasNoRoom() throws IOException {
        String before = tree(temporary);
        succeeds(clear(everywhere("t"), FINGERPRINT, true));
        write(data.resolve("base/1"), "half");
        assertEquals(new PlaceSeen.Left("t", true, false), seen(everywhere("u")).data().left());
        succeeds(clear(everywhere("u"), "marked", true));
        succeeds(PlaceScripts.restore(everywhere("u")));
        assertEquals(before, tree(temporary));

        succeeds(clear(everywhere("t"), FINGERPRINT, true));
        succeeds(clear(everywhere("u"), "marked", false));
        assertEquals("{pg_hba.conf=# old, postgresql.conf=# old}", tree(data.resolve("handyrep_old")));
        assertEquals(List.of(), names(wal.resolve("handyrep_old")));
    }

    @Test
    void whatARejoinKeptGoesWithTheDatabaseItWasOf() throws IOException {
        Path kept = data.resolveSibling("handyrep-rejoin-george");
        write(kept.resolve("state"), "failed\n");
        List<Path> others = new ArrayList<>(List.of(data.resolveSibling("handyrep-rejoin-paul/state"), data.resolveSibling("handyrep-rejoin-george2/state")));
        for (Path other : others) {
            write(other, "failed\n");
        }
        succeeds(clear(job("t"), FINGERPRINT, true));
        copied(job("t"));
        succeeds(PlaceScripts.restore(job("t")));
        assertTrue(Files.exists(kept), "the database that it is of is back");
        succeeds(clear(job("t"), FINGERPRINT, true));
        copied(job("t"));
        succeeds(PlaceScripts.install(job("t"), true));
        succeeds(PlaceScripts.discard(job("t")));
        assertFalse(Files.exists(kept));
        others.forEach(other -> assertTrue(Files.exists(other), other::toString));

        write(kept.resolve("a file of somebody"), "");
        write(data.resolve(CloneJob.MARKER), "t\n\n");
        succeeds(PlaceScripts.discard(job("t")));
        assertTrue(Files.exists(kept), "it has no state");
    }

    @Test
    void whatARejoinKeptGoesWhateverItsServerIsCalled() throws IOException {
        CloneJob job = job("t");
        CloneJob named = new CloneJob(
                "my george/2", job.source(), job.upstream(), job.version(), job.directory(), job.from(), job.wal(), job.tablespaces(), 0, job.token());
        Path kept = data.resolveSibling("handyrep-rejoin-my_george_2");
        write(kept.resolve("state"), "failed\n");
        write(data.resolve(CloneJob.MARKER), "t\n\n");
        succeeds(PlaceScripts.discard(named));
        assertFalse(Files.exists(kept));
    }

    @Test
    void theMarkOfAnotherCloneIsToldWhenTheOldIsToGo() throws IOException {
        succeeds(PlaceScripts.discard(job("t")));
        write(data.resolve(CloneJob.MARKER), "u\n\n");
        write(data.resolve("handyrep_old/base/1"), "older");
        assertTrue(refused(PlaceScripts.discard(job("t"))).contains("another clone"));
        assertTrue(Files.exists(data.resolve("handyrep_old/base/1")));
    }
}
