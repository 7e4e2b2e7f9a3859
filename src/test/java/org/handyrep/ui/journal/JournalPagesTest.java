package org.handyrep.ui.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.handyrep.engine.LogLine;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.FakeNavigator;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleOperations;
import org.handyrep.testing.Screens;
import org.handyrep.ui.plan.OperationPanel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
final class JournalPagesTest {

    private static final Plan PLAN = SampleOperations.switchover("john", "paul");

    private final FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
    private final Operation running = SampleOperations.running(PLAN, 1, Instant.now().minusSeconds(2));
    private FakeNavigator nav;
    private StackPane root;

    @Start
    void start(Stage stage) {
        root = new StackPane();
        Scene scene = new Scene(root, 1000, 640);
        Screens.show(stage, scene);
        nav = new FakeNavigator(stage);
    }

    @Test
    void thePanelTakesNoRoomUntilSomethingRuns(FxRobot robot) {
        OperationPanel panel = panel(robot);
        assertFalse(panel.node().isManaged());
        show(robot, panel, running);
        assertTrue(panel.node().isVisible());
        assertFalse(robot.lookup("#operation-cancel").queryButton().isDisabled());
        picture(robot, "panel-running");
        show(robot, panel, SampleOperations.running(PLAN, 2, running.startedAt()));
        assertTrue(robot.lookup("#operation-cancel").queryButton().isDisabled());
        assertTrue(robot.lookup("#operation-obstacle").queryLabeled().getText().contains("past the point of no return"));
        picture(robot, "panel-past-return");
        show(robot, panel, SampleOperations.ended(running, Operation.State.FAILED, Instant.now()));
        picture(robot, "panel-failed");
        robot.interact(() -> robot.lookup("#operation-dismiss").queryButton().fire());
        assertFalse(panel.node().isManaged());
        robot.interact(() -> panel.show(engine.view()));
        assertFalse(panel.node().isManaged());
    }

    @Test
    void anInterruptedOperationWaitsForAPerson(FxRobot robot) {
        OperationPanel panel = panel(robot);
        show(robot, panel, SampleOperations.ended(running, Operation.State.INTERRUPTED, Instant.now()));
        picture(robot, "panel-interrupted");
        assertFalse(robot.lookup("#operation-dismiss").query().isVisible());
        assertTrue(robot.lookup("#operation-explanation").queryLabeled().getText().contains("Roll back takes back"));
        robot.interact(() -> robot.lookup("#operation-rollback").queryButton().fire());
        await().until(() -> engine.asked.contains("rollBack " + running.id()));
        Operation past = SampleOperations.ended(
                SampleOperations.running(PLAN, 2, running.startedAt()), Operation.State.INTERRUPTED, Instant.now());
        show(robot, panel, past);
        assertTrue(robot.lookup("#operation-rollback").queryButton().isDisabled());
        robot.interact(() -> robot.lookup("#operation-resume").queryButton().fire());
        await().until(() -> engine.asked.contains("resume " + running.id()));
    }

    @Test
    void theJournalIsSearchedAndCopied(FxRobot robot) {
        Operation ended = SampleOperations.ended(running, Operation.State.SUCCEEDED, Instant.now());
        engine.journal.add(ended);
        engine.journal.add(other("20260401", "Restart george"));
        OperationsPage page = new OperationsPage(engine, nav);
        robot.interact(() -> {
            root.getChildren().setAll(page.node());
            page.show(engine.view());
        });
        TableView<Operation> table = robot.lookup("#operations").queryTableView();
        await().until(() -> table.getItems().size() == 2);
        picture(robot, "operations");
        robot.interact(() -> robot.lookup("#journal-copy").queryButton().fire());
        robot.interact(() -> assertTrue(Clipboard.getSystemClipboard().getString().contains("pg_promote")));
        robot.interact(() -> robot.lookup("#operations-search").queryAs(TextField.class).setText("RESTART george"));
        assertEquals(List.of("Restart george"), table.getItems().stream().map(Operation::title).toList());
        robot.interact(() -> robot.lookup("#operations-search").queryAs(TextField.class).clear());
        Operation interrupted = SampleOperations.ended(running, Operation.State.INTERRUPTED, Instant.now());
        robot.interact(() -> {
            engine.publish(Optional.of(interrupted));
            page.show(engine.view());
            table.getSelectionModel().clearAndSelect(0);
        });
        assertFalse(robot.lookup("#journal-resume").queryButton().isDisabled());
    }

    @Test
    void theLogFollowsAndFilters(FxRobot robot) {
        for (int i = 0; i < LogPage.LIMIT + 20; i++) {
            engine.log.add(new LogLine(Instant.now(), "POLL", i % 2 == 0 ? "paul" : "john", false, "answered " + i));
        }
        LogPage page = new LogPage(engine, nav);
        robot.interact(() -> root.getChildren().setAll(page.node()));
        TableView<LogLine> table = robot.lookup("#log").queryTableView();
        await().until(() -> table.getItems().size() == LogPage.LIMIT);
        assertEquals("answered 20", table.getItems().getFirst().message());
        engine.say(new LogLine(Instant.parse("2026-05-01T12:00:00Z"), "FAILOVER", "john", true, "john is down: its host answers, but no postmaster is running there"));
        await().until(() -> table.getItems().getLast().isError());
        assertEquals(LogPage.LIMIT, table.getItems().size());
        picture(robot, "log");
        robot.interact(() -> robot.lookup("#log-errors").queryAs(CheckBox.class).fire());
        assertEquals(1, table.getItems().size());
        robot.interact(() -> robot.lookup("#log-copy").queryButton().fire());
        robot.interact(() -> assertTrue(Clipboard.getSystemClipboard().getString().contains("FAILOVER\tjohn")));
        robot.interact(() -> assertTrue(Clipboard.getSystemClipboard().getString().contains("2026-05-01 "), "a clock alone would mean today"));
        robot.interact(() -> robot.lookup("#log-errors").queryAs(CheckBox.class).fire());
        ComboBox<String> server = robot.lookup("#log-server").queryComboBox();
        assertEquals(List.of("All servers", "john", "paul"), server.getItems());
        robot.interact(() -> server.setValue("paul"));
        assertTrue(table.getItems().stream().allMatch(l -> l.server().equals("paul")));
        robot.interact(() -> robot.lookup("#log-search").queryAs(TextField.class).setText("answered 10018"));
        assertEquals(1, table.getItems().size());
    }

    private OperationPanel panel(FxRobot robot) {
        OperationPanel panel = new OperationPanel(engine, nav);
        robot.interact(() -> {
            root.getChildren().setAll(panel.node());
            StackPane.setAlignment(panel.node(), javafx.geometry.Pos.BOTTOM_CENTER);
            ((javafx.scene.layout.Region) panel.node()).setMaxHeight(200);
            panel.show(engine.view());
        });
        return panel;
    }

    private void show(FxRobot robot, OperationPanel panel, Operation o) {
        robot.interact(() -> {
            engine.publish(Optional.of(o));
            panel.show(engine.view());
        });
    }

    private static Operation other(String id, String title) {
        Operation o = SampleOperations.ended(
                SampleOperations.running(SampleOperations.service("george", RunMode.RESTART), 0, Instant.now().minusSeconds(90)),
                Operation.State.SUCCEEDED,
                Instant.now());
        return new Operation(
                id, o.function(), title, o.operator(), o.startedAt(), o.endedAt(), o.state(), o.steps(), o.summary(),
                o.output(), o.cancelObstacle(), o.downtime(), o.afterwards());
    }

    private static void picture(FxRobot robot, String name) {
        robot.interact(() -> {});
        Node any = robot.lookup(".root").query();
        robot.interact(() -> Screens.take(any.getScene(), name));
    }
}
