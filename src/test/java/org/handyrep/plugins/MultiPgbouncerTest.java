package org.handyrep.plugins;

import static org.handyrep.plugins.ProxyLab.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;
import org.handyrep.testing.PgBouncer;
import org.handyrep.testing.PgBouncers;
import org.handyrep.testing.RepositoryPlugins;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.MultiPgbouncer;
import proxy.MultiPgbouncerPacemaker;

/// `multi_pgbouncer` and its Pacemaker variant with real pgbouncers, each behind its own SSH door, while the primary stays.
class MultiPgbouncerTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String NAME = "multi_pgbouncer";

    private static ProxyLab lab;

    private MultiPgbouncer plugin;

    @BeforeAll
    static void open() {
        lab = ProxyLab.start(2, 3);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @BeforeEach
    void reset() {
        lab.reset();
        plugin = lab.bind(new MultiPgbouncer());
        Outcome outcome = plugin.init(Optional.empty());
        assertTrue(outcome.succeeded(), outcome.details());
    }

    @Test
    void writesTheFileOfEachAndLeadsEveryNameWhereItShould() throws IOException {
        Outcome tested = plugin.test();
        assertTrue(tested.succeeded(), tested.details());
        assertEquals(3, plugin.tested().size());
        assertEquals("bouncer1, bouncer2, bouncer3 lead to john", plugin.run(Optional.empty()).details());
        for (int i = 1; i <= 3; i++) {
            PgBouncer bouncer = lab.bouncers.get(i);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(bouncer.config())));
            assertEquals(bouncer.owner().name(), Files.getOwner(bouncer.config()).getName());
            assertFalse(Files.exists(bouncer.config().resolveSibling("pgbouncer.ini.handyrep-new")));
            assertEquals("john", lab.endOf(i, "shop"));
            assertEquals("paul", lab.endOf(i, "shop_ro"));
            ProxyState seen = plugin.look(lab.bouncers.server(bouncer));
            assertEquals(Optional.of("john"), seen.writesTo());
            assertEquals("", seen.problem());
            assertEquals(
                    List.of(false, true), seen.routes().stream().map(ProxyState.Route::readOnly).sorted().toList());
        }
        Outcome poll = plugin.poll(Optional.empty());
        assertTrue(poll.succeeded(), poll.details());
        assertTrue(poll.details().startsWith("bouncer1 answers and leads to john; "), poll.details());
    }

    @Test
    void looksAtTheConsole() throws SQLException {
        Server bouncer = lab.server("bouncer1");
        try (Connection client = lab.bouncers.get(1).connect("shop")) {
            assertEquals("1", ask(client, "SELECT 1"));
            ProxyState.Console console = plugin.look(bouncer).console().orElseThrow();
            assertEquals("transaction", console.poolMode());
            assertEquals(Duration.ofMinutes(2), console.queryWaitTimeout());
            assertTrue(console.version().matches("1\\.[0-9]+.*"), console.version());
            assertEquals(1, console.clients());
            assertFalse(console.paused());
        }
    }

    @Test
    void showsExactlyWhatItDoes() throws IOException {
        List<Server> readers = List.of(lab.server("paul"), lab.server("george"));
        List<Act> acts = plugin.routeActs(lab.server("john"), readers);
        assertEquals(9, acts.size());
        assertEquals("bouncer1: write " + lab.bouncers.get(1).config() + " (mode 0600)", Acts.preview(lab.tools, acts.get(0)));
        assertEquals("bouncer1: pgbouncer=# RELOAD", Acts.preview(lab.tools, acts.get(1)));
        assertTrue(Acts.preview(lab.tools, acts.get(2)).startsWith("bouncer1: pgbouncer=# SET server_login_retry = '0.1'"));
        assertTrue(plugin.route(lab.server("john"), readers).succeeded());
        assertEquals(((Act.Push) acts.get(0)).content(), lab.config(1));
        assertEquals(plugin.initActs(Optional.of(lab.server("bouncer1"))), acts.subList(0, 3));
        assertEquals("bouncer2: pgbouncer=# PAUSE", Acts.preview(lab.tools, plugin.holdActs(plugin.tested()).get(1)));
        assertEquals("bouncer2: pgbouncer=# RESUME", Acts.preview(lab.tools, plugin.releaseActs(plugin.tested()).get(1)));
    }

    /// An owner other than the SSH user is given the file by root.
    @Test
    void givesTheFileToItsOwner() {
        lab.tools.set(NAME, "owner", "pooler");
        Act.Push push = (Act.Push) plugin.initActs(Optional.of(lab.server("bouncer1"))).getFirst();
        assertEquals(RunAs.ROOT, push.owner());
        assertEquals("pooler", push.chown());
        assertTrue(Acts.preview(lab.tools, push).endsWith("(mode 0600, owner pooler)"), Acts.preview(lab.tools, push));
        Outcome tested = plugin.test(lab.server("bouncer1"));
        assertEquals("bouncer1: there is no user pooler (owner): exit status 1: id: ‘pooler’: no such user".replaceAll("[‘’]", "'"),
                tested.details().replaceAll("[‘’]", "'"));
    }

    /// hazards 2.5: with all_replicas the original stopped after the promotion.
    @Test
    void offersEveryRunningReplicaByNumberAndThePrimaryWhereNoneRuns() {
        lab.tools.set(NAME, "all_replicas", "True");
        lab.tools.set(NAME, "extra_connect_param", "pool_size=7 application_name='it''s a; shop'");
        Outcome outcome = plugin.run(Optional.of(lab.server("john")));
        assertTrue(outcome.succeeded(), outcome.details());
        assertEquals(
                List.of("pgbouncer", "postgres", "postgres_ro1", "postgres_ro2", "shop", "shop_ro1", "shop_ro2"),
                lab.names(1).stream().sorted().toList());
        assertEquals("paul", lab.endOf(1, "shop_ro1"));
        assertEquals("george", lab.endOf(1, "shop_ro2"));
        assertTrue(lab.bouncers.get(1).show("DATABASES", "pool_size").contains("7"));

        Outcome alone = plugin.route(lab.server("john"), List.of());
        assertTrue(alone.succeeded(), alone.details());
        assertTrue(alone.details().endsWith("; no replica runs, so the read-only names lead to the primary"), alone.details());
        assertEquals("john", lab.endOf(1, "shop_ro1"));

        lab.tools.set(NAME, "readonly_suffix", "");
        assertTrue(plugin.init(Optional.of(lab.server("bouncer1"))).succeeded());
        assertEquals(List.of("pgbouncer", "postgres", "shop"), lab.names(1).stream().sorted().toList());
        assertTrue(lab.names(2).contains("shop_ro1"), "init of one wrote another");
    }

    /// hazards 2.5: the original took one name letter by letter and let its list grow.
    @Test
    void oneNameIsOneDatabaseHoweverOften() {
        String before = lab.config(1);
        for (int i = 0; i < 3; i++) {
            assertTrue(plugin.run(Optional.empty()).succeeded());
        }
        assertEquals(before, lab.config(1));
        assertEquals(List.of("shop"), lab.tools.pluginSettings(NAME).get("database_list"));
        assertEquals(1, before.lines().filter(l -> l.startsWith("shop =")).count());
        assertEquals(1, before.lines().filter(l -> l.startsWith("postgres =")).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "my shop", "a'b", "a\"b", "shop = host=evil", "a\nb = host=evil", "%include /etc/passwd", "[pgbouncer]", "ümlaut", "pgbouncer", "",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg"
    })
    void hostileNamesAreRefusedBeforeAnythingIsTouched(String name) {
        String before = lab.config(1);
        lab.tools.plugins.computeIfAbsent(NAME, n -> new HashMap<>()).put("database_list", List.of("shop", name.isEmpty() ? "a;b" : name));
        Outcome outcome = plugin.run(Optional.empty());
        assertFalse(outcome.succeeded(), outcome.details());
        assertEquals(before, lab.config(1));
        assertFalse(plugin.test().succeeded());
        assertEquals(List.of(), plugin.routeActs(lab.server("john"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool_size=1\nevil = host=x", "host=evil", "pool_size=1 port = 1", "dbname=other", "pool_size", "a='open", "x=1; y=2 z"})
    void hostileParametersAreRefusedBeforeAnythingIsTouched(String parameters) {
        String before = lab.config(1);
        lab.tools.set(NAME, "extra_connect_param", parameters);
        Outcome outcome = plugin.run(Optional.empty());
        assertFalse(outcome.succeeded(), outcome.details());
        assertTrue(outcome.details().contains("extra_connect_param"), outcome.details());
        assertEquals(before, lab.config(1));
    }

    @Test
    void aFailedWriteLeavesTheFileAndIsNamed() throws IOException {
        String before = lab.config(2);
        Path home = lab.bouncers.get(2).home();
        RepositoryPlugins.permit(home, "r-xr-xr-x");
        try {
            Outcome outcome = plugin.run(Optional.empty());
            assertTrue(outcome.succeeded(), outcome.details());
            assertEquals(List.of("bouncer2"), outcome.extra().get("failed"));
            assertTrue(outcome.details().contains("bouncer2: could not write"), outcome.details());
            assertTrue(plugin.test(lab.server("bouncer2")).details().contains("cannot be written"));
            assertEquals(before, lab.config(2));
        } finally {
            RepositoryPlugins.permit(home, "rwx------");
        }
    }

    /// RELOAD says success for a file that pgbouncer does not take.
    @Test
    void aBrokenTemplateIsNotBelieved() {
        lab.bouncers.template(PgBouncers.TEMPLATE.replace("[databases]\n", "[databases]\njunk junk\n"));
        lab.tools.set(NAME, "database_list", "shop2");
        Outcome outcome = plugin.run(Optional.empty());
        assertFalse(outcome.succeeded());
        assertTrue(outcome.details().contains("bouncer1: wrote"), outcome.details());
        assertTrue(outcome.details().contains("it does not offer shop2"), outcome.details());
        assertEquals("john", lab.endOf(1, "shop"), "clients go on with what was before");
    }

    @Test
    void theShippedTemplateIsOneThatPgbouncerTakesAndHandyRepCanUse() throws IOException {
        String shipped = Files.readString(Path.of("conf/templates/pgbouncer.ini.template"));
        lab.bouncers.template(shipped.replace("/etc/pgbouncer/", "HOME/")
                .replace("/var/log/postgresql/", "HOME/{{ port }}/")
                .replaceAll("/var/run/postgresql", "HOME/{{ port }}")
                .replace("listen_addr = *", "listen_addr = LISTEN"));
        lab.bouncers.get(3).kill9();
        Outcome outcome = plugin.init(Optional.of(lab.server("bouncer3")));
        assertTrue(outcome.details().contains("bouncer3 did not run and was started"), outcome.details());
        assertTrue(plugin.test(lab.server("bouncer3")).succeeded(), plugin.test(lab.server("bouncer3")).details());
        assertTrue(plugin.hold(List.of(lab.server("bouncer3")), SOON).succeeded());
        assertTrue(plugin.release(List.of(lab.server("bouncer3"))).succeeded());
        assertEquals("john", lab.endOf(3, "shop"));
        lab.bouncers.get(3).kill9();
    }

    @Test
    void aSessionThatEndsElsewhereIsAFailure() {
        Outcome recovering = plugin.run(Optional.of(lab.server("paul")));
        assertFalse(recovering.succeeded());
        assertTrue(recovering.details().contains("leads to paul, which is in recovery and takes no writes"), recovering.details());

        // one that cannot be reached by SSH goes on sending writes to another server than the new primary
        assertTrue(plugin.init(Optional.empty()).succeeded());
        Server lost = lab.server("bouncer2");
        lab.tools.servers.replaceAll(s -> s.equals(lost)
                ? new Server(s.name(), s.hostname(), s.port(), s.role(), true, 1, 1, Map.of("ssh_port", "1", "ssh_user", "x"))
                : s);
        Server ringo = new Server("ringo", lab.server("john").hostname(), 1, Role.MASTER, true, 1, 1, Map.of());
        Outcome astray = plugin.run(Optional.of(ringo));
        assertFalse(astray.succeeded());
        assertTrue(astray.details().contains("bouncer2: shop leads to john instead of ringo: "), astray.details());
    }

    @Test
    void writesTheIncludedFileAlone() throws IOException {
        PgBouncer bouncer = lab.bouncers.get(1);
        Path list = bouncer.home().resolve("dblist.ini");
        String own = lab.config(1).replaceAll("(?s)\\[databases].*\\[pgbouncer]", "[databases]\n%include " + list + "\n[pgbouncer]");
        lab.bouncers.write(list, "shop = host=127.0.0.1\n");
        lab.bouncers.write(bouncer.config(), own);
        lab.tools.set(NAME, "dblist_location", list.toString());
        lab.tools.set(NAME, "dblist_template", "pgbouncer.dblist.template");
        Outcome outcome = plugin.init(Optional.of(lab.server("bouncer1")));
        assertTrue(outcome.succeeded(), outcome.details());
        assertEquals(own, lab.config(1));
        assertTrue(Files.readString(list).contains("shop_ro = host="), Files.readString(list));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(list)));
        assertEquals("paul", lab.endOf(1, "shop_ro"));
        Files.delete(list);
    }

    @Test
    void sessionPoolingCannotWaitAndThenAllGoOn() throws SQLException {
        lab.bouncers.template(PgBouncers.TEMPLATE.replace("pool_mode = transaction", "pool_mode = session"));
        assertTrue(plugin.init(Optional.of(lab.server("bouncer2"))).succeeded());
        assertEquals("session", plugin.look(lab.server("bouncer2")).console().orElseThrow().poolMode());
        try (Connection holding = lab.bouncers.get(2).connect("shop");
                Connection other = lab.bouncers.get(1).connect("shop")) {
            assertEquals("1", ask(holding, "SELECT 1"));
            Outcome held = assertTimeout(SOON, () -> plugin.hold(plugin.tested(), Duration.ofMillis(500)));
            assertFalse(held.succeeded());
            assertEquals(List.of("bouncer2"), held.extra().get("failed"));
            assertTrue(held.details().contains("(app on shop) holds a server, with session pooling until the client goes"), held.details());
            assertTrue(held.details().endsWith(". All go on"), held.details());
            assertTimeout(SOON, () -> assertEquals("2", ask(holding, "SELECT 2")));
            assertTimeout(SOON, () -> assertEquals("3", ask(other, "SELECT 3")));
            assertEquals("john", lab.endOf(2, "shop"));
        }
        assertFalse(plugin.look(lab.server("bouncer1")).console().orElseThrow().paused());
    }

    @Test
    void anOpenTransactionIsNamedWhenItKeepsClientsFromWaiting() throws SQLException {
        try (Connection busy = lab.bouncers.get(3).connect("shop")) {
            busy.setAutoCommit(false);
            assertEquals("1", ask(busy, "SELECT 1"));
            Outcome held = plugin.hold(plugin.tested(), Duration.ofMillis(300));
            assertTrue(held.details().contains("bouncer3: not within 300 ms: the client"), held.details());
            assertTrue(held.details().contains("its transaction has not ended"), held.details());
            assertEquals("2", ask(busy, "SELECT 2"));
            busy.rollback();
            assertTrue(plugin.hold(plugin.tested(), Duration.ofSeconds(5)).succeeded());
            assertTrue(plugin.look(lab.server("bouncer3")).console().orElseThrow().paused());
            assertTrue(plugin.release(plugin.tested()).succeeded());
            assertTrue(plugin.release(plugin.tested()).succeeded(), "twice");
        }
    }

    @Test
    void aConsoleThatLetsNobodyInIsRestartedOnlineAndClientsGoOn() throws SQLException, IOException {
        PgBouncer bouncer = lab.bouncers.get(1);
        lab.bouncers.template(PgBouncers.TEMPLATE.replace("admin_users = handyrep", "admin_users = somebody\nserver_idle_timeout = 60"));
        assertTrue(plugin.init(Optional.of(lab.server("bouncer1"))).succeeded());
        long before = bouncer.process().orElseThrow().pid();
        Outcome tested = plugin.test(lab.server("bouncer1"));
        assertTrue(tested.details().contains("its console does not let HandyRep in"), tested.details());
        ProxyState seen = plugin.look(lab.server("bouncer1"));
        assertTrue(seen.answers());
        assertEquals(Optional.of("john"), seen.writesTo());
        assertTrue(seen.problem().startsWith("its console does not let HandyRep in"), seen.problem());
        Outcome outcome = plugin.init(Optional.of(lab.server("bouncer1")));
        assertTrue(outcome.succeeded(), outcome.details());
        assertTrue(outcome.details().contains("bouncer1 was moved by an online restart"), outcome.details());
        assertNotEquals(before, bouncer.process().orElseThrow().pid());
        assertEquals("paul", lab.endOf(1, "shop_ro"));

        MultiPgbouncerPacemaker pacemaker = lab.bind(new MultiPgbouncerPacemaker());
        long now = bouncer.process().orElseThrow().pid();
        assertFalse(pacemaker.init(Optional.of(lab.server("bouncer1"))).succeeded());
        assertEquals(now, bouncer.process().orElseThrow().pid(), "Pacemaker's pgbouncer was restarted");
        bouncer.kill9();
    }

    @Test
    void onlyThePacemakerVariantLeavesAStoppedOneAlone() {
        MultiPgbouncerPacemaker pacemaker = lab.bind(new MultiPgbouncerPacemaker());
        lab.bouncers.get(2).kill9();
        lab.bouncers.get(3).kill9();
        lab.tools.set(pacemaker.name(), "database_list", "shop");
        Outcome outcome = pacemaker.run(Optional.empty());
        assertTrue(outcome.succeeded(), outcome.details());
        assertFalse(outcome.extra().containsKey("failed"), outcome.details());
        assertTrue(outcome.details().contains("bouncer2 does not run and was left alone; its file is written"), outcome.details());
        assertTrue(lab.bouncers.get(2).process().isEmpty());
        Outcome poll = pacemaker.poll(Optional.empty());
        assertTrue(poll.succeeded(), poll.details());
        assertEquals(List.of("bouncer2", "bouncer3"), poll.extra().get("unavailable"));
        assertFalse(plugin.poll(Optional.empty()).succeeded());
        assertEquals("", pacemaker.look(lab.server("bouncer2")).problem(), "it is meant to be down");
        assertFalse(plugin.look(lab.server("bouncer2")).problem().isEmpty());

        lab.bouncers.get(1).kill9();
        Outcome none = pacemaker.run(Optional.empty());
        assertFalse(none.succeeded());
        assertEquals(List.of("bouncer1", "bouncer2", "bouncer3"), none.extra().get("failed"));
        assertFalse(pacemaker.poll(Optional.empty()).succeeded());
        assertTrue(lab.bouncers.all().stream().allMatch(b -> b.process().isEmpty()));

        Outcome started = plugin.run(Optional.empty());
        assertTrue(started.succeeded(), started.details());
        assertTrue(started.details().contains("bouncer1 did not run and was started"), started.details());
    }

    @Test
    void aFrozenOneCostsALookOfThreeSecondsAndAWarning() {
        PgBouncer frozen = lab.bouncers.get(2);
        frozen.freeze();
        try {
            ProxyState seen = assertTimeout(SOON, () -> plugin.look(lab.server("bouncer2")));
            assertFalse(seen.answers());
            assertFalse(seen.problem().isEmpty());
            Outcome held = assertTimeout(SOON, () -> plugin.hold(plugin.tested(), Duration.ofMillis(500)));
            assertFalse(held.succeeded());
            assertEquals("john", lab.endOf(1, "shop"), "the others go on");
            Outcome outcome = plugin.run(Optional.empty());
            assertTrue(outcome.succeeded(), outcome.details());
            assertEquals(List.of("bouncer2"), outcome.extra().get("failed"));
        } finally {
            frozen.thaw();
        }
        assertTrue(plugin.release(plugin.tested()).succeeded());
        assertEquals("john", lab.endOf(2, "shop"));
    }
}
