package org.handyrep.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfTest {

    private static final String FULL =
            """
            # a comment
            [handyrep]   # with a comment
            cluster_name = "a, b # c"
            master_check_parameters = one, 'two, too', "three"
            log_verbose = yes
            test_ssh_command = ls "a b"   # bare text may hold quotes
            handyrep_db =
            unheard_of = 1
            [passwords]
            superuser_pass = "p#1"
            own_pass = 'x'
            [failover]
            selection_method = select_by_priority
            poll_method = PollIsReady
            poll_interval = 7
            [extra_failover_commands]
                [[tell]]
                command = successplugin
                parameters = a, b
            [archive]
            [server_defaults]
            port = 5433
            ssh_key = keys/id
            pgdata = '''/data/main'''
            [servers]
                [["john #1"]]
                hostname = john
                role = master
                promotion_method = PROMOTE_PG_CTL
                ip_address = 10.0.0.1
                [[paul]]
                hostname = ::1
                lag_limit = 5
                port = 1
                own_key = 1, 2
                own_password = hidden
                [[pgb]]
                hostname = b
                role = pgbouncer
            [plugins]
                [[poll_isready]]
                isready_path = /usr/bin/pg_isready
                blank =
                smtp_pass = wallerstreet
                conninfo = "host=a password=sesame user=b"
            """;

    @TempDir
    Path directory = Path.of("");

    @Test
    void readsWhatIsThere() throws IOException {
        Conf conf = Samples.load(directory, FULL);
        assertEquals(Optional.of("a, b # c"), conf.option("handyrep", "cluster_name"));
        assertEquals(List.of("one", "two, too", "three"), conf.optionList("handyrep", "master_check_parameters"));
        assertEquals(Optional.of("ls \"a b\""), conf.option("handyrep", "test_ssh_command"));
        assertTrue(conf.isTrue("handyrep", "log_verbose"));
        assertEquals(7, conf.number("failover", "poll_interval"));
        assertEquals(new Secret("p#1"), conf.password("superuser_pass"));
        assertEquals(new Secret("x"), conf.password("own_pass"));
        assertEquals(List.of(new ExtraFailoverCommand("tell", "successplugin", List.of("a", "b"))), conf.extraFailoverCommands());
        assertEquals(List.of("/usr/bin/pg_isready"), conf.plugin("PollIsReady").get("isready_path"));
        assertEquals(Map.of(), conf.plugin("nothing"));
    }

    @Test
    void blankAndMissingMeanTheDefault() throws IOException {
        Conf conf = Samples.load(directory, FULL);
        assertEquals(Optional.of("postgres"), conf.option("handyrep", "handyrep_db"));
        assertEquals(60, conf.number("failover", "verify_frequency"));
        assertEquals(Optional.empty(), conf.option("handyrep", "push_alert_method"));
        assertEquals(Secret.NONE, conf.password("replication_pass"));
        assertEquals(Optional.of(directory.resolve("servers.save")), conf.path("handyrep", "server_file"));
        assertEquals(List.of(""), conf.plugin("poll_isready").get("blank"));
    }

    @Test
    void passwordsAreNoOptions() throws IOException {
        Conf conf = Samples.load(directory, FULL);
        assertEquals(Optional.empty(), conf.option("passwords", "superuser_pass"));
        assertEquals(List.of(), conf.optionList("passwords", "superuser_pass"));
        String shown = conf.options().toString();
        for (String secret : List.of("p#1", "wallerstreet", "sesame", "hidden")) {
            assertFalse(shown.contains(secret), secret);
        }
        OptionInForce pass = inForce(conf, "passwords", "superuser_pass");
        assertEquals("***", pass.value());
        assertEquals("handyrep.conf:10", pass.origin());
        assertEquals("", inForce(conf, "passwords", "replication_pass").value());
    }

    @Test
    void optionsInForceSayWhereTheyComeFrom() throws IOException {
        Conf conf = Samples.load(directory, FULL);
        assertEquals("handyrep.conf:15", inForce(conf, "failover", "poll_interval").origin());
        assertEquals("default", inForce(conf, "failover", "fail_retries").origin());
        assertEquals("5433", inForce(conf, "servers / john #1", "port").value());
        assertEquals("handyrep.conf:22", inForce(conf, "servers / john #1", "port").origin());
        assertTrue(inForce(conf, "failover", "poll_interval").documentation().startsWith("Seconds between polls."));
    }

    private static OptionInForce inForce(Conf conf, String section, String name) {
        return conf.options().stream()
                .filter(o -> o.section().equals(section) && o.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void methodsGetTheirProperNames() throws IOException {
        Conf conf = Samples.load(directory, FULL + "[x]\n");
        assertEquals(Optional.of("select_replica_priority"), conf.option("failover", "selection_method"));
        assertEquals(Optional.of("poll_isready"), conf.option("failover", "poll_method"));
        assertEquals(Optional.of("promote_pg_ctl"), conf.servers().getFirst().setting("promotion_method"));
        Conf original = Samples.load(directory, "[handyrep]\nmaster_check_method = handyrep_oneserver\n"
                + Samples.MINIMAL.replace("[handyrep]\ncluster_name = test\n", ""));
        assertEquals(Optional.of("one_hr_master"), original.option("handyrep", "master_check_method"));
    }

    @Test
    void serversHaveTheirDefaultsFilledIn() throws IOException {
        List<Server> servers = Samples.load(directory, FULL).servers();
        assertEquals(List.of("john #1", "paul", "pgb"), servers.stream().map(Server::name).toList());
        Server john = servers.getFirst();
        assertEquals("john:5433", john.address());
        assertEquals(Role.MASTER, john.role());
        assertTrue(john.enabled());
        assertEquals(999, john.failoverPriority());
        assertEquals(Optional.of("/data/main"), john.setting("pgdata"));
        assertEquals(Optional.of("handyrep"), john.setting("ssh_user"));
        assertEquals(Optional.of(directory.resolve("keys/id").toString()), john.setting("ssh_key"));
        assertEquals(Optional.of("10.0.0.1"), john.setting("ip_address"));
        Server paul = servers.get(1);
        assertEquals(Role.REPLICA, paul.role());
        assertEquals(5, paul.lagLimit());
        assertEquals(1, paul.port());
        assertEquals(Optional.of("1, 2"), paul.setting("own_key"));
        assertEquals(Optional.empty(), paul.setting("own_password"));
        assertEquals(Role.PGBOUNCER, servers.get(2).role());
    }

    @Test
    void warnsOfWhatIsProbablyNotMeant() throws IOException {
        String text = Samples.MINIMAL
                + """
                [failover]
                auto_failovr = True
                pgdata = /x
                [failovers]
                [passwords]
                superuser_pas = x
                replication_pass = abc#def
                mine = x
                [plugins]
                anything = 1
                [[any]]
                auto_failovr = 1
                [archive]
                archive_script_method =
                """
                + "archiving = False";
        List<ConfProblem> warnings = Samples.load(directory, text).warnings();
        String said = Samples.said(warnings);
        assertEquals(List.of(10, 11, 12, 14, 15, 18, 23), warnings.stream().map(ConfProblem::line).toList(), said);
        assertTrue(said.contains(":10: warning: [failover] has no option auto_failovr; did you mean auto_failover?"), said);
        assertTrue(said.contains("did you mean pgdata in [server_defaults]?"), said);
        assertTrue(said.contains("there is no section [failovers]; what is in it is ignored; did you mean failover?"), said);
        assertTrue(said.contains("did you mean superuser_pass?"), said);
        assertTrue(said.contains("# begins a comment, so the value of replication_pass ends before it"), said);
        assertTrue(said.contains("was the file cut off?"), said);
    }

    @Test
    void warnsWhenOthersCanReadThePasswords() throws IOException {
        Path file = Samples.write(directory, FULL);
        assertFalse(Samples.said(Samples.problems(file)).contains("can read it"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(Samples.said(Samples.problems(file)).contains("every user of this machine can read it (rw-r--r--)"));
    }

    @Test
    void windowsLineEndsAndByteOrderMarkAreFine() throws IOException {
        Conf conf = Samples.load(directory, "\uFEFF" + FULL.replace("\n", "\r\n"));
        assertEquals(3, conf.servers().size());
    }

    @Test
    void scenario03_unknownPluginNameRefusedAtConfigLoad() throws IOException {
        Set<String> methods = new TreeSet<>();
        for (ConfOption option : ConfOptions.ALL) {
            if (!(option.type() instanceof ValueType.Plugin)) {
                continue;
            }
            methods.add(option.name());
            String section = option.section().equals("extra_failover_commands")
                    ? "[extra_failover_commands]\n[[x]]\n"
                    : "[" + option.section() + "]\n";
            String text = section + option.name() + " = no_such_plugin\n"
                    + (section.startsWith("[handyrep]") ? Samples.MINIMAL.substring(11) : Samples.MINIMAL);
            ConfResult result = ConfReader.read(Samples.write(directory, text), Samples.PLUGINS);
            ConfResult.Rejected rejected = assertInstanceOf(ConfResult.Rejected.class, result, option.name());
            assertTrue(Samples.said(rejected.problems())
                    .contains(option.name() + " names the plugin no_such_plugin, which does not exist"));
        }
        Set<String> expected = new TreeSet<>();
        for (Kind kind : Kind.values()) {
            expected.add(kind.option());
        }
        expected.remove("");
        assertEquals(expected, methods);
    }

    @Test
    void scenario03_brokenPluginRefusedWithItsReason() throws IOException {
        PluginNames broken = new PluginNames() {
            @Override
            public Set<String> working(Kind kind) {
                return kind == Kind.SELECTION ? Set.of() : Samples.PLUGINS.working(kind);
            }

            @Override
            public Set<String> all() {
                return Set.of("select_replica_priority");
            }

            @Override
            public Optional<String> fault(String name) {
                return Optional.of("line 3: ';' expected");
            }
        };
        ConfResult result = ConfReader.read(Samples.write(directory, Samples.MINIMAL), broken);
        ConfResult.Rejected rejected = assertInstanceOf(ConfResult.Rejected.class, result);
        assertEquals(
                "handyrep.conf: error: selection_method names the plugin select_replica_priority, which does not work: line 3: ';' expected",
                Samples.said(rejected.problems()));
    }

    @Test
    void hostileNamesAreOnlyText() throws IOException {
        String name = "a; rm -rf /tmp/x $(touch /tmp/x) `id` \\' | & < > *";
        Conf conf = Samples.load(directory, "[servers]\n[[\"" + name + "\"]]\nhostname = h\nrole = master\npgdata = \"/d/$(id);'x'\"\n");
        assertEquals(name, conf.servers().getFirst().name());
        assertEquals(Optional.of("/d/$(id);'x'"), conf.servers().getFirst().setting("pgdata"));
        for (String host : List.of("a;b", "$(id)", "-oProxyCommand=x", "a b", "`id`", "a'b", "a\\nb", "a/b?x=1", "user@host")) {
            Path file = Samples.write(directory, "[servers]\n[[a]]\nhostname = \"" + host + "\"\nrole = master\n");
            ConfResult result = ConfReader.read(file, Samples.PLUGINS);
            ConfResult.Rejected rejected = assertInstanceOf(ConfResult.Rejected.class, result, host);
            assertTrue(Samples.said(rejected.problems()).contains("must be a host name or an IP address"));
        }
        Path file = Samples.write(directory, "[servers]\n[[\"a\u202eb\"]]\nhostname = a\nrole = master\n");
        assertTrue(Samples.said(Samples.problems(file)).contains(":2: error: a server's name must be printable text"));
    }
}
