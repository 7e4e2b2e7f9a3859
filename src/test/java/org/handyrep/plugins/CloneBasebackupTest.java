package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloning.CloneBasebackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.demo.OsUser;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.plugin.cloning.Watch;
import org.handyrep.testing.Patience;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is seen of a pg_basebackup whose source does not answer this console. A script in its place says what that says, and goes on when it is told.
class CloneBasebackupTest {

    private static final int IDLE = 5;
    private static final String SCRIPT =
            """
            #!/bin/sh
            step() { until test -e "$PWD/../$1"; do sleep 0.1; done; }
            echo '  1024/10240 kB (10%), 0/1 tablespace' >&2
            step copied
            printf ' 10240/10240 kB (100%%), 1/1 tablespace\\r' >&2
            echo 'pg_basebackup: syncing data to disk ...' >&2
            step synced
            echo 'pg_basebackup: base backup completed' >&2
            """;

    private final SshHost host = SshHost.open();
    private final RealTools tools = new RealTools(host);
    private final Path data = host.directory().resolve("data");
    private final AtomicReference<Progress> seen = new AtomicReference<>(Progress.of(""));
    private final CloneBasebackup plugin = new CloneBasebackup();

    @BeforeEach
    void bind() throws IOException {
        plugin.bind(tools);
        OsUser.forPostgres().createDirectory(data.resolve("handyrep_new"));
        Path script = Files.writeString(host.directory().resolve("pg_basebackup"), SCRIPT);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        tools.set("clone_basebackup", "basebackup_path", script.toString()).set("clone_basebackup", "idle_timeout", String.valueOf(IDLE));
    }

    @AfterEach
    void close() {
        tools.close();
        host.close();
    }

    private CompletableFuture<Outcome> begun() {
        Server george = new Server("george", host.host(), 1, Role.REPLICA, true, 1, 1, tools.behindDoor(Map.of("pgdata", data.toString())));
        Server silent = new Server("john", host.host(), LoopbackAddress.freePort(host.host()), Role.MASTER, true, 1, 1, Map.of());
        CloneJob job = new CloneJob("george", "john", "john", 180000, data.toString(), "/other", Optional.empty(), List.of(), 0, "t");
        return CompletableFuture.supplyAsync(() -> plugin.copy(job, george, silent, new Watch() {
            @Override
            public void tell(Progress progress) {
                seen.set(progress);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        }), Thread::startVirtualThread);
    }

    private void awaitSeen(String what, Predicate<Progress> wanted) {
        await(what).atMost(Patience.LIMIT).until(() -> wanted.test(seen.get()));
    }

    private void goOn(String step) throws IOException {
        Files.createFile(data.resolve(step));
    }

    @Test
    void itsOwnWordCountsAndTheDiskMayTakeItsTime() throws Exception {
        CompletableFuture<Outcome> copied = begun();
        awaitSeen("its own word", p -> p.done() == 1024 * 1024 && p.total() == 10240 * 1024 && p.phase().equals("copying files"));
        goOn("copied");
        awaitSeen("the end", p -> p.phase().equals("syncing data to disk") && p.done() == 10240 * 1024);
        long since = System.nanoTime();
        await("longer than it may stand still").atMost(Patience.LIMIT)
                .until(() -> copied.isDone() || System.nanoTime() - since > Duration.ofSeconds(IDLE + 2).toNanos());
        assertFalse(copied.isDone(), () -> copied.join().details());
        goOn("synced");
        assertTrue(copied.join().succeeded(), () -> copied.join().details());
    }

    @Test
    void whoStandsStillWhileItCopiesIsGivenUp() {
        Outcome outcome = begun().join();
        assertFalse(outcome.succeeded());
        assertTrue(outcome.details().matches("pg_basebackup on george: nothing has moved for [0-9]+ s"), outcome::details);
    }
}
