package org.handyrep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.RepositoryPlugins;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The commands on a real cluster.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {

    private static final String PASSWORD = "corr3ct horse";

    private static final String DOORKEEPER =
            """
            package authentication;

            import org.handyrep.plugin.Authentication;
            import org.handyrep.plugin.HandyRepPlugin;
            import org.handyrep.plugin.Outcome;
            import org.handyrep.plugin.Secret;

            public class Doorkeeper extends HandyRepPlugin implements Authentication {
                @Override
                public Outcome run(String username, Secret userpass, String funcname) {
                    return userpass.reveal().equals("corr3ct horse") && username.equals("anna") && funcname.equals("poll")
                            ? Outcome.success("known")
                            : Outcome.failure(username + " may not call " + funcname);
                }

                @Override
                public Outcome test() {
                    return Outcome.success("ready");
                }
            }
            """;

    private final ManagedCluster cluster = ManagedCluster.start(1);
    private final String conf = cluster.conf().toString();

    @TempDir
    Path directory = Path.of("");

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void callPrintsTheReturnDictionaryAndExitsByItsResult() {
        Ran status = Ran.of("call", "get_status", "check_type=verify", "--conf", conf);
        assertEquals(0, status.exit(), status::err);
        assertEquals("healthy", status.json().path("servers").path("john").path("status").asString());
        assertEquals("healthy", status.json().path("cluster").path("status").asString());

        Ran nobody = Ran.of("call", "poll", "servername=jon", "--conf", conf);
        assertEquals(1, nobody.exit());
        assertEquals("FAIL", nobody.json().path("result").asString());
        assertEquals("there is no server jon; did you mean john?", nobody.json().path("details").asString());

        Ran unknown = Ran.of("call", "verify_al", "--conf", conf);
        assertEquals(2, unknown.exit());
        assertEquals("", unknown.out());
        assertTrue(unknown.err().contains("there is no function verify_al; did you mean verify_all?"), unknown::err);

        Ran unsaid = Ran.of("call", "clone", "replicaserver=paul", "--conf", conf);
        assertEquals(1, unsaid.exit());
        assertTrue(unsaid.json().path("details").asString().contains("no clone_method is configured for paul"), unsaid::out);
    }

    @Test
    void theLogOnStandardOutputDoesNotMixWithTheAnswer() throws IOException {
        String text = Files.readString(cluster.conf()).replace("cluster_name = lab", "cluster_name = lab\n    log_file = stdout");
        Path other = Files.writeString(cluster.conf().resolveSibling("stdout.conf"), text);
        Ran status = Ran.of("call", "get_cluster_status", "--conf", other.toString());
        assertEquals("healthy", status.json().path("status").asString(), status::out);
    }

    @Test
    void checkRunsTheTestOfEveryPluginInUse() {
        Ran check = Ran.of("check", "--conf", conf);
        assertEquals(0, check.exit(), check::out);
        for (String plugin : List.of("zero_auth", "one_hr_master", "poll_connect", "select_replica_priority",
                "replication_mb_lag_93", "restart_pg_ctl", "promote_pg_ctl")) {
            assertTrue(check.out().lines().anyMatch(l -> l.matches(plugin + " +SUCCESS .*")), check::out);
        }
        assertFalse(check.out().contains("FAIL"), check::out);
    }

    @Test
    void checkFailsWhereNobodyOpensTheDoor() {
        try (ManagedCluster lonely = ManagedCluster.start(0)) {
            lonely.closeDoor("john");
            Ran check = Ran.of("check", "--conf", lonely.conf().toString());
            assertEquals(1, check.exit(), check::out);
            assertTrue(check.out().lines().anyMatch(l -> l.matches("restart_pg_ctl +FAIL +john.*")), check::out);
            assertTrue(check.out().lines().anyMatch(l -> l.matches("poll_connect +SUCCESS .*")), check::out);
        }
    }

    @Test
    void watchPrintsAChangeAndEndsCleanly() throws Exception {
        try (Child watch = Child.start(List.of(), Map.of(), "", "watch", "--conf", conf)) {
            Awaitility.await().until(() -> said(watch, "john is primary"));
            cluster.server("paul").kill9();
            Awaitility.await().until(() -> said(watch, "paul is down") || said(watch, "paul is unavailable"));
            watch.process().destroy();
            Ran ended = watch.await();
            assertEquals(128 + 15, ended.exit(), "ended by SIGTERM");
            assertEquals("", ended.err());
        } finally {
            cluster.server("paul").start();
        }
    }

    private static boolean said(Child child, String text) {
        return child.out().stream().anyMatch(line -> line.contains(text));
    }

    @Test
    void theFirstQuestionIsWhoAsksAndAPasswordIsNeverRepeated() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        RepositoryPlugins.copyTo(home.resolve("plugins"));
        RepositoryPlugins.write(home.resolve("plugins"), "authentication/Doorkeeper.java", DOORKEEPER);
        String text = Files.readString(cluster.conf()).replace("zero_auth", "doorkeeper");
        String guarded = Files.writeString(cluster.conf().resolveSibling("guarded.conf"), text).toString();
        List<String> java = List.of("-Dhandyrep.home=" + home);

        try (Child right = Child.start(java, Map.of("HANDYREP_PASSWORD", PASSWORD), "",
                        "call", "poll", "servername=john", "--user", "anna", "--conf", guarded);
                Child wrong = Child.start(java, Map.of(), "not the " + PASSWORD + "\n",
                        "call", "poll", "nonsense=1", "--password", "--user", "anna", "--conf", guarded)) {
            Ran allowed = right.await();
            assertEquals(0, allowed.exit(), allowed::toString);
            Ran refused = wrong.await();
            assertEquals(1, refused.exit(), refused::toString);
            assertEquals("anna may not call poll", refused.json().path("details").asString());
            for (Ran ran : List.of(allowed, refused)) {
                assertFalse((ran.out() + ran.err()).contains("horse"), ran::toString);
            }
        }
        try (Child piped = Child.start(java, Map.of(), PASSWORD + "\n",
                "call", "poll", "nonsense=1", "--password", "--user", "anna", "--conf", guarded)) {
            assertEquals("poll has no argument nonsense; it takes servername", piped.await().json().path("details").asString());
        }
        assertFalse(Files.readString(cluster.conf().resolveSibling("handyrep.log")).contains("horse"));
    }

    @Test
    void aHashedPasswordLetsInAndWithoutOneTheThreeWaysAreNamed() throws Exception {
        Ran hash;
        try (Child child = Child.start(List.of(), Map.of(), PASSWORD + "\n", "hash-password")) {
            hash = child.await();
        }
        assertEquals(0, hash.exit(), hash::toString);
        assertTrue(hash.out().startsWith("admin_password = SCRAM-SHA-256$") && !hash.out().contains("horse"), hash::toString);
        String text = Files.readString(cluster.conf()).replace("zero_auth", "simple_password_auth")
                .replace("[passwords]", "[passwords]\n" + hash.out() + "\nread_password = handyrep");
        Path guarded = Files.writeString(cluster.conf().resolveSibling("hashed.conf"), text);
        Files.setPosixFilePermissions(guarded, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        String conf = guarded.toString();

        try (Child none = Child.start(List.of(), Map.of(), "", "call", "get_cluster_status", "--conf", conf);
                Child right = Child.start(List.of(), Map.of("HANDYREP_PASSWORD", PASSWORD), "", "call", "get_cluster_status", "--conf", conf);
                Child reader = Child.start(List.of(), Map.of("HANDYREP_PASSWORD", "handyrep"), "", "call", "get_cluster_status", "--conf", conf);
                Child acting = Child.start(List.of(), Map.of(), "handyrep\n",
                        "call", "manual_failover", "--password", "--user", "anna", "--conf", conf);
                Child check = Child.start(List.of(), Map.of(), "", "check", "--conf", conf)) {
            Ran asked = none.await();
            assertEquals(2, asked.exit(), asked::toString);
            assertEquals("", asked.out());
            for (String way : List.of("terminal", "HANDYREP_PASSWORD", "standard input with --password")) {
                assertTrue(asked.err().contains(way), asked::toString);
            }
            Ran in = right.await();
            assertEquals(0, in.exit(), in::toString);
            assertFalse(in.json().has("warning"), in::toString);
            Ran looking = reader.await();
            assertEquals(0, looking.exit(), looking::toString);
            assertTrue(looking.json().path("warning").asString().contains("everybody knows"), looking::toString);
            Ran refused = acting.await();
            assertEquals(1, refused.exit(), refused::toString);
            assertEquals(
                    "anna may only look: ro_function_list does not contain manual_failover",
                    refused.json().path("details").asString());
            Ran tested = check.await();
            assertTrue(tested.out().contains("read_password is the password that everybody knows"), tested::toString);
        }
    }

    @Test
    void theWindowIsDrawnAndThenOpensTheCluster() throws Exception {
        List<String> java = List.of("-Dglass.platform=Headless", "-Dprism.order=sw", "-Dhandyrep.timing=true", "-Duser.home=" + directory);
        try (Child window = Child.start(java, Map.of("XDG_CONFIG_HOME", directory.toString()), "", "--conf", conf)) {
            Awaitility.await().until(() -> window.err().stream().anyMatch(line -> line.startsWith("first frame ")));
            Awaitility.await().until(() -> remembered().contains(conf));
        }
    }

    /// What the window remembers of its clusters, which it does as soon as it opens them.
    private String remembered() throws IOException {
        Path file = directory.resolve("handyrep/console.json");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void withoutADisplayTheWindowNamesTheCommandsThatNeedNone() throws Exception {
        try (Child window = Child.start(List.of("-Duser.home=" + directory), Map.of(), "")) {
            assertTrue(window.process().waitFor(60, TimeUnit.SECONDS));
            Ran ran = window.await();
            assertEquals(2, ran.exit());
            assertEquals("", ran.out());
            assertEquals(1, ran.err().lines().count(), ran::err);
            for (String command : List.of("watch", "call", "check", "demo --headless")) {
                assertTrue(ran.err().contains(command), ran::err);
            }
        }
    }
}
