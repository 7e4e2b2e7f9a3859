package org.handyrep.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.demo.DemoCluster;
import org.handyrep.demo.DemoOptions;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.engine.Engine;
import org.handyrep.engine.EngineOpener;
import org.handyrep.engine.OpenResult;
import org.handyrep.engine.Operation;
import org.handyrep.engine.PluginFolder;
import org.handyrep.remote.HostKeyQuestion;
import org.handyrep.testing.Screens;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.main.ClusterOpener;
import org.handyrep.ui.main.Fx;
import org.handyrep.ui.main.TestWindow;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// What a DBA does on the second day, in the real window on the demo: makes one more replica, and hangs it below another one.
class RearrangeJourneyTest {

    private final FxRobot robot = new FxRobot();

    @Test
    void aNewReplicaIsClonedAndDraggedOntoAnotherToFollowIt() throws Exception {
        Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "handyrep-journey-");
        ProcessHandle cloned;
        try (DemoCluster demo = DemoCluster.start(directory, DemoOptions.standard());
                Engine engine = open(demo);
                TestWindow window = new TestWindow(
                        Map.of("handyrep.conf", new ClusterOpener.Answer.Opened(engine)), Optional.of(demo), Look.LIGHT)) {
            soon().until(() -> streamsFrom(engine, "paul", "john") && streamsFrom(engine, "george", "john"));
            Server paul = server(engine, "paul");
            Path data = Path.of(paul.setting("pgdata").orElseThrow()).resolveSibling("ringo");

            robot.press(KeyCode.CONTROL, KeyCode.N).release(KeyCode.N, KeyCode.CONTROL);
            soon().until(() -> shown("#server-title"));
            type("name", "ringo");
            type("hostname", paul.hostname());
            type("port", String.valueOf(LoopbackAddress.freePort(paul.hostname())));
            type("ssh_port", paul.setting("ssh_port").orElseThrow());
            type("pgdata", data.toString());
            type("more", "clone_parameters = listen_addresses=" + paul.hostname() + ", log_directory=log, cluster_name=ringo");
            soon().until(() -> says("#trial-summary").startsWith("Everything"));
            press("#server-act");

            soon().until(() -> shown("#clone-rate") && !robot.lookup("#next").query().isDisabled());
            assertEquals("ringo", robot.lookup("#clone-target").<String>queryComboBox().getValue());
            through(engine);
            soon().until(() -> streamsFrom(engine, "ringo", "john") && server(engine, "ringo").enabled());
            cloned = ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst())).orElseThrow();

            soon().until(() -> shown("#card-ringo"));
            drag("#card-ringo", "#card-paul");
            through(engine);
            soon().until(() -> streamsFrom(engine, "ringo", "paul"));
            Fx.run(() -> Screens.take(window.root().getScene(), "journey-cascade"));
            assertEquals(0, demo.writer().lost());
        }
        // Long before PostgreSQL itself would notice that its files are gone: it looks once a minute.
        soon().atMost(Duration.ofSeconds(10)).until(() -> !cloned.isAlive());
        assertTrue(Files.notExists(directory), "the demo leaves nothing behind");
    }

    private static Engine open(DemoCluster demo) {
        return switch (new EngineOpener(PluginFolder.open(Path.of("plugins")), HostKeyQuestion.REFUSE).open(demo.conf())) {
            case OpenResult.Opened opened -> opened.engine();
            case OpenResult.Refused refused -> throw new AssertionError(refused.problems().toString());
        };
    }

    /// To the plan, and through it to its end.
    private void through(Engine engine) {
        soon().until(() -> {
            if (shown("#plan-rows")) {
                return true;
            }
            if (!robot.lookup("#next").query().isDisabled()) {
                press("#next");
            }
            return false;
        });
        press("#next");
        soon().until(() -> shown("#facts"));
        Operation done = engine.view().operation().orElseThrow();
        assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
        press("#next");
        soon().until(() -> !shown("#facts"));
    }

    private static boolean streamsFrom(Engine engine, String replica, String upstream) {
        var seen = engine.view().snapshot();
        return seen.find(replica).filter(o -> o.state() instanceof ServerState.Replica r
                        && r.isStreaming()
                        && r.receiver().flatMap(Receiver::sender).equals(seen.find(upstream).map(u -> u.server().address())))
                .isPresent();
    }

    private static Server server(Engine engine, String name) {
        return engine.view().snapshot().find(name).orElseThrow().server();
    }

    private void type(String key, String text) {
        robot.interact(() -> {
            Node field = robot.lookup("#server-" + key).query();
            (field instanceof ComboBox<?> box ? box.getEditor() : (TextInputControl) field).setText(text);
        });
    }

    /// By events of its own: the robot of the headless platform loses some while a button is down.
    private void drag(String what, String onto) {
        Node from = robot.lookup(what).query();
        Node to = robot.lookup(onto).query();
        robot.interact(() -> {
            mouse(from, MouseEvent.MOUSE_PRESSED, middle(from));
            mouse(from, MouseEvent.MOUSE_DRAGGED, middle(to));
            mouse(from, MouseEvent.MOUSE_RELEASED, middle(to));
        });
    }

    private static Point2D middle(Node node) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        return new Point2D(bounds.getCenterX(), bounds.getCenterY());
    }

    private static void mouse(Node node, EventType<MouseEvent> type, Point2D at) {
        boolean down = type != MouseEvent.MOUSE_RELEASED;
        Event.fireEvent(node, new MouseEvent(
                node, node, type, at.getX(), at.getY(), at.getX(), at.getY(), MouseButton.PRIMARY, 1,
                false, false, false, false, down, false, false, false, false, false, null));
    }

    private boolean shown(String id) {
        return Fx.on(() -> robot.lookup(id).tryQuery().isPresent());
    }

    private String says(String id) {
        return Fx.on(() -> robot.lookup(id).tryQueryAs(Labeled.class).map(Labeled::getText).orElse(""));
    }

    private void press(String id) {
        robot.interact(() -> robot.lookup(id).queryButton().fire());
    }

    private static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50));
    }
}
