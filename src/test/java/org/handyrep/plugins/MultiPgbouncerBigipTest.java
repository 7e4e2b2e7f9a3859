package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.testing.ScriptedBigIp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.MultiPgbouncerBigip;

/// `multi_pgbouncer_bigip` with real pgbouncers and a tmsh that writes down what it was asked, behind a real SSH server with a password.
class MultiPgbouncerBigipTest {

    private static final String NAME = "multi_pgbouncer_bigip";
    private static final String LIST = "list ltm node 10.9.0.2 description session state";
    private static final String OUT =
            "modify ltm node 10.9.0.2 session user-disabled state user-down description handyrep-took-it-out";
    private static final String BACK = "modify ltm node 10.9.0.2 session user-enabled state user-up description none";

    private static ProxyLab lab;

    private ScriptedBigIp f5;
    private MultiPgbouncerBigip plugin;

    @BeforeAll
    static void openLab() {
        lab = ProxyLab.start(0, 2);
    }

    @AfterAll
    static void closeLab() {
        lab.close();
    }

    @BeforeEach
    void open() {
        lab.reset();
        f5 = ScriptedBigIp.open(lab.bouncers.knownHosts());
        lab.tools.servers.add(f5.server());
        lab.tools.servers.replaceAll(s -> s.role().equals(Role.PGBOUNCER) ? with(s, "ip_address", "10.9.0." + s.name().charAt(7)) : s);
        lab.tools.bigipPassword = new Secret(ScriptedBigIp.PASSWORD);
        plugin = lab.bind(new MultiPgbouncerBigip());
        lab.tools.set(NAME, "tmsh_path", f5.tmsh());
        assertTrue(plugin.init(Optional.empty()).succeeded());
        f5.asked();
    }

    @AfterEach
    void close() {
        lab.bouncers.get(2).thaw();
        f5.close();
    }

    /// hazards 2.5: the original ran letters of the BigIP's name on the pgbouncer and said that it was disabled; and never enabled it again.
    @Test
    void takesOutTheOneThatDoesNotFollowAndPutsItBackWhenItDoes() {
        lab.bouncers.get(2).freeze();
        Outcome outcome = plugin.run(Optional.empty());
        assertTrue(outcome.succeeded(), outcome.details());
        assertEquals(List.of("bouncer2"), outcome.extra().get("failed"));
        assertTrue(outcome.details().endsWith("; BigIP sends no more clients to bouncer2"), outcome.details());
        assertEquals(List.of("list ltm node 10.9.0.1 description session state", LIST, OUT, LIST), f5.asked());
        assertEquals(List.of(ScriptedBigIp.PASSWORD), f5.passwords());
        assertTrue(lab.bouncers.get(2).commands().stream().noneMatch(c -> c.contains("tmsh")), "on the pgbouncer");

        Outcome again = plugin.run(Optional.empty());
        assertTrue(again.details().endsWith("; BigIP sent no clients to bouncer2 already"), again.details());
        assertFalse(plugin.poll(Optional.empty()).succeeded());
        assertFalse(f5.asked().contains(BACK), "it does not follow yet");

        lab.bouncers.get(2).thaw();
        assertTrue(plugin.poll(Optional.empty()).succeeded());
        assertTrue(f5.asked().contains(BACK));
        assertEquals("user-enabled", f5.property("10.9.0.2", "session"));
        assertTrue(plugin.poll(Optional.empty()).succeeded());
        assertFalse(f5.asked().contains(BACK), "once is enough");
    }

    @Test
    void putsBackNothingThatOthersTookOut() {
        f5.set("10.9.0.2", "session", "user-disabled");
        f5.set("10.9.0.2", "state", "user-down");
        f5.set("10.9.0.2", "description", "maintenance");
        assertTrue(plugin.run(Optional.empty()).succeeded());
        assertTrue(plugin.poll(Optional.empty()).succeeded());
        assertTrue(f5.asked().stream().noneMatch(a -> a.startsWith("modify")));
        assertEquals("maintenance", f5.property("10.9.0.2", "description"));
    }

    @Test
    void initTakesNothingOutAndNeitherDoesAFailoverThatNobodyFollows() {
        lead("bouncer2", "/nowhere/pgbouncer.ini");
        assertTrue(plugin.init(Optional.empty()).succeeded());
        lab.tools.set(NAME, "template", "missing.template");
        assertFalse(plugin.run(Optional.empty()).succeeded());
        lab.tools.set(NAME, "template", "pgbouncer.ini.template");
        lead("bouncer1", "/nowhere/pgbouncer.ini");
        Outcome none = plugin.run(Optional.empty());
        assertFalse(none.succeeded());
        assertTrue(none.details().endsWith("; BigIP was left as it is, because no pgbouncer follows"), none.details());
        assertTrue(f5.asked().stream().noneMatch(a -> a.startsWith("modify")));
    }

    @Test
    void takesAMemberOutOfOnePoolOnly() {
        lab.tools.set(NAME, "bigip_pool", "/Common/bouncers");
        lab.tools.set(NAME, "bigip_user", ScriptedBigIp.USER);
        lead("bouncer2", "/nowhere/pgbouncer.ini");
        Outcome outcome = plugin.run(Optional.empty());
        assertTrue(outcome.details().endsWith("; BigIP sends no more clients to bouncer2"), outcome.details());
        String member = "10.9.0.2:" + lab.bouncers.get(2).port();
        assertEquals(
                List.of(
                        "list ltm pool /Common/bouncers members { " + member + " { description session state } }",
                        "modify ltm pool /Common/bouncers members modify { " + member
                                + " { session user-disabled state user-down description handyrep-took-it-out } }"),
                f5.asked().subList(1, 3));
        assertEquals("none", f5.property("10.9.0.2", "session"), "the node is in other pools, too");
        lead("bouncer2", lab.bouncers.get(2).config().toString());
        assertTrue(plugin.run(Optional.empty()).details().endsWith("; BigIP sends clients to bouncer2 again"));

        lab.tools.set(NAME, "bigip_user", "operator");
        plugin.run(Optional.empty());
        assertTrue(f5.lines().getLast().contains("sudo -n -u operator -- " + f5.tmsh() + " list ltm pool"), f5.lines().getLast());
    }

    @Test
    void saysWhenBigIpDoesNotObey() {
        assertTrue(plugin.test().succeeded(), plugin.test().details());
        assertEquals(3, plugin.tested().size());
        f5.breakDown();
        assertTrue(plugin.test().details().contains("f5: tmsh does not show bouncer1: exit status 1: 01020036:3"), plugin.test().details());
        lead("bouncer2", "/nowhere/pgbouncer.ini");
        Outcome outcome = plugin.run(Optional.empty());
        assertTrue(outcome.succeeded(), outcome.details());
        assertTrue(outcome.details().contains("BigIP still sends clients to bouncer2: tmsh on f5 exit status 1: 01020036:3"), outcome.details());
        lab.tools.bigipPassword = new Secret("wrong");
        lab.tools.servers.replaceAll(s -> s.name().equals("bouncer2") ? with(s, "ip_address", "10.9.0.2 } ; delete") : s);
        Outcome nameless = plugin.run(Optional.empty());
        assertTrue(nameless.details().contains("bouncer2 has no ip_address as BigIP sees it"), nameless.details());
    }

    /// One whose file is nowhere does not follow, and says so sooner than one that hangs.
    private static void lead(String bouncer, String config) {
        lab.tools.servers.replaceAll(s -> s.name().equals(bouncer) ? with(s, "config_location", config) : s);
    }

    private static Server with(Server s, String key, String value) {
        Map<String, String> settings = new HashMap<>(s.settings());
        settings.put(key, value);
        return new Server(s.name(), s.hostname(), s.port(), s.role(), s.enabled(), s.failoverPriority(), s.lagLimit(), settings);
    }
}
