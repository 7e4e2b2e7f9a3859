package org.handyrep.ui.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.handyrep.testing.FakeNavigator;
import org.handyrep.testing.SampleTimelines;
import org.handyrep.testing.Screens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
final class TimelinesPageTest {

    private FakeNavigator nav;
    private TimelinesPage page;

    @Start
    void start(Stage stage) {
        nav = new FakeNavigator(stage);
        page = new TimelinesPage(nav);
        Scene scene = new Scene(new StackPane(page.node()), 1000, 640);
        Screens.show(stage, scene);
        page.show(SampleTimelines.view(Instant.now()));
    }

    @Test
    void theTreeAndTheSlotsLeadToTheServers(FxRobot robot) {
        robot.interact(() -> Screens.take(page.node().getScene(), "timelines"));
        assertTrue(robot.lookup("#timeline-of-john").tryQuery().isPresent());
        robot.clickOn("#timeline-of-ringo");
        assertEquals(List.of("ringo"), nav.selections);
        TableView<SlotRow> slots = robot.lookup("#slots").queryTableView();
        assertEquals(3, slots.getItems().size());
        robot.interact(() -> robot.lookup("#slots-search").queryAs(TextField.class).setText("logical"));
        assertEquals(List.of("warehouse"), slots.getItems().stream().map(SlotRow::name).toList());
        robot.interact(() -> slots.getSelectionModel().select(0));
        assertEquals(List.of("ringo", "george"), nav.selections);
        robot.interact(() -> page.show(SampleTimelines.view(Instant.now(), "16/D0000000")));
        assertEquals("warehouse", slots.getSelectionModel().getSelectedItem().name());
        assertEquals(List.of("ringo", "george"), nav.selections, "news of a slot takes the selection from whoever chose another server");
    }
}
