package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.cloning.Watch;
import org.handyrep.remote.LocalShell;
import org.handyrep.testing.MemoryDirectory;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said to be saved is: the original is rewound or removed afterwards.
class EvidenceFolderTest {

    private static final int SEGMENT = 16 * 1024 * 1024;

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void aFileThatTheServerHasRemovedIsNotSaidToBeSaved() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(0)) {
            LocalPostgres john = cluster.server("john");
            Lsn from = Lsn.parse(PostgresCluster.query(john, "SELECT pg_current_wal_insert_lsn()"));
            for (int file = 0; file < 2; file++) {
                john.execute("CREATE TABLE t" + file + " AS SELECT 1 AS n");
                john.execute("SELECT pg_switch_wal()");
            }
            john.execute("CREATE TABLE last AS SELECT 1 AS n");
            Lsn end = Lsn.parse(PostgresCluster.query(john, "SELECT pg_current_wal_insert_lsn()"));
            john.kill9();
            Server server = new Server("john", "here", 0, Role.MASTER, true, 1, 1, Map.of("pgdata", john.settings().data().toString()));
            Path wal = john.settings().data().resolve("pg_wal");
            WalDisk disk = new WalDisk(new LocalShell("me", "me"), server, 1, SEGMENT);
            String second = disk.name(new Lsn(from.value() + SEGMENT));

            Outcome whole = saved(server, "whole", from, end);
            assertTrue(whole.details().contains("with 3 WAL files"), whole.details());
            assertFalse(whole.details().contains("but"), whole.details());
            assertArrayEquals(Files.readAllBytes(wal.resolve(second)), Files.readAllBytes(directory.resolve("whole").resolve(second)));

            Files.delete(wal.resolve(second));
            Outcome partly = saved(server, "partly", from, end);
            assertTrue(partly.details().contains("with 2 WAL files") && partly.details().endsWith("but for 1 file that john does not have: " + second), partly.details());
            assertTrue(Files.readString(directory.resolve("partly/evidence.txt")).contains("beside this one, but for 1 file that john does not have: " + second));
            assertFalse(Files.exists(directory.resolve("partly").resolve(second)));
            assertEquals(3, Files.list(directory.resolve("partly")).count(), "two files of WAL and the text");
        }
    }

    private Outcome saved(Server server, String folder, Lsn from, Lsn end) {
        Deed.SaveEvidence wanted = new Deed.SaveEvidence("john", directory.resolve(folder).toString(), 18, 1, List.of(), SEGMENT, from, end);
        Outcome outcome = new EvidenceFolder(directory, Clock.systemUTC()).save(wanted, server, new LocalShell("me", "me"), Watch.NOBODY);
        assertTrue(outcome.succeeded(), outcome.details());
        return outcome;
    }
}
