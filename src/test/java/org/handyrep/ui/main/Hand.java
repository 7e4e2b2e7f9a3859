package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.testfx.api.FxRobot;

/// What a person sees and does in the windows that are open.
public final class Hand {

    public final FxRobot robot = new FxRobot();

    public static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50));
    }

    public boolean shown(String id) {
        return Fx.on(() -> robot.lookup(id).tryQuery().isPresent());
    }

    /// Empty while it is not there.
    public String says(String id) {
        return Fx.on(() -> robot.lookup(id).tryQueryAs(Labeled.class).map(Labeled::getText).orElse(""));
    }

    public void press(String id) {
        robot.interact(() -> robot.lookup(id).queryButton().fire());
    }

    /// Through the pages of a dialog to its plan, and through that to its end.
    public void carryOut(Engine engine) {
        soon().until(() -> {
            if (shown("#plan-rows")) {
                return true;
            }
            if (enabled("#next")) {
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

    public boolean enabled(String id) {
        return Fx.on(() -> !robot.lookup(id).query().isDisabled());
    }

    /// The robot's own click asks for the place of a node on the test's thread, which a window that shows something new meanwhile does not bear.
    public void click(String id) {
        robot.interact(() -> {
            Node node = robot.lookup(id).query();
            Point2D at = middle(node);
            mouse(node, MouseEvent.MOUSE_PRESSED, at);
            mouse(node, MouseEvent.MOUSE_RELEASED, at);
            mouse(node, MouseEvent.MOUSE_CLICKED, at);
        });
    }

    /// By events of its own: the robot of the headless platform loses some while a button is down.
    public static void mouse(Node node, EventType<MouseEvent> type, Point2D at) {
        boolean down = type != MouseEvent.MOUSE_RELEASED && type != MouseEvent.MOUSE_CLICKED;
        Event.fireEvent(node, new MouseEvent(
                node, node, type, at.getX(), at.getY(), at.getX(), at.getY(), MouseButton.PRIMARY, 1,
                false, false, false, false, down, false, false, false, false, false, null));
    }

    public static Point2D middle(Node node) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        return new Point2D(bounds.getCenterX(), bounds.getCenterY());
    }
}
