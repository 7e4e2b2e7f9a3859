package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import availability.CheckLastIpDb;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.plugin.Console;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Two consoles on one machine, which have one address, and real servers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckLastIpDbTest {

    private static final String ORIGINAL = "CREATE TABLE public.handyrep (updated timestamptz, config JSON, servers JSON, status JSON,"
            + " last_ip inet, last_sync timestamptz)";

    private final PostgresCluster cluster = PostgresCluster.start(1);
    private final SshHost host = SshHost.open();
    private final RealTools annas = new RealTools(host);
    private final RealTools bobs = new RealTools(host);
    private final CheckLastIpDb anna = new CheckLastIpDb();
    private final CheckLastIpDb bob = new CheckLastIpDb();

    @BeforeAll
    void bind() {
        annas.console = new Console("anna@desk1", "aaaaaaaa");
        bobs.console = new Console("bob@desk1", "bbbbbbbb");
        for (RealTools tools : List.of(annas, bobs)) {
            tools.servers.add(server(cluster.primary(), Role.MASTER));
            tools.servers.add(server(cluster.replica(1), Role.REPLICA));
        }
        anna.bind(annas);
        bob.bind(bobs);
    }

    private static Server server(LocalPostgres one, Role role) {
        return new Server(one.name(), one.settings().host(), one.settings().port(), role, true, 1, 1000, Map.of());
    }

    @BeforeEach
    void original() {
        cluster.primary().execute("DROP TABLE IF EXISTS public.handyrep");
        cluster.primary().execute(ORIGINAL);
        await("the copy").until(() -> PostgresCluster.query(cluster.replica(1), "SELECT count(*) FROM public.handyrep").equals("0"));
    }

    /// A primary that answers late is asked again: what is claimed is claimed on it, and until then nobody is in charge.
    private static void claims(CheckLastIpDb console) {
        await("a claim").until(() -> console.run().succeeded());
    }

    @AfterEach
    void settings() {
        annas.plugins.clear();
        bobs.plugins.clear();
        annas.user = "handyrep";
    }

    @AfterAll
    void stop() throws Exception {
        for (RealTools tools : List.of(annas, bobs)) {
            for (AutoCloseable kept : tools.kept.values()) {
                kept.close();
            }
            tools.close();
        }
        host.close();
        cluster.close();
    }

    private String value(String sql) {
        return PostgresCluster.query(cluster.primary(), sql);
    }

    private static void succeeds(Outcome outcome) {
        assertTrue(outcome.succeeded(), outcome::details);
    }

    private static String fails(Outcome outcome) {
        assertFalse(outcome.succeeded(), outcome::details);
        return outcome.details();
    }

    @Test
    void firstInWinsAndTheOtherIsToldWhoAndWhere() {
        claims(anna);
        claims(anna);
        Outcome other = bob.run();
        assertTrue(fails(other).startsWith("anna@desk1 (127."), other::details);
        assertEquals("anna@desk1", other.extra().get("holder"));
        assertEquals("t", value("SELECT '" + other.extra().get("since") + "'::timestamptz BETWEEN now() - interval '1 minute' AND now()"));
        assertEquals("1", value("SELECT count(*) FROM public.handyrep"), "an empty table gets one row");
    }

    @Test
    void theLeaseEndsByTheServersClock() {
        annas.set("check_last_ip_db", "last_ip_timeout", "2 minutes");
        bobs.set("check_last_ip_db", "last_ip_timeout", "2 minutes");
        claims(anna);
        cluster.primary().execute("UPDATE public.handyrep SET last_sync = now() - interval '119 seconds'");
        fails(bob.run());
        cluster.primary().execute("UPDATE public.handyrep SET last_sync = now() - interval '121 seconds'");
        claims(bob);
        assertTrue(fails(anna.run()).contains("bob@desk1"));
        cluster.primary().execute("UPDATE public.handyrep SET last_sync = now() + interval '1 year'");
        claims(anna);
    }

    @Test
    void ofTwoAtTheSameMomentExactlyOneWins() throws Exception {
        for (int run = 0; run < 60; run++) {
            cluster.primary().execute(run < 20
                    ? "TRUNCATE public.handyrep"
                    : "UPDATE public.handyrep SET console = NULL, last_sync = NULL, last_ip = NULL");
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Outcome> a = together(anna, start);
            CompletableFuture<Outcome> b = together(bob, start);
            assertTrue(a.get().succeeded() != b.get().succeeded(), a.get().details() + " / " + b.get().details());
        }
        assertEquals("1", value("SELECT count(*) FROM public.handyrep"));
    }

    private static CompletableFuture<Outcome> together(CheckLastIpDb console, CyclicBarrier start) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return console.run();
        });
    }

    @Test
    void thePassiveConsoleNeverWrites() {
        claims(anna);
        String before = value("SELECT xmin || ' ' || console || ' ' || last_sync || ' ' || last_ip FROM public.handyrep");
        for (int i = 0; i < 3; i++) {
            fails(bob.run());
            succeeds(bob.test());
        }
        assertEquals(before, value("SELECT xmin || ' ' || console || ' ' || last_sync || ' ' || last_ip FROM public.handyrep"));
    }

    @Test
    void whileThePrimaryIsDownTheReplicasCopyIsHonouredUntilItRanOut() {
        bobs.set("check_last_ip_db", "last_ip_timeout", "10 seconds");
        claims(anna);
        String mine = value("SELECT console FROM public.handyrep");
        await("the copy").until(() -> PostgresCluster.query(cluster.replica(1), "SELECT console FROM public.handyrep").equals(mine));
        cluster.primary().kill9();
        try {
            Outcome other = bob.run();
            assertTrue(fails(other).contains("by the copy on paul"), other::details);
            assertEquals("anna@desk1", other.extra().get("holder"));
            succeeds(anna.run());
            await("the lease runs out").until(() -> bob.run().succeeded());
        } finally {
            cluster.primary().start();
            cluster.awaitStreaming();
        }
        await("the primary counts again").until(() -> bob.run().details().startsWith("this console is in charge since"));
        fails(anna.run());
    }

    @Test
    void whatCannotWorkSaysWhatToDo() {
        for (String bad : List.of("60", "sixty seconds", "5 fortnights", "0 seconds", "1 day")) {
            annas.set("check_last_ip_db", "last_ip_timeout", bad);
            assertTrue(fails(anna.run()).contains("seconds, minutes or hours"), bad);
            fails(anna.test());
        }
        annas.plugins.clear();
        cluster.primary().execute("DROP TABLE public.handyrep");
        assertTrue(fails(anna.run()).contains("init_handyrep_db"));
        assertTrue(fails(anna.test()).contains("init_handyrep_db"));

        original();
        cluster.primary().execute("DROP ROLE IF EXISTS weak");
        cluster.primary().execute("CREATE ROLE weak LOGIN PASSWORD '" + PostgresCluster.PASSWORD.replace("'", "''") + "'");
        cluster.primary().execute("GRANT ALL ON public.handyrep TO weak");
        RealTools weaks = new RealTools(host);
        weaks.user = "weak";
        weaks.servers.addAll(annas.servers);
        CheckLastIpDb weak = new CheckLastIpDb();
        weak.bind(weaks);
        assertTrue(fails(weak.run()).contains("ALTER TABLE \"public\".\"handyrep\" ADD COLUMN"));
        weaks.close();
    }
}
