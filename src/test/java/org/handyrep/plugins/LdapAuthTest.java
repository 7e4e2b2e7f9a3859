package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import authentication.LdapAuth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.testing.FakeTools;
import org.handyrep.testing.Slapd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// People of three directories: UnboundID's in memory as a standard tree and as an Active Directory, and a real slapd.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LdapAuthTest {

    private static final String ANNA = Directories.PASSWORD;
    private static final String SLAPD = "slapd";

    private final Directories standard = Directories.standard();
    private final Directories microsoft = Directories.activeDirectory();
    private final java.util.Optional<Directories> real =
            org.handyrep.testing.Needs.find("slapd").map(found -> Directories.real());

    @AfterAll
    void stop() {
        standard.close();
        microsoft.close();
        real.ifPresent(Directories::close);
    }

    private Directories directory(String which) {
        return switch (which) {
            case "standard" -> standard;
            case "microsoft" -> microsoft;
            default -> {
                org.handyrep.testing.Needs.tool("slapd");
                yield real.orElseThrow();
            }
        };
    }

    private static LdapAuth over(FakeTools tools) {
        LdapAuth plugin = new LdapAuth();
        plugin.bind(tools);
        return plugin;
    }

    private static java.util.Map<String, List<String>> settings(FakeTools tools) {
        return tools.plugins.computeIfAbsent("ldap_auth", p -> new java.util.HashMap<>());
    }

    private static Outcome asks(FakeTools tools, String name, String password, String function) {
        return over(tools).run(name, new Secret(password), function);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "microsoft", SLAPD})
    void theGroupDecidesWhatSomebodyMayCall(String which) {
        FakeTools tools = directory(which).tools();
        Outcome anna = asks(tools, "anna", ANNA, "manual_failover");
        assertTrue(anna.succeeded(), anna::details);
        assertFalse(anna.extra().containsKey("warning"), "nobody listens on a loopback address");
        assertTrue(asks(tools, "rita", ANNA, "get_status").succeeded());
        Outcome refused = asks(tools, "rita", ANNA, "manual_failover");
        assertEquals("rita may only look: ro_function_list does not contain manual_failover", refused.details());
        assertEquals(true, refused.extra().get("known"));
        assertTrue(asks(tools, "nobody", ANNA, "get_status").details().startsWith("nobody is not in the group "));
        assertEquals("the name or the password is wrong", asks(tools, "anna", "wrong", "get_status").details());
        assertEquals("the name or the password is wrong", asks(tools, "jane", ANNA, "get_status").details());
        assertEquals("no password was given", asks(tools, "anna", "", "get_status").details());
        assertEquals(
                Set.of("poll"), over(tools.set("ldap_auth", "ro_function_list", "poll"))
                        .allowed("rita", new Secret(ANNA), List.of("poll", "poll_all", "promote")));
        assertTrue(over(tools).test().succeeded(), () -> over(tools).test().details());
    }

    @Test
    void oneQuestionTellsAllThatSomebodyMayCall() {
        standard.binds.clear();
        Set<String> allowed = over(standard.tools())
                .allowed("anna", new Secret(ANNA), Stream.iterate(1, i -> i + 1).limit(50).map(i -> "f" + i).toList());
        assertEquals(50, allowed.size());
        assertEquals(
                List.of(
                        "cn=handyrep,dc=example,dc=org:" + Directories.SERVICE_PASSWORD,
                        "uid=anna,ou=people,dc=example,dc=org:" + ANNA,
                        "cn=handyrep,dc=example,dc=org:" + Directories.SERVICE_PASSWORD),
                standard.binds);
    }

    @Test
    void groupsInGroupsCountWhereTheServerCanTell() {
        FakeTools tools = microsoft.tools();
        assertTrue(asks(tools, "otto", ANNA, "promote").succeeded());
        assertTrue(asks(tools, "otto@corp.example", ANNA, "promote").succeeded(), "by userPrincipalName");
        assertTrue(asks(tools, "OTTO", ANNA, "promote").succeeded());
        assertFalse(asks(tools.set("ldap_auth", "nested_groups", "False"), "otto", ANNA, "get_status").succeeded());
        assertFalse(asks(microsoft.tools().set("ldap_auth", "user_attribute", "sAMAccountName"), "otto@corp.example", ANNA, "promote")
                .succeeded());
        assertFalse(asks(microsoft.tools().set("ldap_auth", "member_attributes", "member"), "anna", ANNA, "promote").succeeded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", SLAPD})
    void posixGroupsAndNamesWithEveryCharacter(String which) {
        FakeTools tools = directory(which).tools().set("ldap_auth", "hr_group", "oncall");
        assertTrue(asks(tools, "posix", ANNA, "promote").succeeded());
        assertFalse(asks(tools.set("ldap_auth", "member_attributes", "member"), "posix", ANNA, "promote").succeeded());
        Outcome otto = asks(directory(which).tools(), "o*tto)(uid=,\"x\"", ANNA, "promote");
        assertTrue(otto.succeeded(), otto::details);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "microsoft", SLAPD})
    void aMissingGroupOrTreeIsNamed(String which) {
        Directories directory = directory(which);
        FakeTools group = directory.tools().set("ldap_auth", "hr_group", "absent");
        assertTrue(asks(group, "anna", ANNA, "poll").details().startsWith("there is no group absent below "));
        assertFalse(over(group).test().succeeded());
        FakeTools tree = directory.tools().set("ldap_auth", "base_dn", "dc=absent");
        assertTrue(asks(tree, "anna", ANNA, "poll").details().contains("dc=absent is not there"), asks(tree, "anna", ANNA, "poll")::details);
        assertFalse(over(tree).test().succeeded());
        FakeTools none = directory.tools();
        settings(none).remove("hr_group");
        assertEquals("[plugins] [[ldap_auth]] lacks hr_group", asks(none, "anna", ANNA, "poll").details());
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "microsoft", SLAPD})
    void aWrongPasswordOfHandyRepItselfIsSaidAndNotShown(String which) {
        FakeTools tools = directory(which).tools();
        tools.passwords.put("bind_password", "wr0ng horse");
        Outcome outcome = asks(tools, "anna", ANNA, "poll");
        assertTrue(outcome.details().endsWith("does not accept HandyRep itself: check bind_dn and bind_password"), outcome::details);
        assertFalse(outcome.details().contains("horse"));
        assertEquals(outcome.details(), over(tools).test().details());
        tools.passwords.clear();
        assertTrue(asks(tools, "anna", ANNA, "poll").details().startsWith("bind_dn is set and bind_password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "microsoft", SLAPD})
    void scenario22_hostileNamesAndPasswordsNeverSignIn(String which) {
        FakeTools tools = directory(which).tools().set("ldap_auth", "log_auth", "True").set("ldap_auth", "debug_auth", "True");
        List<String> in = new ArrayList<>();
        for (String name : HostileTexts.NAMES) {
            if (asks(tools, name, ANNA, "get_status").succeeded()) {
                in.add("name " + name);
            }
        }
        for (String password : HostileTexts.PASSWORDS) {
            for (String name : List.of("anna", "plain")) {
                Outcome outcome = asks(tools, name, password, "get_status");
                if (outcome.succeeded() || (password.length() > 3 && outcome.details().contains(password))) {
                    in.add(name + " with password " + password);
                }
            }
        }
        assertEquals(List.of(), in);
        assertTrue(HostileTexts.NAMES.size() >= 40 && HostileTexts.PASSWORDS.size() >= 40);
        assertTrue(asks(tools, "anna", ANNA, "promote").succeeded(), "the directory still works");
        assertTrue(tools.logged.stream().noneMatch(line -> line.chars().anyMatch(c -> c < ' ')), "one log line each");
        assertTrue(tools.logged.stream().noneMatch(line -> line.contains(ANNA) || line.contains(Directories.SERVICE_PASSWORD)));
    }

    @Test
    void scenario22_aPasswordThatIsNoneNeverReachesTheServer() {
        standard.binds.clear();
        for (String password : List.of("", "\0", ANNA + "\0", ANNA + "\0x", "\ud800", "x".repeat(1025))) {
            assertFalse(asks(standard.tools(), "anna", password, "get_status").succeeded());
        }
        assertEquals(List.of(), standard.binds);
    }

    @Test
    void logAuthTellsWhoAndDebugAuthTellsHow() {
        FakeTools quiet = standard.tools();
        asks(quiet, "anna", ANNA, "poll");
        assertEquals(List.of(), quiet.logged);
        FakeTools who = standard.tools().set("ldap_auth", "log_auth", "True");
        asks(who, "anna", ANNA, "poll");
        asks(who, "anna\nPLUGIN ldap_auth: eve is who she says", "wrong", "poll");
        assertEquals(
                List.of(
                        "PLUGIN ldap_auth: anna is who he or she says and may do everything",
                        "PLUGIN ldap_auth: anna?PLUGIN ldap_auth: eve is who she says was refused: the name or the password is wrong"),
                who.logged);
        FakeTools how = standard.tools().set("ldap_auth", "debug_auth", "True");
        asks(how, "anna", ANNA, "poll");
        assertTrue(how.logged.stream().anyMatch(l -> l.contains("uid=anna,ou=people,dc=example,dc=org is in cn=dba")), how.logged::toString);
    }

    @Test
    void aDeadServerCostsNothingWhenAnotherOneAnswers() {
        String dead = "ldap://127.0.0.1:" + Slapd.freePort();
        FakeTools tools = standard.tools();
        settings(tools).put("uri", List.of(dead, standard.uri()));
        assertTrue(asks(tools, "anna", ANNA, "promote").succeeded());
        assertTrue(over(tools).test().details().contains("WARNING: " + dead + " cannot be reached"), over(tools).test()::details);
        tools.set("ldap_auth", "uri", dead);
        assertTrue(asks(tools, "anna", ANNA, "poll").details().startsWith(dead + " cannot be reached ("), asks(tools, "anna", ANNA, "poll")::details);
        assertFalse(over(tools).test().succeeded());
        for (String wrong : List.of("http://x", "ldap://", "ldap:// x", "localhost", "ldap://a:b@c", "ldap://h/dc=x??sub")) {
            assertTrue(asks(tools.set("ldap_auth", "uri", wrong), "anna", ANNA, "poll").details().startsWith("uri is ldap://host"), wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldap", "ldaps", "starttls", "starttls, agreed to"})
    void aSilentServerIsGivenUpInTime(String how) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            if (how.endsWith("agreed to")) {
                Thread.startVirtualThread(() -> agreeTo(silent));
            }
            FakeTools tools = standard.tools()
                    .set("ldap_auth", "uri", (how.equals("ldaps") ? "ldaps" : "ldap") + "://127.0.0.1:" + silent.getLocalPort())
                    .set("ldap_auth", "starttls", String.valueOf(how.startsWith("starttls")))
                    .set("ldap_auth", "connect_timeout", "1")
                    .set("ldap_auth", "answer_timeout", "1");
            long begin = System.nanoTime();
            Outcome outcome = asks(tools, "anna", ANNA, "poll");
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            assertFalse(outcome.succeeded());
            assertTrue(took.compareTo(Duration.ofSeconds(50)) < 0, "took " + took);
            assertTrue(outcome.details().contains("127.0.0.1:" + silent.getLocalPort()), outcome::details);
        }
    }

    /// Answers the wish for TLS with yes, and says nothing in the handshake.
    private static void agreeTo(ServerSocket silent) {
        try {
            Socket client = silent.accept();
            client.getInputStream().read(new byte[64]);
            client.getOutputStream().write(new byte[] {0x30, 0x0c, 2, 1, 1, 0x78, 7, 0x0a, 1, 0, 4, 0, 4, 0});
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void tlsChecksAuthorityAndName() {
        Slapd slapd = directory(SLAPD).slapd();
        String safe = "ldaps://127.0.0.1:" + slapd.tlsPort();
        String plain = "ldap://127.0.0.1:" + slapd.port();
        for (String uri : List.of(safe, plain)) {
            FakeTools tools = directory(SLAPD).tools().set("ldap_auth", "uri", uri)
                    .set("ldap_auth", "starttls", String.valueOf(uri.equals(plain)));
            Outcome untrusted = asks(tools, "anna", ANNA, "promote");
            assertFalse(untrusted.succeeded());
            assertTrue(untrusted.details().contains("check ca_file"), untrusted::details);
            tools.set("ldap_auth", "ca_file", slapd.certificate().toString());
            Outcome trusted = asks(tools, "anna", ANNA, "promote");
            assertTrue(trusted.succeeded(), trusted::details);
            Outcome otherName = asks(tools.set("ldap_auth", "uri", uri.replace("127.0.0.1", "127.0.0.2")), "anna", ANNA, "promote");
            assertFalse(otherName.succeeded(), "a certificate for another host than " + uri);
            assertTrue(otherName.details().contains("check ca_file"), otherName::details);
        }
        FakeTools missing = directory(SLAPD).tools().set("ldap_auth", "uri", safe).set("ldap_auth", "ca_file", "/nowhere/ca.pem");
        assertTrue(asks(missing, "anna", ANNA, "poll").details().contains("ca_file /nowhere/ca.pem cannot be read"));
    }

    @Test
    void aReadablePathToTheDirectoryIsWarnedAbout() {
        FakeTools tools = standard.tools();
        settings(tools).put("uri", List.of(standard.uri(), "ldap://ldap.example.org"));
        Outcome outcome = asks(tools, "anna", ANNA, "poll");
        assertEquals("Passwords travel readable to ldap://ldap.example.org: use ldaps:// or starttls = True.", outcome.extra().get("warning"));
    }
}
