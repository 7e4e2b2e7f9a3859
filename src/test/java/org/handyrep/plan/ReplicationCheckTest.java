package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.handyrep.plan.Check.Level;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.cloning.ReplicationLogin;
import org.junit.jupiter.api.Test;

/// What each answer to a connection for replication means. The answers are PostgreSQL's own.
class ReplicationCheckTest {

    private static void is(Level level, String words, CommandResult result) {
        Check check = ReplicationCheck.of("replication", new ReplicationLogin("george", "john", "john.example:5432", "replicator", result));
        assertEquals(level, check.level(), check::toString);
        assertTrue(check.saw().contains(words), check::toString);
    }

    private static CommandResult refused(String why) {
        return new CommandResult.Exited(2, "", "psql: error: connection to server at \"john.example\" (10.0.0.1), port 5432 failed: " + why);
    }

    @Test
    void aRefusalSaysWhatToDo() {
        is(Level.STOP, "pg_hba.conf of john needs a line: host replication replicator 10.0.0.7/32 scram-sha-256",
                refused("FATAL:  no pg_hba.conf entry for replication connection from host \"10.0.0.7\", user \"replicator\", no encryption"));
        is(Level.STOP, "host replication replicator fd00::7/128 scram-sha-256",
                refused("FATAL:  pg_hba.conf rejects replication connection for host \"fd00::7\", user \"replicator\", no encryption"));
        is(Level.STOP, "replicator <address of george> scram", refused("FATAL:  no pg_hba.conf entry"));
        is(Level.STOP, "is replication_pass of handyrep.conf its password on john?", refused("FATAL:  password authentication failed for user \"replicator\""));
        is(Level.STOP, "is replication_pass of", refused("fe_sendauth: no password supplied"));
        is(Level.STOP, "ALTER ROLE replicator LOGIN REPLICATION", refused("FATAL:  role \"replicator\" is not permitted to log in"));
        is(Level.STOP, "ALTER ROLE", refused("FATAL:  permission denied to start WAL sender"));
        is(Level.STOP, "does john listen there", refused("Connection refused"));
    }

    @Test
    void whatPsqlCouldNotAskIsNotHeldAgainstTheServer() {
        is(Level.OK, "replicator can connect from the host of george to john", new CommandResult.Exited(0, "7000|1|0/1|", ""));
        is(Level.WARNING, "not asked", new CommandResult.Exited(127, "", "sh: psql: not found"));
        is(Level.WARNING, "not asked", new CommandResult.Unfinished("did not end within 15 s"));
        is(Level.WARNING, "not asked", new CommandResult.NotStarted("no connection"));
    }
}
