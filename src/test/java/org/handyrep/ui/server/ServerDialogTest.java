package org.handyrep.ui.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.TextInputControl;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Check;
import org.handyrep.plan.Check.Level;
import org.handyrep.plan.Request;
import org.handyrep.testing.DialogTest;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

final class ServerDialogTest extends DialogTest {

    @Test
    void whatIsTypedIsTriedAddedAndCloned(FxRobot robot) {
        open(robot, Optional.empty(), Optional.empty());
        assertTrue(button(robot).isDisabled());
        await().until(() -> field(robot, "ssh_user").getPromptText().equals("handyrep"));
        picture(robot, "server-1-empty");
        type(robot, "name", "paul");
        assertEquals("There is a server paul already.", text(robot, "#trouble-name"));
        type(robot, "name", "stuart");
        engine.trial = s -> List.of(
                new Check("hostname", Level.OK, "10.1.4.20 is 10.1.4.20"),
                new Check("SSH login", Level.OK, "handyrep logs in on port 22"),
                new Check("owner of PostgreSQL", Level.OK, "handyrep may work as postgres"),
                new Check("pgdata", Level.OK, "/data/17 is empty"),
                new Check("PostgreSQL", Level.OK, "pg_ctl (PostgreSQL) 17.6"),
                new Check("clone_method", Level.STOP, "clone_method names the plugin clone_tra, which does not exist (there are: clone_basebackup, clone_rsync, clone_tar); did you mean clone_tar?"),
                new Check("replication", Level.WARNING, "not asked, since psql could not be run there (exit status 127: psql: not found)"));
        type(robot, "clone_method", "clone_tra");
        type(robot, "pgdata", "/data/17");
        type(robot, "hostname", "10.1.4.20");
        await().until(() -> text(robot, "#trouble-clone_method").contains("did you mean clone_tar?"));
        picture(robot, "server-2-stop");
        assertTrue(engine.asked.contains("try stuart {clone_method=clone_tra, hostname=10.1.4.20, pgdata=/data/17}"), engine.asked::toString);
        List<Check> all = engine.trial.apply(Map.of());
        engine.trial = s -> all.stream().filter(c -> c.level() == Level.OK).toList();
        type(robot, "clone_method", "clone_tar");
        await().until(() -> text(robot, "#trial-summary").equals("Everything is there"));
        picture(robot, "server-3-ready");
        assertEquals("_Add stuart", button(robot).getText());
        robot.interact(() -> button(robot).fire());
        await().until(() -> nav.requests.contains(new Request.Clone("stuart", Optional.empty(), false)));
        assertTrue(engine.asked.contains("add_server {clone_method=clone_tar, hostname=10.1.4.20, pgdata=/data/17, servername=stuart}"), engine.asked::toString);
        assertTrue(robot.lookup("#server-title").tryQuery().isEmpty());
    }

    @Test
    void aRefusalLosesNothingThatWasTyped(FxRobot robot) {
        engine.answer = function -> Map.of("result", "FAIL", "details", "an operation is running: the servers cannot be changed meanwhile");
        open(robot, Optional.empty(), Optional.empty());
        type(robot, "name", "stuart");
        type(robot, "hostname", "10.1.4.20");
        type(robot, "more", "clone_parameters = listen_addresses=*");
        robot.interact(() -> button(robot).fire());
        await().until(() -> text(robot, "#server-said").startsWith("an operation is running"));
        assertEquals("10.1.4.20", field(robot, "hostname").getText());
        assertFalse(button(robot).isDisabled(), "it may be tried again");
        assertTrue(nav.requests.isEmpty());
    }

    @Test
    void whatOpenedTheFormHearsOfTheServer(FxRobot robot) {
        List<String> added = new CopyOnWriteArrayList<>();
        open(robot, Optional.empty(), Optional.of(added::add));
        assertFalse(robot.lookup("#server-clone").query().isVisible());
        type(robot, "name", "stuart");
        type(robot, "hostname", "10.1.4.20");
        robot.interact(() -> button(robot).fire());
        await().until(() -> added.equals(List.of("stuart")));
        assertTrue(nav.requests.isEmpty());
    }

    @Test
    void onlyWhatWasChangedIsWritten(FxRobot robot) {
        open(robot, engine.view().snapshot().find("paul").map(o -> o.server()), Optional.empty());
        await().until(() -> text(robot, "#server-said").equals("Nothing is changed."));
        assertTrue(field(robot, "name").isDisabled());
        await().until(() -> field(robot, "port").getText().isEmpty());
        picture(robot, "server-4-edit");
        type(robot, "failover_priority", "7");
        robot.interact(() -> button(robot).fire());
        await().until(() -> engine.asked.contains("alter_server_def {failover_priority=7, servername=paul}"));
    }

    @Test
    void anUnknownHostKeyIsAskedAboutOnlyWhenAPersonWantsTo(FxRobot robot) {
        engine.trial = s -> List.of(new Check(
                "SSH login", Level.STOP,
                "the host key of 10.1.4.20 is not known yet: ED25519 SHA256:6VqX, and it was not accepted; compare it with the one on the host, then trust it with the button below"));
        open(robot, Optional.empty(), Optional.empty());
        type(robot, "name", "stuart");
        type(robot, "hostname", "10.1.4.20");
        await().until(() -> robot.lookup("#trial-host-key").query().isVisible() && !robot.lookup("#trial-host-key").query().isDisabled());
        picture(robot, "server-5-key");
        assertTrue(engine.asked.stream().noneMatch(a -> a.contains("asking about its host key")));
        engine.trial = s -> List.of(new Check("SSH login", Level.OK, "handyrep logs in on port 22"));
        robot.interact(() -> robot.lookup("#trial-host-key").queryButton().fire());
        await().until(() -> text(robot, "#trial-summary").equals("Everything is there"));
        assertTrue(engine.asked.contains("try stuart {hostname=10.1.4.20}, asking about its host key"));
    }

    private void open(FxRobot robot, Optional<Server> known, Optional<Consumer<String>> added) {
        robot.interact(() -> new ServerDialog(engine, nav, known, added).show());
    }

    private static TextInputControl field(FxRobot robot, String key) {
        return robot.lookup("#server-" + key).query() instanceof javafx.scene.control.ComboBox<?> box
                ? box.getEditor()
                : robot.lookup("#server-" + key).queryAs(TextInputControl.class);
    }

    private static void type(FxRobot robot, String key, String text) {
        robot.interact(() -> field(robot, key).setText(text));
    }

    private static Button button(FxRobot robot) {
        return robot.lookup("#server-act").queryButton();
    }

    private static void picture(FxRobot robot, String name) {
        picture(robot, "#server-title", name);
    }
}
