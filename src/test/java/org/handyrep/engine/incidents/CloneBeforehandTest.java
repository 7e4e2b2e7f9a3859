package org.handyrep.engine.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Check;
import org.handyrep.plan.Request;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What would let a clone fail after hours is found before it begins.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloneBeforehandTest {

    private CloneLab clones;

    @BeforeAll
    void open() {
        clones = CloneLab.open("clone_basebackup");
    }

    @AfterAll
    void close() {
        clones.close();
    }

    private static Request.Clone from(String source) {
        return new Request.Clone("george", Optional.of(source), true);
    }

    private static Check check(List<Check> checks, String name) {
        return checks.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow(() -> new AssertionError(name + " is not in " + checks));
    }

    @Test
    void aSourceThatGetsNoWalIsWarnedOf() {
        assertEquals(Check.Level.OK, check(clones.lab.plan(from("paul")).checks(), "source streams").level());
        String followed = clones.lab.query("paul", "SELECT quote_literal(setting) FROM pg_settings WHERE name = 'primary_conninfo'");
        clones.lab.server("paul").execute("ALTER SYSTEM SET primary_conninfo = ''");
        clones.lab.server("paul").execute("SELECT pg_reload_conf()");
        try {
            clones.lab.awaitStreams("john", 1);
            Check check = check(clones.lab.plan(from("paul")).checks(), "source streams");
            assertEquals(Check.Level.WARNING, check.level(), check::toString);
        } finally {
            clones.lab.server("paul").execute("ALTER SYSTEM SET primary_conninfo = " + followed);
            clones.lab.server("paul").execute("SELECT pg_reload_conf()");
            clones.lab.awaitStreams("john", 2);
        }
    }

    private Check refused(String source, String name) {
        Check check = check(clones.lab.refusal(from(source)).checks(), name);
        assertEquals(Check.Level.STOP, check.level(), check::toString);
        return check;
    }

    @Test
    void whoMayConnectForReplicationIsTriedAtTheUpstreamAndAtTheSource() {
        List<Check> checks = clones.lab.plan(from("paul")).checks();
        assertEquals("replicator can connect from the host of george to john for replication", check(checks, "replication to john").saw());
        assertEquals(Check.Level.OK, check(checks, "replication to paul").level());
        assertTrue(clones.lab.cluster.commands().stream().anyMatch(c -> c.contains("IDENTIFY_SYSTEM")));
        assertTrue(clones.lab.cluster.commands().stream().noneMatch(c -> c.contains(PostgresCluster.PASSWORD)), "the password in a command");
    }

    @Test
    void aUserWhoMayNotLogInStopsTheClone() {
        clones.lab.server("john").execute("ALTER ROLE replicator NOLOGIN");
        try {
            Check check = refused("john", "replication to john");
            assertTrue(check.saw().contains("not permitted to log in"), check::saw);
            assertTrue(check.saw().contains("ALTER ROLE replicator LOGIN REPLICATION"), check::saw);
        } finally {
            clones.lab.server("john").execute("ALTER ROLE replicator LOGIN");
        }
    }

    @Test
    void aMissingLineInTheSourcesOwnPgHbaStopsTheClone() throws IOException {
        Path hba = clones.lab.server("paul").settings().data().resolve("pg_hba.conf");
        String before = Files.readString(hba);
        Files.writeString(hba, before.replaceAll("(?m)^host replication.*$", ""));
        clones.lab.server("paul").execute("SELECT pg_reload_conf()");
        PostgresCluster.awaitAnswer(clones.lab.server("paul"), "SELECT count(*) FROM pg_hba_file_rules WHERE 'replication' = ANY (database)", "0");
        try {
            Check check = refused("paul", "replication to paul");
            assertTrue(check.saw().contains("no pg_hba.conf entry for replication connection"), check::saw);
            assertTrue(check.saw().contains("pg_hba.conf of paul needs a line: host replication replicator 127."), check::saw);
        } finally {
            Files.writeString(hba, before);
            clones.lab.server("paul").execute("SELECT pg_reload_conf()");
        }
    }
}
