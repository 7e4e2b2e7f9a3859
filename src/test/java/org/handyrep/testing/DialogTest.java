package org.handyrep.testing;

import java.time.Instant;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/// Of windows that stand beside the main window: an empty one to stand beside, an engine that answers at once, and what every such test asks of a window.
@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
public abstract class DialogTest {

    protected final FakeEngine engine = new FakeEngine(SampleClusters.lagging(Instant.now()));
    protected FakeNavigator nav;

    @BeforeEach
    void start(FxRobot robot) {
        robot.interact(() -> {
            Stage stage = new Stage();
            Scene scene = new Scene(new Pane(), 200, 100);
            Screens.show(stage, scene);
            nav = new FakeNavigator(stage);
        });
    }

    @AfterEach
    void close(FxRobot robot) {
        hideAll(robot);
    }

    protected static void hideAll(FxRobot robot) {
        robot.interact(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
    }

    protected static void press(FxRobot robot, String id) {
        robot.interact(() -> robot.lookup(id).queryButton().fire());
    }

    protected static Button button(FxRobot robot, String id) {
        return robot.lookup(id).queryButton();
    }

    protected static String text(FxRobot robot, String id) {
        return robot.lookup(id).queryAs(Labeled.class).getText();
    }

    /// @param inIt something in the window that is taken
    protected static void picture(FxRobot robot, String inIt, String name) {
        robot.interact(() -> {});
        robot.interact(() -> Screens.take(robot.lookup(inIt).query().getScene(), name));
    }
}
