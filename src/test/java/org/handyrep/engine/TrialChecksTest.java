package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Check;
import org.handyrep.plan.Check.Level;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.PlaceSeen;
import org.junit.jupiter.api.Test;

final class TrialChecksTest {

    private static final String OURS = "7000";

    private static Server server(String name, String host, int port, String pgdata) {
        return new Server(name, host, port, Role.REPLICA, false, 999, 1000, Map.of("pgdata", pgdata));
    }

    private static PlaceSeen place(boolean mine, List<String> entries) {
        return new PlaceSeen("/data/17", true, "", "/data/17", mine, "1:2", entries, List.of(), PlaceSeen.Left.NOTHING, new PlaceSeen.Space("1", 1L << 40, 0), false);
    }

    private static HostSeen host(PlaceSeen place, String system, String running) {
        return new HostSeen(
                "postgres", "/var/lib/postgresql", "b", List.of(place), system.isEmpty() ? "" : "17",
                system.isEmpty() ? Optional.empty() : Optional.of(new ControlData(system, 1300, "shut down in recovery", Lsn.ZERO, Lsn.ZERO, 1)),
                "", running, Optional.empty(), Map.of());
    }

    @Test
    void aSentenceOfTheRulesIsFoundItsField() {
        assertEquals("port", TrialChecks.field("port = 70000 cannot be: it must be a whole number from 1 to 65535"));
        assertEquals("ssh_port", TrialChecks.field("ssh_port = x cannot be: it must be a whole number from 1 to 65535"));
        assertEquals("clone_method", TrialChecks.field("clone_method names the plugin clone_tra, which does not exist; did you mean clone_tar?"));
        assertEquals("hostname", TrialChecks.field("server stuart has no hostname"));
        assertEquals("settings", TrialChecks.field("something else"));
    }

    @Test
    void aServerThatIsAnotherAlreadyIsStopped() {
        List<Server> others = List.of(server("paul", "10.0.0.2", 5432, "/data/17"));
        assertEquals("port", TrialChecks.twin(server("stuart", "10.0.0.2", 5432, "/other"), others).orElseThrow().name());
        assertEquals("pgdata", TrialChecks.twin(server("stuart", "10.0.0.2", 5433, "/data/17"), others).orElseThrow().name());
        assertEquals(Optional.empty(), TrialChecks.twin(server("stuart", "10.0.0.2", 5433, "/other"), others));
        assertEquals(Optional.empty(), TrialChecks.twin(server("paul", "10.0.0.2", 5432, "/data/17"), others), "the one that is edited");
    }

    @Test
    void theDataDirectoryIsJudgedByWhatIsInIt() {
        is(Level.OK, "is empty", TrialChecks.dataDirectory(host(place(true, List.of()), "", ""), OURS));
        is(Level.STOP, "install -d -o postgres -m 700 /data/17", TrialChecks.dataDirectory(host(place(false, List.of()), "", ""), OURS));
        is(Level.STOP, "no data directory of PostgreSQL", TrialChecks.dataDirectory(host(place(true, List.of("photos")), "", ""), OURS));
        is(Level.STOP, "another cluster", TrialChecks.dataDirectory(host(place(true, List.of("PG_VERSION")), "666", ""), OURS));
        is(Level.WARNING, "only as a reclone", TrialChecks.dataDirectory(host(place(true, List.of("PG_VERSION")), OURS, ""), OURS));
        is(Level.OK, "it runs", TrialChecks.dataDirectory(host(place(true, List.of("PG_VERSION")), OURS, "postmaster 12"), OURS));
    }

    @Test
    void eachFailureSaysHowItIsMended() {
        Server stuart = server("stuart", "h", 5432, "/data/17");
        is(Level.STOP, "authorized_keys", TrialChecks.login(new CommandResult.NotStarted("h refused the login of anna"), stuart, "anna"));
        is(Level.STOP, "button below", TrialChecks.login(new CommandResult.NotStarted("the host key of h is not known yet: ED25519 SHA256:x, and it was not accepted"), stuart, "anna"));
        is(Level.STOP, "does sshd run there on port 22", TrialChecks.login(new CommandResult.NotStarted("no connection to anna@h:22: refused"), stuart, "anna"));
        is(Level.STOP, "anna ALL=(postgres) NOPASSWD: ALL", TrialChecks.owner(new CommandResult.Exited(1, "", "sudo: a password is required"), "anna", "postgres"));
        is(Level.STOP, "the cluster is 17", TrialChecks.program(new CommandResult.Exited(0, "pg_ctl (PostgreSQL) 15.4\n", ""), "pg_ctl", 17));
        is(Level.OK, "17.2", TrialChecks.program(new CommandResult.Exited(0, "pg_ctl (PostgreSQL) 17.2 (Debian)\n", ""), "pg_ctl", 17));
    }

    @Test
    void nothingListeningIsWellAndAFirewallIsNot() {
        Server stuart = server("stuart", "h", 5432, "/data/17");
        is(Level.OK, "a clone starts it there", TrialChecks.listening(silent(ConnectionProblem.Kind.REFUSED), stuart));
        is(Level.WARNING, "firewall", TrialChecks.listening(silent(ConnectionProblem.Kind.TIMED_OUT), stuart));
    }

    private static ServerState silent(ConnectionProblem.Kind kind) {
        return new ServerState.Unreachable(new ConnectionProblem(kind, "", "h:5432 does not answer"));
    }

    private static void is(Level level, String words, Check check) {
        assertEquals(level, check.level(), check::toString);
        assertTrue(check.saw().contains(words), check::toString);
    }
}
