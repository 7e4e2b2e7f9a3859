package org.handyrep.engine.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.handyrep.demo.OsUser;
import org.handyrep.testing.TemporaryFiles;
import org.junit.jupiter.api.Test;

class RsyncCloneTest {

    /// As rsync did before 3.2.4.
    private static final String OLD_RSYNC = "#!/bin/sh\nRSYNC_OLD_ARGS=1 exec rsync \"$@\"\n";

    @Test
    void theShellOfTheSourceReadsNothingOfItsPath() throws Exception {
        Path root = Files.createTempDirectory(Path.of("/tmp"), "handyrep-places-").toRealPath();
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path from = root.resolve("a $space; of (two) words");
        Path to = root.resolve("mapped");
        OsUser.forPostgres().createDirectory(from);
        OsUser.forPostgres().createDirectory(to);
        Path rsync = Files.writeString(root.resolve("rsync"), OLD_RSYNC);
        Files.setPosixFilePermissions(rsync, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (CloneLab clones = CloneLab.open("clone_rsync", CloneLab.binaries("clone_rsync"), Map.of("tablespace_mapping", "\"" + from + "=" + to + "\""))) {
            clones.lab.cluster.editConf(conf -> conf.replace("[[clone_rsync]]\n", "[[clone_rsync]]\n rsync_path = " + rsync + "\n"));
            clones.lab.succeeds("reload_conf");
            clones.empty();
            clones.lab.server("paul").stop("fast");
            clones.lab.server("john").execute("CREATE TABLESPACE space LOCATION '" + from + "'");
            clones.lab.server("john").execute("CREATE TABLE spaced TABLESPACE space AS SELECT generate_series(1, 1000) AS id");
            clones.cloned();
            clones.assertReplica();
            assertEquals("1000", clones.lab.query("george", "SELECT count(*) FROM spaced"));
        } finally {
            TemporaryFiles.delete(root);
        }
    }

    @Test
    void hazard46_rsyncTakesDotFilesAndNoSlotsAndLeavesNothingOfTheFormerDatabase() throws Exception {
        try (CloneLab clones = CloneLab.open("clone_rsync")) {
            Path paul = clones.lab.server("paul").settings().data();
            Path george = clones.george().settings().data();
            Files.writeString(paul.resolve(".hidden"), "of the source");
            Files.setOwner(paul.resolve(".hidden"), Files.getOwner(paul));
            Files.writeString(george.resolve(".former"), "of the target");
            Files.writeString(george.resolve("former"), "of the target");
            OsUser.forPostgres().createDirectory(george.resolve("former.d"));
            clones.lab.query("paul", "SELECT pg_create_physical_replication_slot('of_paul', true)");

            clones.cloned("reclone", "True", "clonefrom", "paul");

            clones.assertReplica();
            assertEquals("of the source", Files.readString(george.resolve(".hidden")));
            for (String former : new String[] {".former", "former", "former.d"}) {
                assertFalse(Files.exists(george.resolve(former)), former);
            }
            assertEquals("0", clones.lab.query("george", "SELECT count(*) FROM pg_replication_slots"));
            assertEquals("of_paul", clones.lab.query("paul", "SELECT string_agg(slot_name, ' ') FROM pg_replication_slots"), "the backup's own slot is gone");
            assertTrue(clones.lab.cluster.commands().stream().noneMatch(c -> c.contains("StrictHostKeyChecking=no")), "host keys are checked");
        }
    }
}
