package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import availability.CheckEtcdLease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.handyrep.plugin.Console;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.Etcd;
import org.handyrep.testing.FakeTools;
import org.handyrep.testing.TestCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Against a real etcd.
@Execution(ExecutionMode.CONCURRENT)
class CheckEtcdLeaseTest {

    private static final String PASSWORD = "s3cret, it's #1";
    private static final int TTL = 4;

    @TempDir
    Path directory = Path.of("");

    private final FakeTools annas = new FakeTools();
    private final FakeTools bobs = new FakeTools();
    private final CheckEtcdLease anna = new CheckEtcdLease();
    private final CheckEtcdLease bob = new CheckEtcdLease();
    private @Nullable Etcd etcd;

    @AfterEach
    void stop() throws Exception {
        if (etcd != null) {
            etcd.thaw();
        }
        for (FakeTools tools : List.of(annas, bobs)) {
            for (AutoCloseable kept : tools.kept.values()) {
                kept.close();
            }
        }
        if (etcd != null) {
            etcd.close();
        }
    }

    private Etcd open(Etcd started) {
        etcd = started;
        annas.console = new Console("anna@desk1", "aaaaaaaa");
        bobs.console = new Console("bob@desk1", "bbbbbbbb");
        set("endpoints", started.endpoint());
        set("ttl", String.valueOf(TTL));
        anna.bind(annas);
        bob.bind(bobs);
        return started;
    }

    private void set(String name, String value) {
        annas.set("check_etcd_lease", name, value);
        bobs.set("check_etcd_lease", name, value);
    }

    private void awaitEtcd() {
        await("etcd answers").atMost(Duration.ofSeconds(60)).until(() -> anna.test().succeeded());
    }

    private static void succeeds(Outcome outcome) {
        assertTrue(outcome.succeeded(), outcome::details);
    }

    @Test
    void oneHoldsTheLeaseUntilItFreesItOrIsSilent() throws Exception {
        open(Etcd.start(directory));
        awaitEtcd();
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
    void anEtcdThatHangsBlocksNobodyAndHalfOfTheTimeIsAllThatCounts() {
        Etcd started = open(Etcd.start(directory));
        set("ttl", "40");
        awaitEtcd();
        succeeds(anna.run());
        long renewed = System.nanoTime();
        started.freeze();
        Outcome first = anna.run();
        succeeds(first);
        assertTrue(first.details().contains(" s more: etcd at "), first::details);
        assertTrue(first.details().contains("does not answer"), first::details);
        AtomicLong claimed = new AtomicLong(System.nanoTime());
        await("it claims nothing any more").atMost(Duration.ofSeconds(60)).until(() -> {
            long asked = System.nanoTime();
            boolean claims = anna.run().succeeded();
            claimed.set(claims ? asked : claimed.get());
            return !claims;
        });
        assertTrue(claimed.get() - renewed < Duration.ofSeconds(40).dividedBy(2).toNanos(), "half of the time is all that counts");
        assertFalse(bob.run().succeeded(), "nobody knows");
        started.close();
        Outcome gone = anna.run();
        assertFalse(gone.succeeded());
        assertTrue(gone.details().contains("does not answer"), gone::details);
    }

    @Test
    void itSpeaksTlsAndShowsItsCertificate() {
        TestCertificate certificate = TestCertificate.in(directory);
        Etcd started = open(Etcd.start(directory, certificate));
        set("ca_file", certificate.certificate().toString());
        set("cert_file", certificate.certificate().toString());
        set("key_file", certificate.key().toString());
        awaitEtcd();
        succeeds(anna.run());
        assertEquals("anna@desk1", bob.run().extra().get("holder"));

        FakeTools stranger = new FakeTools();
        stranger.set("check_etcd_lease", "endpoints", started.endpoint());
        CheckEtcdLease without = new CheckEtcdLease();
        without.bind(stranger);
        assertFalse(without.test().succeeded(), "an authority nobody named is not trusted");
        stranger.set("check_etcd_lease", "ca_file", certificate.certificate().toString());
        assertFalse(without.test().succeeded(), "etcd wants a certificate");
        stranger.set("check_etcd_lease", "ca_file", directory.resolve("nowhere.pem").toString());
        Outcome nowhere = without.test();
        assertFalse(nowhere.succeeded());
        assertTrue(nowhere.details().contains("nowhere.pem"), nowhere::details);
    }

    @Test
    void itLogsInAndItsPasswordIsNowhere() {
        Etcd started = open(Etcd.start(directory));
        awaitEtcd();
        started.askForPasswords(Map.of("handyrep", PASSWORD), "/handyrep/");
        Outcome stranger = anna.test();
        assertFalse(stranger.succeeded(), "nobody is let in without a name");
        assertTrue(stranger.details().contains("does not let a client without etcd_user in"), stranger::details);
        set("etcd_user", "handyrep");
        set("etcd_password", "wrong");
        Outcome wrong = anna.run();
        assertFalse(wrong.succeeded());
        assertTrue(wrong.details().contains("does not let handyrep in"), wrong::details);
        set("etcd_password", PASSWORD);
        await("anna is let in").atMost(Duration.ofSeconds(60)).until(() -> anna.run().succeeded());
        succeeds(anna.test());
        Outcome other = bob.run();
        assertEquals("anna@desk1", other.extra().get("holder"));
        for (String said : List.of(wrong.details(), other.details(), anna.test().details(), anna.toString())) {
            assertFalse(said.contains(PASSWORD), said);
        }
    }
}
