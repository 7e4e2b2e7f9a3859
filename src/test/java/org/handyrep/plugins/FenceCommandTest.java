package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fencing.FenceCommand;
import java.util.List;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.FakeTools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FenceCommandTest {

    private static final Server JOHN = new Server(
            "john", "10.0.0.1; reboot", 5432, Role.MASTER, true, 1, 1, java.util.Map.of());

    private final FakeTools tools = new FakeTools();
    private final FenceCommand plugin = new FenceCommand();

    @BeforeEach
    void bind() {
        tools.servers.add(JOHN);
        tools.set("fence_command", "command", "/opt/fence --off 'rack 7'");
        plugin.bind(tools);
    }

    @Test
    void theNameAndTheHostAreWordsOfTheirOwn() {
        assertTrue(plugin.run(JOHN).succeeded());
        Command run = tools.local.getFirst();
        assertEquals(List.of("/opt/fence", "--off", "rack 7", "john", "10.0.0.1; reboot"), run.argv());
        assertEquals(30, run.timeout().toSeconds());
        assertTrue(plugin.shown(JOHN).contains("/opt/fence --off rack 7 john"), plugin.shown(JOHN));
        assertTrue(tools.commands.isEmpty(), "nothing runs on the server");
    }

    @Test
    void anythingButSuccessIsNotFenced() {
        for (CommandResult result : List.of(
                FakeTools.exited(1, "no such outlet"),
                new CommandResult.Unfinished("no end within 30 s"),
                new CommandResult.NotStarted("no such program"))) {
            tools.here = command -> result;
            Outcome outcome = plugin.run(JOHN);
            assertFalse(outcome.succeeded(), outcome.details());
            assertTrue(outcome.details().startsWith("john is not fenced: /opt/fence: "), outcome.details());
        }
    }

    @Test
    void withoutACommandItSaysSoAndRunsNothing() {
        tools.plugins.clear();
        assertTrue(plugin.test().details().contains("lacks command"));
        assertFalse(plugin.run(JOHN).succeeded());
        tools.set("fence_command", "command", "/opt/fence").set("fence_command", "timeout", "soon");
        assertTrue(plugin.run(JOHN).details().contains("no number of seconds"));
        assertTrue(tools.local.isEmpty());
    }
}
