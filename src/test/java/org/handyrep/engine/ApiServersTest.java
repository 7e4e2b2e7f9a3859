package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The functions that change which servers there are, on a real cluster.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServersTest {

    private final ManagedCluster cluster = ManagedCluster.start(1);
    private final ClusterEngine engine = cluster.engine();

    @AfterAll
    void stop() {
        engine.close();
        cluster.close();
    }

    private String refused(String function, String... arguments) {
        Map<String, Object> rd = call(function, arguments);
        assertEquals("FAIL", rd.get("result"), rd::toString);
        return String.valueOf(rd.get("details"));
    }

    private String done(String function, String... arguments) {
        Map<String, Object> rd = call(function, arguments);
        assertEquals("SUCCESS", rd.get("result"), rd::toString);
        return rd.toString();
    }

    private Map<String, Object> call(String function, String... arguments) {
        Map<String, String> named = new LinkedHashMap<>();
        Arrays.stream(arguments).map(a -> a.split("=", 2)).forEach(pair -> named.put(pair[0], pair[1]));
        return engine.call(Operator.local(), function, named);
    }

    private static void says(String part, String text) {
        assertTrue(text.contains(part), () -> "not said: " + part + "\nbut: " + text);
    }

    @Test
    void aServerIsAddedAlteredEnabledDisabledAndRemoved() throws IOException {
        says("has no hostname", refused("add_server", "servername=ringo"));
        says("there is a server paul already", refused("add_server", "servername=paul", "hostname=127.0.0.9"));
        says("must be a host name", refused("add_server", "servername=ringo", "hostname=a; rm -rf /"));
        says("must be printable", refused("add_server", "servername=rin\ngo", "hostname=127.0.0.9"));
        says("must be an absolute path", refused("add_server", "servername=ringo", "hostname=127.0.0.9", "pgdata=data"));
        says("did you mean restart_pg_ctl?",
                refused("add_server", "servername=ringo", "hostname=127.0.0.9", "restart_method=restart_pgctrl"));
        says("status is what HandyRep finds out",
                refused("add_server", "servername=ringo", "hostname=127.0.0.9", "status=healthy"));

        String added = done("add_server", "servername=ringo", "hostname=127.0.0.9", "lag_limt=5", "enabled=True");
        says("did you mean lag_limit?", added);
        says("replica at 127.0.0.9:5432", added);
        Server ringo = new Server(engine, "ringo");
        assertFalse(ringo.isTrue("enabled"));
        assertEquals("replica", ringo.get("role"));
        assertEquals("restart_pg_ctl", ringo.get("restart_method"));
        says("\"ringo\"", Files.readString(cluster.conf().resolveSibling("servers.save")));

        done("alter_server_def", "servername=ringo", "props={\"port\": 1, \"role\": \"master\"}", "failover_priority=");
        assertEquals("1", new Server(engine, "ringo").get("port"));
        assertEquals("999", new Server(engine, "ringo").get("failover_priority"));
        says("john is the enabled master", refused("enable", "servername=ringo"));
        says("changed with enable and disable", refused("alter_server_def", "servername=ringo", "enabled=True"));
        done("alter_server_def", "servername=ringo", "role=replica");
        says("it is unavailable", done("enable", "servername=ringo"));
        says("only a disabled server", refused("remove", "servername=ringo"));
        String gone = refused("disable", "servername=ringo");
        says("ringo is disabled, but it was not shut down and may still run", gone);
        done("remove", "servername=ringo");
        says("there is no server ringo", refused("remove", "servername=ringo"));
        says("did you mean paul?", refused("enable", "servername=paula"));
    }

    @Test
    void theRoleAndTheStatusOfAnEnabledServerCannotBeSet() {
        says("cannot be changed while it is enabled", refused("alter_server_def", "servername=paul", "role=master"));
        says("cannot be changed while it is enabled", refused("alter_server_def", "servername=john", "role=replica"));
        says("status_no is what HandyRep finds out", refused("alter_server_def", "servername=paul", "status_no=1"));
        says("must be a whole number", refused("alter_server_def", "servername=paul", "lag_limit=much"));
        says("needs what to change", refused("alter_server_def", "servername=paul"));
        assertEquals("john", engine.call(Operator.local(), "get_master_name", Map.of()).get("master"));
    }

    @Test
    void disablingShutsDownAndThePrimaryNeedsItsName() {
        says("give confirm=john", refused("disable", "servername=john"));
        says("give confirm=john", refused("disable", "servername=john", "confirm=paul"));
        assertTrue(cluster.server("john").isRunning());

        says("shut_down=true", done("disable", "servername=paul"));
        assertFalse(cluster.server("paul").isRunning());
        says("is disabled already", refused("disable", "servername=paul"));
        done("startup", "servername=paul");
        says("it is healthy", done("enable", "servername=paul"));
        says("is enabled already", refused("enable", "servername=paul"));
    }

    /// The cluster works, so its status is a warning; but who asked was not let in.
    @Test
    void aPrimaryThatOnlyOthersHearIsNoSuccess() {
        done("verify_all");
        String port = new Server(engine, "john").get("port");
        done("alter_server_def", "servername=john", "port=1");
        Awaitility.await("paul hears it").until(() -> {
            PostgresCluster.query(cluster.server("john"), "SELECT pg_create_restore_point('heard')");
            refused("verify_all");
            return "warning".equals(((Map<?, ?>) call("get_cluster_status")).get("status"));
        });
        refused("poll_master");
        done("alter_server_def", "servername=john", "port=" + port);
        done("verify_all");
    }

    @Test
    void argumentsAndFunctionsThatDoNotExistNameTheNearest() {
        says("did you mean servername?", refused("poll", "servernam=john"));
        says("get_master_name has no argument x; it takes none", refused("get_master_name", "x=1"));
        says("remaster is True or False, not perhaps", refused("manual_failover", "remaster=perhaps"));
        says("numlines is a whole number", refused("read_log", "numlines=-3"));
        says("check_type is cached, poll or verify", refused("get_status", "check_type=all"));
        says("did you mean poll_interval?", refused("get_setting", "category=failover", "setting=pol_interval"));
        says("passwords are never shown", refused("get_setting", "category=passwords", "setting=superuser_pass"));
        says("cannot be called", refused("failover_check"));
        says("no clone_method is configured for paul", refused("clone", "replicaserver=paul"));
        says("did you mean manual_failover?",
                String.valueOf(assertThrows(UnknownFunction.class, () -> call("manual_failver")).getMessage()));
    }

    @Test
    void aVerboseLogHoldsEveryCycle() {
        done("set_verbose", "verbose=True");
        done("poll_all");
        says("POLL: ", call("read_log", "numlines=5").toString());
        done("set_verbose", "verbose=False");
        refused("set_verbose");
    }

    /// One server as `get_server_info` shows it.
    private record Server(Map<?, ?> entry) {
        Server(ClusterEngine engine, String name) {
            this((Map<?, ?>) engine.call(Operator.local(), "get_server_info", Map.of("servername", name))
                    .getOrDefault(name, Map.of()));
        }

        String get(String key) {
            return String.valueOf(entry.get(key));
        }

        boolean isTrue(String key) {
            return get(key).equals("true");
        }
    }
}
