package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import availability.CheckEtcdLease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.plugin.Console;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.FakeTools;
import org.handyrep.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real etcd.
class CheckEtcdLeaseTest {

    private static final int TTL = 4;

    @TempDir
    Path directory = Path.of("");

    private final FakeTools annas = new FakeTools();
    private final FakeTools bobs = new FakeTools();
    private final CheckEtcdLease anna = new CheckEtcdLease();
    private final CheckEtcdLease bob = new CheckEtcdLease();
    private @org.jspecify.annotations.Nullable Process etcd;

    @BeforeEach
    void start() throws Exception {
        Path program = Needs.tool("etcd");
        String client = "http://127.0.0.1:" + LoopbackAddress.freePort("127.0.0.1");
        String peer = "http://127.0.0.1:" + LoopbackAddress.freePort("127.0.0.1");
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(), "--name", "one", "--data-dir", directory.resolve("data").toString(),
                "--listen-client-urls", client, "--advertise-client-urls", client,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", "one=" + peer);
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
        etcd = builder.start();
        annas.console = new Console("anna@desk1", "aaaaaaaa");
        bobs.console = new Console("bob@desk1", "bbbbbbbb");
        annas.set("check_etcd_lease", "endpoints", client).set("check_etcd_lease", "ttl", String.valueOf(TTL));
        bobs.set("check_etcd_lease", "endpoints", client).set("check_etcd_lease", "ttl", String.valueOf(TTL));
        anna.bind(annas);
        bob.bind(bobs);
        await("etcd answers").atMost(Duration.ofSeconds(30)).until(() -> anna.test().succeeded());
    }

    @AfterEach
    void stop() throws Exception {
        signal("CONT");
        for (FakeTools tools : new FakeTools[] {annas, bobs}) {
            for (AutoCloseable kept : tools.kept.values()) {
                kept.close();
            }
        }
        if (etcd != null) {
            etcd.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private void signal(String name) throws Exception {
        if (etcd != null && etcd.isAlive()) {
            new ProcessBuilder("kill", "-" + name, String.valueOf(etcd.pid())).start().waitFor();
        }
    }

    private static void succeeds(Outcome outcome) {
        assertTrue(outcome.succeeded(), outcome::details);
    }

    @Test
    void oneHoldsTheLeaseUntilItFreesItOrIsSilent() throws Exception {
        succeeds(anna.run());
        succeeds(anna.run());
        Outcome other = bob.run();
        assertFalse(other.succeeded());
        assertEquals("anna@desk1", other.extra().get("holder"));
        assertTrue(other.details().startsWith("anna@desk1 is in charge since 20"), other::details);
        assertTrue(bob.test().details().contains("anna@desk1 is in charge"), bob.test()::details);
        assertTrue(anna.provesAlone());

        for (AutoCloseable kept : annas.kept.values()) {
            kept.close();
        }
        annas.kept.clear();
        succeeds(bob.run());
        assertFalse(anna.run().succeeded(), "revoked by its holder, and another's at once");

        long silent = System.nanoTime();
        await("bob's lease runs out").atMost(Duration.ofSeconds(30)).until(() -> anna.run().succeeded());
        assertTrue(System.nanoTime() - silent > Duration.ofSeconds(TTL - 1).toNanos(), "not before its time");
        assertFalse(bob.run().succeeded());
    }

    @Test
    void anEtcdThatHangsBlocksNobodyAndHalfOfTheTimeIsAllThatCounts() throws Exception {
        succeeds(anna.run());
        long renewed = System.nanoTime();
        signal("STOP");
        Outcome first = anna.run();
        assertTrue(System.nanoTime() - renewed < Duration.ofSeconds(TTL).toNanos(), "it came back at once");
        succeeds(first);
        assertTrue(first.details().contains("etcd does not answer"), first::details);
        await("it claims nothing any more").atMost(Duration.ofSeconds(10)).until(() -> !anna.run().succeeded());
        Duration claimed = Duration.ofNanos(System.nanoTime() - renewed);
        assertTrue(claimed.toMillis() < TTL * 1000L, () -> "it stopped after " + claimed);
        assertFalse(bob.run().succeeded(), "nobody knows");
        java.util.Objects.requireNonNull(etcd).destroyForcibly().waitFor();
        Outcome gone = anna.run();
        assertFalse(gone.succeeded());
        assertTrue(gone.details().contains("does not answer"), gone::details);
    }
}
