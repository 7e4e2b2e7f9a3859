package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.handyrep.engine.Operation;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.cloning.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A clone whose console was cut off while it copied: with its session goes the slot that keeps WAL, and the lock, so that it stops when the copy is there. Its server
/// may know of that only much later.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptWalTest {

    private static final String SLOT = "pg_replication_slots WHERE slot_name = 'handyrep_clone_george'";

    private final CloneLab clones = CloneLab.open("clone_tar");

    @AfterAll
    void close() {
        clones.close();
    }

    @Test
    void whereTheWalIsGoneTheCopyIsRefusedBeforeItIsMadeAReplica() throws Exception {
        keep("0");
        String id = copiedWithoutItsSlot();
        goOn();
        goOn();
        Operation ended = resumed(id);
        assertEquals(Operation.State.ROLLED_BACK, ended.state(), ended::toString);
        assertTrue(ended.summary().matches("(?s).*john lost the slot meanwhile, and its WAL from file [0-9A-F]{16} to before file [0-9A-F]{16} is gone.*clone it again.*"),
                ended::summary);
        assertFalse(Files.exists(clones.george().settings().data().resolve("PG_VERSION")), "nothing was put in its place");
    }

    @Test
    void whereTheWalIsStillThereTheCopyBecomesAReplica() throws Exception {
        keep("1GB");
        String id = copiedWithoutItsSlot();
        goOn();
        goOn();
        Operation ended = resumed(id);
        assertEquals(Operation.State.SUCCEEDED, ended.state(), ended::toString);
        assertTrue(ended.toString().contains("john lost the slot meanwhile, but still has the WAL"), ended::toString);
        clones.assertReplica();
    }

    @Test
    void aSessionThatAConsoleLeftBehindDoesNotKeepTheNextCloneFromItsBackup() throws Exception {
        try (Connection copying = left("handyrep_copy_george"); Connection holding = left("handyrep_clone_george")) {
            clones.cloned("reclone", "True");
            clones.assertReplica();
            for (Connection stale : List.of(copying, holding)) {
                assertFalse(stale.isValid(10), "it was ended");
            }
        }
    }

    private Connection left(String slot) throws SQLException {
        Connection session = clones.lab.server("john").connect();
        try (Statement statement = session.createStatement()) {
            assertTrue(statement.execute("SELECT pg_create_physical_replication_slot('" + slot + "', true, true)"));
        }
        return session;
    }

    private void keep(String size) {
        clones.lab.server("john").execute("ALTER SYSTEM SET wal_keep_size = '" + size + "'");
        clones.lab.query("john", "SELECT pg_reload_conf()");
        await("it is so").atMost(Lab.SOON).until(() -> clones.lab.query("john", "SHOW wal_keep_size").equals(size));
    }

    /// Meanwhile it is said that the slot was lost, and there is another.
    private String copiedWithoutItsSlot() {
        clones.empty();
        clones.fill(1);
        String id = clones.begun(clones.plan(true, 2048), "Copy");
        await("bytes have come").atMost(Duration.ofSeconds(60)).until(() -> clones.lab.operation(id).progress().map(Progress::done).orElse(0L) > 0);
        String pid = clones.lab.query("john", "SELECT active_pid FROM " + SLOT);
        clones.lab.query("john", "SELECT pg_terminate_backend(" + pid + ")");
        await("it says so").atMost(Lab.SOON).until(() -> clones.lab.operation(id).progress().map(Progress::sentence).orElse("")
                .contains("john lost the slot that keeps WAL; it is taken again"));
        assertEquals("t", clones.lab.query("john", "SELECT restart_lsn IS NOT NULL AND active_pid <> " + pid + " FROM " + SLOT));
        Operation stopped = clones.lab.ended(id);
        assertEquals(Operation.State.INTERRUPTED, stopped.state(), stopped::toString);
        assertTrue(stopped.toString().contains("john lost the slot that keeps WAL; it is taken again"), stopped::toString);
        return id;
    }

    /// john writes, and throws away what nobody keeps; paul has it by then.
    private void goOn() {
        clones.lab.awaitCaughtUp("john", "paul");
        clones.lab.query("john", "SELECT pg_switch_wal()");
        clones.lab.awaitCaughtUp("john", "paul");
        clones.lab.server("john").execute("CHECKPOINT");
    }

    private Operation resumed(String id) {
        await("the slot is gone with the session").atMost(Lab.SOON).until(() -> clones.lab.query("john", "SELECT count(*) FROM " + SLOT).equals("0"));
        Outcome begun = clones.lab.engine.resume(Lab.ANNA, id);
        assertTrue(begun.succeeded(), begun::details);
        return clones.lab.ended(id);
    }
}
