package org.handyrep.ui.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.junit.jupiter.api.Test;

final class ServerFormTest {

    private static final Map<String, String> DEFAULTS = Map.of("port", "5432", "role", "replica", "failover_priority", "999", "lag_limit", "1000", "ssh_user", "handyrep");

    private static final Server PAUL = new Server(
            "paul", "10.0.0.2", 5432, Role.REPLICA, true, 2, 1000, Map.of("ssh_user", "handyrep", "pgdata", "/data/17", "clone_parameters", "listen_addresses=*"));

    @Test
    void whatIsAsTheDefaultHasItStaysBlank() {
        ServerForm form = ServerForm.editing(PAUL, DEFAULTS);
        assertEquals(Map.of("hostname", "10.0.0.2", "failover_priority", "2", "pgdata", "/data/17"), form.values());
        assertEquals("clone_parameters = listen_addresses=*\n", form.more());
    }

    @Test
    void onlyWhatWasChangedIsSent() {
        ServerForm before = ServerForm.editing(PAUL, DEFAULTS);
        assertEquals(Map.of(), before.changesSince(before));
        assertEquals(Map.of(), before.with("hostname", " 10.0.0.2 ").with("ssh_key", " ").changesSince(before));
        ServerForm after = before.with("port", "5433").with("failover_priority", "").withMore("mine = a=b");
        assertEquals(Map.of("port", "5433", "failover_priority", "", "mine", "a=b", "clone_parameters", ""), after.changesSince(before));
    }

    @Test
    void whatIsWrongByItselfIsSaidAtItsField() {
        List<String> taken = List.of("paul");
        assertEquals(List.of("name", "hostname"), List.copyOf(ServerForm.adding().problems(taken).keySet()));
        ServerForm form = ServerForm.adding().named("paul").with("hostname", "10.0.0.9");
        assertEquals(Map.of("name", "There is a server paul already."), form.problems(taken));
        assertEquals(Map.of(), form.named("stuart").problems(taken));
        assertEquals(Map.of(), ServerForm.editing(PAUL, DEFAULTS).problems(taken), "its own name is no clash");
    }

    @Test
    void furtherSettingsAreLinesWithAKeyOfTheirOwn() {
        ServerForm form = ServerForm.adding().named("stuart").with("hostname", "h");
        assertTrue(form.withMore("what").problems(List.of()).getOrDefault("more", "").contains("key = value"));
        assertTrue(form.withMore("port = 1").problems(List.of()).getOrDefault("more", "").contains("a field of its own"));
        assertTrue(form.withMore("enabled = True").problems(List.of()).getOrDefault("more", "").contains("not a setting"));
        assertTrue(form.withMore("servername = x").problems(List.of()).containsKey("more"));
        assertEquals("a=b", form.withMore("\nmine = a=b\n").settings().get("mine"));
    }
}
