package org.handyrep.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.demo.DemoCluster;
import org.handyrep.demo.DemoOptions;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.engine.Engine;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.Screens;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.main.ClusterOpener;
import org.handyrep.ui.main.Fx;
import org.handyrep.ui.main.Hand;
import org.handyrep.ui.main.TestWindow;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// What a DBA does on the second day, in the real window on the demo: makes one more replica, and hangs it below another one.
class RearrangeJourneyTest {

    private final Hand hand = new Hand();
    private final FxRobot robot = hand.robot;

    @Test
    void aNewReplicaIsClonedAndDraggedOntoAnotherToFollowIt() throws Exception {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-journey-");
        ProcessHandle cloned;
        try (DemoCluster demo = DemoCluster.start(directory, DemoOptions.standard());
                Engine engine = ManagedCluster.open(demo.conf());
                TestWindow window = new TestWindow(
                        Map.of("handyrep.conf", new ClusterOpener.Answer.Opened(engine)), Optional.of(demo), Look.LIGHT)) {
            Hand.soon().until(() -> streamsFrom(engine, "paul", "john") && streamsFrom(engine, "george", "john"));
            Server paul = server(engine, "paul");
            Path data = Path.of(paul.setting("pgdata").orElseThrow()).resolveSibling("ringo");

            robot.press(KeyCode.CONTROL, KeyCode.N).release(KeyCode.N, KeyCode.CONTROL);
            Hand.soon().until(() -> hand.shown("#server-title"));
            type("name", "ringo");
            type("hostname", paul.hostname());
            type("port", String.valueOf(LoopbackAddress.freePort(paul.hostname())));
            type("ssh_port", paul.setting("ssh_port").orElseThrow());
            type("pgdata", data.toString());
            type("more", "clone_parameters = listen_addresses=" + paul.hostname() + ", log_directory=log, cluster_name=ringo");
            Hand.soon().until(() -> hand.says("#trial-summary").startsWith("Everything"));
            hand.press("#server-act");

            Hand.soon().until(() -> hand.shown("#clone-rate") && hand.enabled("#next"));
            assertEquals("ringo", robot.lookup("#clone-target").<String>queryComboBox().getValue());
            hand.carryOut(engine);
            Hand.soon().until(() -> streamsFrom(engine, "ringo", "john") && server(engine, "ringo").enabled());
            cloned = ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst())).orElseThrow();

            Hand.soon().until(() -> hand.shown("#card-ringo"));
            drag("#card-ringo", "#card-paul");
            hand.carryOut(engine);
            Hand.soon().until(() -> streamsFrom(engine, "ringo", "paul"));
            Fx.run(() -> Screens.take(window.root().getScene(), "journey-cascade"));
            assertEquals(0, demo.writer().lost());
        }
        // Long before PostgreSQL itself would notice that its files are gone: it looks once a minute.
        Hand.soon().atMost(Duration.ofSeconds(10)).until(() -> !cloned.isAlive());
        assertTrue(Files.notExists(directory), "the demo leaves nothing behind");
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

    private void drag(String what, String onto) {
        Node from = robot.lookup(what).query();
        Node to = robot.lookup(onto).query();
        robot.interact(() -> {
            Hand.mouse(from, MouseEvent.MOUSE_PRESSED, Hand.middle(from));
            Hand.mouse(from, MouseEvent.MOUSE_DRAGGED, Hand.middle(to));
            Hand.mouse(from, MouseEvent.MOUSE_RELEASED, Hand.middle(to));
        });
    }
}
