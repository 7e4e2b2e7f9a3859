package org.handyrep.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.handyrep.plan.Request;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.FakeNavigator;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.Screens;
import org.handyrep.ui.main.Hand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
final class CardDragTest {

    private final FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
    private FakeNavigator nav;
    private Scene scene;

    @Start
    void start(Stage stage) {
        nav = new FakeNavigator(stage);
        TopologyPage page = new TopologyPage(engine, nav);
        scene = new Scene(new StackPane(page.node()), 1000, 700);
        Screens.show(stage, scene);
        page.show(engine.view());
    }

    @AfterEach
    void letGo(FxRobot robot) {
        robot.release(MouseButton.PRIMARY);
        robot.release(KeyCode.ESCAPE);
    }

    private static boolean crownShows(FxRobot robot) {
        return robot.lookup("#crown").tryQuery().map(n -> n.isVisible() && n.getParent().isVisible()).orElse(false);
    }

    @Test
    void aReplicaDroppedOnAServerIsToFollowIt(FxRobot robot) {
        robot.drag("#card-george").moveTo("#card-paul");
        assertTrue(crownShows(robot));
        robot.interact(() -> Screens.take(scene, "topology-drag"));
        robot.drop();
        assertEquals(List.of(new Request.Remaster("george", Optional.of("paul"))), nav.requests);
        assertFalse(crownShows(robot));
    }

    /// By events of its own: the robot of the headless platform loses some while a button is down.
    @Test
    void onTheCrownItIsToBecomeThePrimary(FxRobot robot) {
        Node george = robot.lookup("#card-george").query();
        Node john = robot.lookup("#card-john").query();
        robot.interact(() -> {
            Hand.mouse(george, MouseEvent.MOUSE_PRESSED, Hand.middle(george));
            Hand.mouse(george, MouseEvent.MOUSE_DRAGGED, Hand.middle(john));
            scene.getRoot().applyCss();
            scene.getRoot().layout();
        });
        Node crown = robot.lookup("#crown").query();
        robot.interact(() -> {
            Hand.mouse(george, MouseEvent.MOUSE_DRAGGED, Hand.middle(crown));
            Screens.take(scene, "topology-crown");
            Hand.mouse(george, MouseEvent.MOUSE_RELEASED, Hand.middle(crown));
        });
        assertEquals(List.of(new Request.ManualFailover(Optional.of("george"), true, true)), nav.requests);
    }

    @Test
    void nothingHappensElsewhereOrAfterEscapeOrWithAnotherServer(FxRobot robot) {
        robot.drag("#card-george").moveTo("#zoom").drop();
        robot.drag("#card-george").moveTo("#card-paul").press(KeyCode.ESCAPE).release(KeyCode.ESCAPE).drop();
        robot.drag("#card-john").moveTo("#card-paul").drop();
        robot.clickOn("#card-george");
        assertEquals(List.of(), nav.requests);
        assertFalse(crownShows(robot));
    }
}
