package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloning.CloneRsync;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.Copying;
import org.handyrep.plugin.cloning.FileCopy;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.plugin.cloning.Watch;
import org.handyrep.testing.FakeTools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy of files under a backup, without the copying.
class FileCopyTest {

    private final FakeTools tools = new FakeTools();
    private final Server john = TestServers.master("john", Map.of());
    private final Server george = TestServers.replica("george", 1, Map.of("pgdata", "/data"));

    private static CloneJob job(CloneJob.Tablespace... tablespaces) {
        return new CloneJob("george", "john", "john", 90600, "/data", "/other", Optional.empty(), List.of(tablespaces), 0, "t");
    }

    /// Moves nothing, at once.
    private static final class Still extends FileCopy {
        @Override
        protected Mover mover(CloneJob job, Server target, Server source) {
            return new Mover() {
                @Override
                public Outcome data(Copying copying) {
                    return Outcome.success("");
                }

                @Override
                public Outcome tablespace(Copying copying, CloneJob.Tablespace tablespace) {
                    return Outcome.success("");
                }

                @Override
                public Outcome control(Copying copying) {
                    return Outcome.success("");
                }

                @Override
                public Outcome wal(Copying copying, String first, String last) {
                    return Outcome.success("");
                }
            };
        }

        @Override
        public Outcome test(Server server) {
            return Outcome.success("");
        }
    }

    /// A checkpoint takes long at its begin, and an archive that takes nothing lets a server before PostgreSQL 15 wait at its end.
    @ParameterizedTest
    @ValueSource(strings = {"pg_start_backup", "pg_stop_backup"})
    void aCancelEndsTheSessionThatTheServerKeepsWaiting(String slow) {
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        tools.sql = (server, statement) -> {
            if (statement.contains(slow)) {
                cancelled.set(true);
                return waited(ended);
            }
            if (statement.contains("pg_terminate_backend")) {
                ended.countDown();
            }
            if (statement.contains("pg_tablespace")) {
                return FakeTools.failed(ConnectionProblem.Kind.OTHER, "how large it is does not matter");
            }
            return new SqlResult.Rows(List.of(FakeTools.row("pid", "42", "bytes", "16777216", "at", "0/1", "lsn", "0/1", "labelfile", "")));
        };
        Still copy = new Still();
        copy.bind(tools);
        Outcome outcome = copy.copy(job(), george, john, new Watch() {
            @Override
            public void tell(Progress progress) {}

            @Override
            public boolean cancelled() {
                return cancelled.get();
            }
        });
        assertFalse(outcome.succeeded());
        assertTrue(outcome.details().contains("cancelled"), outcome::details);
        assertEquals(0, ended.getCount(), "the server was told");
        assertTrue(tools.statements.getLast().contains("pg_drop_replication_slot") || slow.equals("pg_start_backup"), tools.statements::toString);
    }

    private static SqlResult waited(CountDownLatch ended) {
        try {
            var unused = ended.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return FakeTools.failed(ConnectionProblem.Kind.OTHER, "terminating connection due to administrator command");
    }

    @Test
    void anRsyncServerIsRefusedForTablespacesBeforeAnythingIsTouched() {
        tools.set("clone_rsync", "use_ssh", "False");
        CloneRsync rsync = new CloneRsync();
        rsync.bind(tools);
        assertEquals(Optional.empty(), rsync.obstacle(job()));
        assertTrue(rsync.obstacle(job(new CloneJob.Tablespace("16384", "/fast", "/fast", 0))).orElseThrow().contains("use_ssh"));
        tools.sql = (server, statement) -> new SqlResult.Rows(List.of(
                FakeTools.row("version", "150000", "directory", "/data", "oid", "16384", "location", "/fast", "size", "1", "system", "7", "recovering", "f", "senders", "9", "slots", "9")));
        Outcome outcome = rsync.run(george, john, true);
        assertTrue(outcome.details().contains("use_ssh"), outcome::details);
        assertEquals(List.of(), tools.commands);
        tools.set("clone_rsync", "use_ssh", "True");
        assertEquals(Optional.empty(), rsync.obstacle(job(new CloneJob.Tablespace("16384", "/fast", "/fast", 0))));
    }
}
