package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import authentication.SimplePasswordAuth;
import authentication.ZeroAuth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.handyrep.plugin.Access;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.StoredPassword;
import org.handyrep.testing.FakeTools;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;

class SimplePasswordAuthTest {

    private final FakeTools tools = new FakeTools();
    private final SimplePasswordAuth plugin = new SimplePasswordAuth();

    SimplePasswordAuthTest() {
        plugin.bind(tools);
    }

    private Outcome asks(String password, String function) {
        return plugin.run("anna", new Secret(password), function);
    }

    private void passwords(String admin, String read) {
        tools.passwords.put("admin_password", admin);
        tools.passwords.put("read_password", read);
    }

    @Test
    void thePasswordDecidesAndTheNameDoesNot() {
        passwords("everything 1", "looking 1");
        assertTrue(asks("everything 1", "manual_failover").succeeded());
        assertTrue(plugin.run("", new Secret("everything 1"), "manual_failover").succeeded());
        assertTrue(asks("looking 1", "get_status").succeeded());
        Outcome refused = asks("looking 1", "manual_failover");
        assertEquals("anna may only look: ro_function_list does not contain manual_failover", refused.details());
        assertEquals("the password is wrong", asks("everything 2", "get_status").details());
        assertEquals("no password was given", asks("", "get_status").details());
        assertEquals(Set.copyOf(Access.LOOKING), plugin.allowed("anna", new Secret("looking 1"),
                java.util.stream.Stream.concat(Access.LOOKING.stream(), java.util.stream.Stream.of("promote", "reload_conf", "set_verbose")).toList()));
        assertTrue(plugin.asksWho());
        assertFalse(new ZeroAuth().asksWho());
    }

    @Test
    void namesOfFunctionsAreComparedWhole() {
        passwords("everything 1", "looking 1");
        tools.set("simple_password_auth", "ro_function_list", "manual_failover_report");
        assertFalse(asks("looking 1", "manual_failover").succeeded());
        assertFalse(asks("looking 1", "get_status").succeeded());
        tools.set("simple_password_auth", "ro_function_list", "get_status,  poll");
        assertTrue(asks("looking 1", "poll").succeeded());
        assertFalse(asks("looking 1", "get_status,  poll").succeeded());
    }

    @Test
    void nobodyGetsInByAPasswordThatIsNotThere() {
        passwords("", "");
        for (String password : List.of("", " ", "handyrep", "\0")) {
            assertFalse(asks(password, "get_status").succeeded());
        }
        assertFalse(plugin.test().succeeded());
        passwords("", "looking 1");
        assertFalse(asks("", "get_status").succeeded());
        assertTrue(plugin.test().details().contains("admin_password is blank: nobody can do more than look."));
    }

    @Test
    void thePasswordThatEverybodyKnowsIsWarnedAboutEveryTime() {
        passwords("handyrep", StoredPassword.hash(new Secret("handyrep")).text());
        for (int i = 0; i < 2; i++) {
            String warning = String.valueOf(asks("handyrep", "get_status").extra().get("warning"));
            assertTrue(warning.contains("set another admin_password"), warning);
            assertTrue(warning.contains("are the same"), warning);
        }
        assertTrue(plugin.test().details().contains("WARNING: admin_password is the password that everybody knows"));
        assertTrue(plugin.test().details().contains("read_password is the password that everybody knows"));
        passwords("one and the same", "one and the same");
        assertTrue(plugin.test().details().contains("are the same: everybody may do everything"));
        passwords("everything 1", "looking 1");
        assertEquals("people are asked for a password", plugin.test().details());
        assertFalse(asks("everything 1", "poll").extra().containsKey("warning"));
    }

    @Test
    void aBrokenHashLetsNobodyIn() {
        String good = StoredPassword.hash(new Secret("everything 1")).text();
        passwords(good, "");
        assertTrue(asks("everything 1", "promote").succeeded());
        for (String bad : List.of(
                "SCRAM-SHA-256$", "SCRAM-SHA-256$4096:x$y:z", good.substring(0, good.length() - 2), good + "x",
                good.replaceFirst("\\$[0-9]+:", "\\$0:"), good.replaceFirst("\\$[0-9]+:", "\\$99999999:"))) {
            passwords(bad, "");
            assertFalse(asks(bad, "poll").succeeded(), "a hash is no password");
            assertFalse(asks("everything 1", "poll").succeeded(), bad);
            assertTrue(plugin.test().details().startsWith("admin_password begins like a hash and is none"), plugin.test()::details);
        }
        assertFalse(asks(good, "poll").succeeded());
    }

    @Test
    void hostileTextsNeverSignIn() {
        List<String> in = new ArrayList<>();
        passwords(StoredPassword.hash(new Secret(Directories.PASSWORD)).text(), "looking 1");
        for (String password : HostileTexts.PASSWORDS) {
            if (asks(password, "get_status").succeeded()) {
                in.add(password);
            }
        }
        passwords("?", "");
        assertFalse(asks("\ud800", "poll").succeeded(), "half a character is not a question mark");
        assertEquals(List.of(), in);
        Outcome named = plugin.run("anna\nroot", new Secret("?"), "poll");
        assertTrue(named.succeeded() && named.details().startsWith("anna?root"), named::details);
    }

    @Test
    void hashesArePostgresOwn() {
        List<String> passwords = List.of("simple", "with 'quotes' # and , $", "Ünïcödé ﬁ", "full ｗｉｄｔｈ\u00a0blank", "soft\u00adhyphen", "日本語");
        try (PostgresCluster cluster = PostgresCluster.start(0)) {
            for (String password : passwords) {
                String literal = "'" + password.replace("'", "''") + "'";
                PostgresCluster.query(cluster.primary(),
                        "DO $x$ BEGIN DROP ROLE IF EXISTS hashed; SET LOCAL password_encryption = 'scram-sha-256';"
                                + " EXECUTE 'CREATE ROLE hashed LOGIN PASSWORD ' || quote_literal(" + literal + "); END $x$; SELECT 1");
                String stored = PostgresCluster.query(cluster.primary(), "SELECT rolpassword FROM pg_authid WHERE rolname = 'hashed'");
                Optional<StoredPassword> read = StoredPassword.of(new Secret(stored));
                assertTrue(read.orElseThrow().matches(new Secret(password)), password + " " + stored);
                assertFalse(read.orElseThrow().matches(new Secret(password + "x")));
            }
            String ours = StoredPassword.hash(new Secret("ours, by HandyRep")).text();
            PostgresCluster.query(cluster.primary(), "DO $x$ BEGIN CREATE ROLE theirs LOGIN PASSWORD '" + ours + "'; END $x$; SELECT 1");
            assertEquals(ours, PostgresCluster.query(cluster.primary(), "SELECT rolpassword FROM pg_authid WHERE rolname = 'theirs'"),
                    "PostgreSQL takes it for a hash");
        }
    }
}
