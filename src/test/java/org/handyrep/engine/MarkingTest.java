package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.plugin.CommandResult;
import org.handyrep.remote.LocalShell;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;

/// Nobody marks a server that runs: it would come up as a replica at its next restart.
class MarkingTest {

    @Test
    void onlyAStoppedServerIsMarkedOrUnmarked() {
        try (PostgresCluster cluster = PostgresCluster.start(0)) {
            LocalPostgres john = cluster.primary();
            Path data = john.settings().data();
            Path mark = data.resolve("standby.signal");
            LocalShell shell = new LocalShell("owner", "owner");

            CommandResult refused = shell.run(NodeScripts.mark(data.toString(), ""));
            assertEquals(5, assertInstanceOf(CommandResult.Exited.class, refused).status(), refused::describe);
            assertTrue(refused.describe().contains("PostgreSQL runs in"), refused::describe);
            assertFalse(Files.exists(mark));

            john.stop("fast");
            CommandResult marked = shell.run(NodeScripts.mark(data.toString(), ""));
            assertTrue(marked.ok(), marked::describe);
            assertTrue(Files.exists(mark));

            john.start();
            assertTrue(shell.run(NodeScripts.unmark(data.toString(), mark.getFileName().toString())).ok());
            assertTrue(Files.exists(mark), "the replica that it is now would be a primary after its next start");
            john.stop("fast");
            assertTrue(shell.run(NodeScripts.unmark(data.toString(), mark.getFileName().toString())).ok());
            assertFalse(Files.exists(mark));
        }
    }
}
