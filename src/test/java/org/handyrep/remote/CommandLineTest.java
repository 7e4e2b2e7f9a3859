package org.handyrep.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.Secret;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    private static final Command STOP = Command.of("pg_ctl", "stop", "-D", "/data dir");

    @Test
    void sudoOnlyWhereTheLoginIsSomebodyElse() {
        assertEquals("LC_ALL=C pg_ctl stop -D '/data dir'", line(STOP, "handy"));
        assertEquals("LC_ALL=C pg_ctl stop -D '/data dir'", line(STOP.as(RunAs.POSTGRES), "postgres"));
        assertEquals("LC_ALL=C pg_ctl stop -D '/data dir'", line(STOP.as(RunAs.ROOT), "root"));
        assertEquals(
                "cd / && LC_ALL=C sudo -n -u postgres -- pg_ctl stop -D '/data dir'", line(STOP.as(RunAs.POSTGRES), "handy"));
        assertEquals(
                "cd / && LC_ALL=C sudo -n -u postgres -- pg_ctl stop -D '/data dir'", line(STOP.as(RunAs.POSTGRES), "root"));
        assertEquals("cd / && LC_ALL=C sudo -n -- pg_ctl stop -D '/data dir'", line(STOP.as(RunAs.ROOT), "handy"));
    }

    @Test
    void hazard40_aSecretTravelsOverStandardInputOnly() {
        Command command = Command.of("pg_basebackup", "-h", "db1")
                .as(RunAs.POSTGRES)
                .withSecret("PGPASSWORD", new Secret(" s3cr'et\\ "))
                .withInput("more");
        CommandLine line = CommandLine.of(command, "handy", "postgres");
        assertEquals(
                "cd / && LC_ALL=C sudo -n -u postgres -- sh -c 'IFS= read -r PGPASSWORD && export PGPASSWORD && exec \"$@\"'"
                        + " sh pg_basebackup -h db1",
                line.line());
        assertEquals(" s3cr'et\\ \nmore", line.input());
        String preview = CommandLine.preview(command, "handy", "postgres");
        assertEquals(line.line() + "   # PGPASSWORD=***", preview);
        assertFalse(preview.contains("s3cr"), preview);
    }

    @Test
    void whatCannotBePassedOnIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> line(Command.of("echo", "a\0b"), "handy"));
        assertThrows(
                IllegalArgumentException.class, () -> line(STOP.withSecret("A; touch owned", new Secret("x")), "handy"));
        IllegalArgumentException broken = assertThrows(
                IllegalArgumentException.class, () -> line(STOP.withSecret("A", new Secret("two\nlines")), "handy"));
        assertFalse(String.valueOf(broken.getMessage()).contains("two"));
    }

    private static String line(Command command, String login) {
        return CommandLine.of(command, login, "postgres").line();
    }
}
