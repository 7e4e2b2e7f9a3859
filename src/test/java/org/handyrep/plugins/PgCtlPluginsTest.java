package org.handyrep.plugins;

import static org.handyrep.testing.FakeTools.exited;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.FakeTools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import promotion.PromotePgCtl;
import restart.RestartPgCtl;

class PgCtlPluginsTest {

    private static final Server PAUL = TestServers.replica("paul", 1, Map.of("pgdata", "/srv/pg data"));

    private final FakeTools tools = new FakeTools();
    private final PromotePgCtl promote = new PromotePgCtl();
    private final RestartPgCtl restart = new RestartPgCtl();
    private boolean running = true;

    @BeforeEach
    void bind() {
        tools.servers.add(PAUL);
        promote.bind(tools);
        restart.bind(tools);
        tools.onServers = (server, command) -> {
            if (looks(command)) {
                return exited(running ? 0 : 3, "");
            }
            switch (command.argv().get(1)) {
                case "start", "restart" -> running = true;
                case "stop" -> running = false;
                default -> {}
            }
            return exited(0, "");
        };
    }

    /// Once, or until it is stopped.
    private static boolean looks(Command command) {
        return command.argv().contains("status");
    }

    @Test
    void promotionDoesExactlyWhatItShows() {
        List<Act> shown = promote.acts(PAUL);
        assertTrue(promote.run(PAUL).succeeded());
        assertEquals(shown, List.copyOf(tools.commands));
        assertEquals(
                List.of("pg_ctl", "promote", "-D", "/srv/pg data", "-W"),
                tools.commands.getFirst().command().argv());
        assertEquals(RunAs.POSTGRES, tools.commands.getFirst().command().user());
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void restartDoesExactlyWhatItShowsAndLooksAroundIt(RunMode mode) {
        running = mode != RunMode.START;
        List<Act> shown = restart.acts(PAUL, mode);
        Outcome outcome = restart.run(PAUL, mode);
        assertTrue(outcome.succeeded(), outcome.details());
        assertEquals(
                mode == RunMode.STATUS ? List.of() : shown,
                tools.commands.stream().filter(c -> !looks(c.command())).toList());
        assertTrue(looks(tools.commands.getLast().command()), "it looks afterwards");
        assertEquals(mode != RunMode.STOP && mode != RunMode.FASTSTOP, outcome.extra().get("running"));
    }

    @Test
    void everyStopNamesItsMode() {
        assertTrue(words(RunMode.STOP).contains("-m fast"), words(RunMode.STOP));
        assertTrue(words(RunMode.FASTSTOP).contains("-m immediate"), words(RunMode.FASTSTOP));
        assertTrue(words(RunMode.RESTART).contains("-m fast"), words(RunMode.RESTART));
    }

    @Test
    void blankFlagsAddNoWordAndGivenOnesComeLast() {
        assertEquals("pg_ctl start -D /srv/pg data -l /srv/pg data/handyrep-start.log -w -t 60", words(RunMode.START));
        tools.set("restart_pg_ctl", "pg_ctl_flags", "-t 90 -o \"-c work_mem=8MB\"");
        List<String> argv = argv(RunMode.START);
        assertEquals(List.of("-t", "90", "-t", "90", "-o", "-c work_mem=8MB"), argv.subList(argv.size() - 6, argv.size()));
        Act.Run run = (Act.Run) restart.acts(PAUL, RunMode.START).getFirst();
        assertEquals(95, run.command().timeout().toSeconds(), "the command would be cut off before pg_ctl gives up");
    }

    @Test
    void startsWithTheConfigurationOfDebian() {
        Server debian = TestServers.replica(
                "deb", 1, Map.of("pgdata", "/var/lib/pg/main", "pgconf", "/etc/pg/it's/main", "pg_ctl_path", "/usr/lib/pg_ctl"));
        List<String> argv = ((Act.Run) restart.acts(debian, RunMode.START).getFirst()).command().argv();
        assertEquals("/usr/lib/pg_ctl", argv.getFirst());
        assertEquals("-c config_file='/etc/pg/it'\\''s/main/postgresql.conf'", argv.get(argv.indexOf("-o") + 1));
        Server inside = TestServers.replica("in", 1, Map.of("pgdata", "/data/", "pgconf", "/data/postgresql.conf"));
        assertFalse(((Act.Run) restart.acts(inside, RunMode.START).getFirst()).command().argv().contains("-o"));
    }

    /// pg_ctl would run what stands in these paths: it hands them to a shell of its own.
    @ParameterizedTest
    @ValueSource(strings = {"/data/$(touch x)", "/data/`id`", "/data/\"; id; \"", "/data/a\nb", "/data/\\", "relative", ""})
    void hostilePathsRunNothing(String path) {
        Server hostile = TestServers.replica("h", 1, Map.of("pgdata", path));
        for (RunMode mode : RunMode.values()) {
            assertFalse(restart.run(hostile, mode).succeeded());
            assertEquals(List.of(), restart.acts(hostile, mode));
        }
        assertFalse(promote.run(hostile).succeeded());
        assertEquals(promote.run(hostile).details(), promote.obstacle(hostile).orElse(""));
        Server log = TestServers.replica("h", 1, Map.of("pgdata", "/data", "pg_log", "/x" + path + "$"));
        assertFalse(restart.run(log, RunMode.START).succeeded());
        Server conf = TestServers.replica("h", 1, Map.of("pgdata", "/data", "pgconf", "/x" + path + "$"));
        assertFalse(restart.run(conf, RunMode.RESTART).succeeded());
        assertEquals(List.of(), tools.commands);
    }

    @Test
    void aStopThatOnlyClaimsToHaveWorkedFails() {
        tools.set("restart_pg_ctl", "pg_ctl_flags", "-t 0");
        tools.onServers = (server, command) -> exited(0, "");
        Outcome outcome = restart.run(PAUL, RunMode.STOP);
        assertFalse(outcome.succeeded());
        assertEquals("paul did not shut down within 0 s; the server runs", outcome.details());
    }

    @Test
    void aStopWithoutAnAnswerIsNotAStoppedServer() {
        for (CommandResult silence : List.of(
                new CommandResult.NotStarted("connection refused"),
                new CommandResult.Unfinished("no end after 75 s"),
                exited(255, ""),
                exited(4, ""))) {
            tools.onServers = (server, command) -> silence;
            for (RunMode mode : List.of(RunMode.STOP, RunMode.FASTSTOP, RunMode.STATUS)) {
                Outcome outcome = restart.run(PAUL, mode);
                assertFalse(outcome.succeeded(), mode + " with " + silence);
                assertFalse(outcome.extra().containsKey("running"), "nobody knows");
            }
        }
    }

    @Test
    void mayBeRunTwice() {
        running = false;
        assertEquals("paul was started", restart.run(PAUL, RunMode.START).details());
        assertEquals("paul was running already", restart.run(PAUL, RunMode.START).details());
        assertEquals("paul was stopped", restart.run(PAUL, RunMode.STOP).details());
        tools.onServers = (server, command) ->
                command.argv().get(1).equals("status") ? exited(3, "") : exited(1, "PID file does not exist");
        assertEquals("paul was not running", restart.run(PAUL, RunMode.STOP).details());
        Outcome reload = restart.run(PAUL, RunMode.RELOAD);
        assertFalse(reload.succeeded());
        assertEquals("paul: pg_ctl: exit status 1: PID file does not exist; the server does not run", reload.details());
    }

    private String words(RunMode mode) {
        return String.join(" ", argv(mode));
    }

    private List<String> argv(RunMode mode) {
        return ((Act.Run) restart.acts(PAUL, mode).getFirst()).command().argv();
    }
}
