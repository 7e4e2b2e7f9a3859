package org.handyrep.engine.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.engine.ActionOffer;
import org.handyrep.plan.Check;
import org.handyrep.plan.Check.Level;
import org.handyrep.plan.Request;
import org.junit.jupiter.api.Test;

/// A server that is to be added is tried on real hosts before anything is written.
class AddServerTest {

    private static List<Check> tried(Lab lab, Map<String, String> settings, String... more) {
        Map<String, String> all = new HashMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return lab.engine.tryServer(Lab.ANNA, "stuart", all, false);
    }

    private static void says(List<Check> checks, String name, Level level, String words) {
        assertTrue(
                checks.stream().anyMatch(c -> c.name().equals(name) && c.level() == level && c.saw().contains(words)),
                () -> name + " " + level + " " + words + " in " + checks);
    }

    @Test
    void whatIsTypedIsTriedAndOnlyWhatWasAddedIsOffered() throws IOException {
        try (CloneLab clones = CloneLab.open("clone_tar")) {
            clones.lab.engine.call(Lab.ANNA, "verify_all", Map.of());
            whatIsTypedIsTriedAndSaysWhatIsMissing(clones);
            aServerThatWasAddedIsOfferedAsACloneAndThePrimaryIsNot(clones.lab);
        }
    }

    private static void whatIsTypedIsTriedAndSaysWhatIsMissing(CloneLab clones) throws IOException {
        Lab lab = clones.lab;
        Server george = lab.engine.view().snapshot().find("george").orElseThrow().server();
        Path home = clones.george().settings().home();
        Map<String, String> right = Map.of(
                "hostname", george.hostname(),
                "port", String.valueOf(LoopbackAddress.freePort(george.hostname())),
                "ssh_port", george.setting("ssh_port").orElseThrow(),
                "pgdata", home.resolve("stuart").toString());

        List<Check> fine = tried(lab, right);
        assertTrue(fine.stream().noneMatch(c -> c.level() == Level.STOP), fine::toString);
        says(fine, "hostname", Level.OK, george.hostname());
        says(fine, "SSH login", Level.OK, "logs in on port");
        says(fine, "pgdata", Level.OK, "does not exist");
        says(fine, "PostgreSQL", Level.OK, "pg_ctl (PostgreSQL)");
        says(fine, "clone_method", Level.OK, "");
        says(fine, "connection", Level.OK, "nothing listens");
        if (Files.exists(Path.of(clones.george().settings().binaries().program("psql")))) {
            says(fine, "replication", Level.OK, "for replication");
        }
        assertFalse(Files.exists(home.resolve("stuart")), "a trial makes nothing");

        says(tried(lab, right, "clone_method", "clone_tra"), "clone_method", Level.STOP, "did you mean clone_tar?");
        says(tried(lab, right, "port", "70000"), "port", Level.STOP, "whole number");
        says(tried(lab, right, "port", String.valueOf(george.port())), "port", Level.STOP, "george has the same host");
        says(tried(lab, right, "hostname", "no-such-host.invalid"), "hostname", Level.STOP, "does not know the host");
        says(tried(lab, right, "ssh_user", "nobody_such"), "SSH login", Level.STOP, "authorized_keys");
        says(tried(lab, right, "ssh_port", String.valueOf(LoopbackAddress.freePort(george.hostname()))), "SSH login", Level.STOP, "does sshd run there");
        says(tried(lab, right, "pgdata", "/var/lib"), "pgdata", Level.STOP, "a directory of the system");
        says(tried(lab, right, "pgdata", home.toString()), "pgdata", Level.STOP, "no data directory of PostgreSQL");
        says(tried(lab, right, "pg_ctl_path", "/nowhere/pg_ctl"), "PostgreSQL", Level.STOP, "install PostgreSQL");
        String other = lab.server("john").settings().host();
        says(tried(lab, right, "hostname", other, "port", String.valueOf(lab.server("john").settings().port()),
                "ssh_port", lab.engine.view().snapshot().find("john").orElseThrow().server().setting("ssh_port").orElseThrow()),
                "connection", Level.STOP, "a primary that takes writes");

        Path knownHosts = lab.cluster.conf().resolveSibling("known_hosts");
        String known = Files.readString(knownHosts);
        Files.writeString(knownHosts, "");
        List<Check> unknown = tried(lab, right);
        Files.writeString(knownHosts, known);
        says(unknown, "SSH login", Level.STOP, "is not known yet");
        assertEquals("SSH login", unknown.getLast().name(), "nothing more is asked of a host that may be anybody's");
    }

    private static void aServerThatWasAddedIsOfferedAsACloneAndThePrimaryIsNot(Lab lab) {
        lab.succeeds("add_server", "servername", "stuart", "hostname", "127.0.0.1", "port", "1", "pgdata", "/data/stuart");
        lab.engine.call(Lab.ANNA, "verify_all", Map.of());
        ActionOffer fresh = clone(lab, "stuart").orElseThrow();
        assertEquals("Clone from another server…", fresh.label());
        assertEquals(Optional.empty(), fresh.obstacle());
        assertFalse(fresh.dangerous());
        ActionOffer over = clone(lab, "george").orElseThrow();
        assertEquals("Reclone…", over.label());
        assertTrue(over.dangerous());
        assertEquals(new Request.Clone("george", Optional.empty(), true), over.request());
        assertEquals(Optional.empty(), clone(lab, "john"));
        lab.succeeds("alter_server_def", "servername", "stuart", "role", "archive");
        lab.engine.call(Lab.ANNA, "verify_all", Map.of());
        assertEquals(Optional.empty(), clone(lab, "stuart"), "no server of PostgreSQL");
        lab.server("john").stop("fast");
        lab.engine.call(Lab.ANNA, "verify_all", Map.of());
        assertTrue(clone(lab, "george").orElseThrow().obstacle().orElse("").contains("is not a primary in session"));
    }

    private static Optional<ActionOffer> clone(Lab lab, String server) {
        return lab.engine.actions(server).stream().filter(o -> o.request() instanceof Request.Clone).findFirst();
    }
}
