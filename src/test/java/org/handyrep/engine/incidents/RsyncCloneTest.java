package org.handyrep.engine.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.handyrep.demo.OsUser;
import org.junit.jupiter.api.Test;

class RsyncCloneTest {

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
