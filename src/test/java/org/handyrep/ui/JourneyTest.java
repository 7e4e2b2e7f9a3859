package org.handyrep.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuBar;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.demo.DemoCluster;
import org.handyrep.demo.DemoOptions;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Candidate;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.main.ClusterOpener;
import org.handyrep.ui.main.Fx;
import org.handyrep.ui.main.Hand;
import org.handyrep.ui.main.TestWindow;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// What a DBA does on the first day, in the real window on a real cluster: moves the primary, loses it, makes another one, and takes the lost one back.
class JourneyTest {

    private final Hand hand = new Hand();
    private final FxRobot robot = hand.robot;

    @Test
    void fromAHealthyClusterOverASwitchoverAFailoverAndARejoinToAHealthyCluster() throws Exception {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-journey-");
        try (DemoCluster demo = DemoCluster.start(directory, DemoOptions.standard());
                Engine engine = ManagedCluster.open(demo.conf());
                TestWindow window = new TestWindow(
                        Map.of("handyrep.conf", new ClusterOpener.Answer.Opened(engine)), Optional.of(demo), Look.LIGHT)) {
            awaitHealthy(engine, "john", 2);
            Hand.soon().until(() -> hand.says("#verdict-sentence").startsWith("john is primary and takes writes; 2 of 2 replicas"));
            assertEquals("replica", roleOnCard("paul"));
            Hand.soon().until(() -> demo.writer().acknowledged() > 50);

            robot.press(KeyCode.F8).release(KeyCode.F8);
            takeOver(engine, "george", "Switchover", "john → george");
            awaitHealthy(engine, "george", 2);
            Hand.soon().until(() -> hand.says("#verdict-sentence").startsWith("george is primary and takes writes; 2 of 2 replicas"));
            assertEquals("primary", roleOnCard("george"));
            assertEquals("replica", roleOnCard("john"));
            long written = demo.writer().acknowledged();
            Hand.soon().until(() -> demo.writer().connectedTo().equals("george") && demo.writer().acknowledged() > written + 50);
            assertEquals(0, demo.writer().lost(), "a switchover loses nothing");

            kill(window, "george");
            Hand.soon().until(() -> hand.says("#verdict-sentence").startsWith("PostgreSQL does not run on george"));
            assertEquals("down", engine.view().diagnosis().clusterStatus().word());

            robot.press(KeyCode.F8).release(KeyCode.F8);
            takeOver(engine, "paul", "Failover", "george → paul");
            awaitHealthy(engine, "paul", 1);
            Hand.soon().until(() -> hand.says("#verdict-sentence").startsWith("paul is primary and takes writes"));
            assertEquals("primary", roleOnCard("paul"));
            Hand.soon().until(() -> demo.writer().connectedTo().equals("paul"));
            Observation old = seen(engine, "george");
            assertTrue(!old.server().enabled() && !(old.state() instanceof ServerState.Primary), () -> old.toString());
            assertEquals("t", PostgresCluster.query(server(demo, "john"), "SELECT pg_is_in_recovery()"));

            hand.click("#card-george");
            robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.J).release(KeyCode.J, KeyCode.SHIFT, KeyCode.CONTROL);
            Hand.soon().until(() -> hand.shown("#next"));
            hand.carryOut(engine);
            awaitHealthy(engine, "paul", 2);
            Hand.soon().until(() -> hand.says("#verdict-sentence").startsWith("paul is primary and takes writes; 2 of 2 replicas"));
            assertEquals("replica", roleOnCard("george"));
        }
        assertTrue(Files.notExists(directory), "the demo leaves nothing behind");
    }

    /// All five pages of the wizard.
    private void takeOver(Engine engine, String winner, String kind, String who) {
        Hand.soon().until(() -> hand.shown("#candidates") && hand.says("#title").startsWith(kind + ": "));
        choose(winner);
        Hand.soon().until(() -> hand.says("#next").equals("_Check " + winner));
        hand.press("#next");
        Hand.soon().until(() -> hand.says("#next").equals("_Show the plan") && hand.enabled("#next"));
        hand.press("#next");
        Hand.soon().until(() -> hand.shown("#point-of-no-return"));
        assertEquals(kind + " " + who, hand.says("#title"));
        assertEquals("_Promote " + winner, hand.says("#next"));
        if (hand.shown("#typed-name")) {
            robot.interact(() -> robot.lookup("#typed-name").queryAs(TextField.class).setText(winner));
        }
        hand.press("#next");
        Hand.soon().until(() -> hand.shown("#facts"));
        Operation done = engine.view().operation().orElseThrow();
        assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);
        hand.press("#next");
        Hand.soon().until(() -> !hand.shown("#facts"));
    }

    private void choose(String server) {
        TableView<Candidate> table = robot.lookup("#candidates").queryTableView();
        Hand.soon().until(() -> table.getItems().stream().anyMatch(c -> c.server().equals(server) && c.obstacle().isEmpty()));
        robot.interact(() -> table.getItems().stream()
                .filter(c -> c.server().equals(server))
                .findFirst()
                .ifPresent(c -> table.getSelectionModel().clearAndSelect(table.getItems().indexOf(c))));
    }

    /// By the Demo menu.
    private void kill(TestWindow window, String server) {
        Fx.run(() -> {
            var menu = ((MenuBar) window.root().lookup("#menu-bar"))
                    .getMenus().stream().filter(m -> m.getText().equals("_Demo")).findFirst().orElseThrow();
            menu.getOnShowing().handle(new javafx.event.Event(javafx.scene.control.Menu.ON_SHOWING));
            menu.getItems().stream()
                    .filter(i -> ("Kill " + server + " (kill -9)").equals(i.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
        });
    }

    private static void awaitHealthy(Engine engine, String primary, int replicas) {
        Hand.soon().until(() -> {
            var view = engine.view();
            long streaming = view.snapshot().servers().stream()
                    .filter(o -> o.state() instanceof ServerState.Replica r && r.isStreaming())
                    .filter(o -> engine.view().diagnosis().status(o.name()).status() == ServerStatus.HEALTHY)
                    .count();
            return view.diagnosis().clusterStatus() == ClusterStatus.HEALTHY
                    && streaming == replicas
                    && seen(engine, primary).state() instanceof ServerState.Primary
                    && seen(engine, primary).server().role().equals(Role.MASTER);
        });
    }

    private static Observation seen(Engine engine, String server) {
        return engine.view().snapshot().find(server).orElseThrow();
    }

    private static LocalPostgres server(DemoCluster demo, String name) {
        return demo.servers().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private String roleOnCard(String server) {
        return robot.lookup("#card-" + server)
                .lookup((Node n) -> n instanceof Labeled l && (l.getText().equals("primary") || l.getText().equals("replica")))
                .queryLabeled()
                .getText();
    }
}
