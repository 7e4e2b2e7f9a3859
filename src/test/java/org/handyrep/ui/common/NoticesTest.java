package org.handyrep.ui.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.controls.Notification;
import java.time.Instant;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class NoticesTest {

    private final Notices notices = new Notices(Duration.minutes(10));

    @Start
    void show(Stage stage) {
        notices.add(Mark.DOWN, "demo: PostgreSQL does not run on john: its host answers and has no postmaster (its control file says \"in production\")."
                + " 2 of 2 replicas are in session.\nAutomatic failover is off");
        notices.add(Mark.OK, "the postmaster of john was killed with kill -9");
        Look.LIGHT.apply();
        stage.setScene(new Scene(new StackPane(notices), 900, 600));
        Look.LIGHT.dress(stage.getScene());
        stage.show();
    }

    @Test
    void longMessagesHaveTheRoomTheyNeedAndLieBelowEachOther() {
        WaitForAsyncUtils.waitForFxEvents();
        List<Node> shown = notices.getChildren();
        for (Node notice : shown) {
            Region message = (Region) notice.lookup(".message");
            Bounds inside = notice.sceneToLocal(message.localToScene(message.getBoundsInLocal()));
            assertTrue(message.prefHeight(message.getWidth()) <= message.getHeight() + 1, "the text is cut");
            assertTrue(inside.getMaxY() + 8 <= notice.getBoundsInLocal().getHeight(), () -> "the text ends below its frame: " + inside);
        }
        assertTrue(shown.getFirst().getBoundsInParent().getMaxY() <= shown.getLast().getBoundsInParent().getMinY() + 8, "they overlap");
        assertTrue(shown.getLast().getBoundsInParent().getMaxY() <= notices.getHeight(), "the last one does not fit");
    }

    @Test
    void badNewsStaysAndIsNotPushedOutByGoodNews(FxRobot robot) {
        Notices few = new Notices(Duration.millis(20));
        robot.interact(() -> {
            few.add(Mark.DOWN, "john is lost");
            for (int i = 0; i < 9; i++) {
                few.add(Mark.OK, "well " + i);
            }
        });
        Awaitility.await().until(() -> texts(few).equals(List.of("john is lost")));
        robot.interact(() -> {
            for (int i = 0; i < 6; i++) {
                few.add(Mark.WARNING, "mind " + i);
            }
        });
        assertEquals(List.of("mind 5", "mind 4", "mind 3", "mind 2", "mind 1"), texts(few), "more than these would hide the page");
    }

    @Test
    void whatIsOverSaysSoAndMakesRoomFirst(FxRobot robot) {
        Notices some = new Notices(Duration.minutes(10));
        robot.interact(() -> {
            Notices.Notice first = some.add(Mark.DOWN, "john is lost");
            some.add(Mark.DOWN, "nothing is done by itself");
            first.over(Instant.parse("2026-05-01T12:00:00Z"));
        });
        String over = texts(some).getLast();
        assertTrue(over.matches("john is lost\nOver since ..:..:..\\."), over);
        assertTrue(some.getChildren().getLast().getStyleClass().contains("tone-off"), some.getChildren().getLast().getStyleClass()::toString);
        assertFalse(some.getChildren().getLast().getStyleClass().contains("tone-bad"));
        robot.interact(() -> {
            for (int i = 0; i < 4; i++) {
                some.add(Mark.WARNING, "mind " + i);
            }
        });
        assertFalse(texts(some).contains(over), texts(some)::toString);
        assertTrue(texts(some).contains("nothing is done by itself"), texts(some)::toString);
    }

    @Test
    void aMessageIsCopiedByItsMenu(FxRobot robot) {
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> {
            Node last = notices.getChildren().getFirst();
            last.getOnContextMenuRequested().handle(new ContextMenuEvent(ContextMenuEvent.CONTEXT_MENU_REQUESTED, 10, 10, 10, 10, false, null));
            ContextMenu menu = Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .map(ContextMenu.class::cast)
                    .findFirst()
                    .orElseThrow();
            menu.getItems().getFirst().fire();
            menu.hide();
            assertEquals("the postmaster of john was killed with kill -9", Clipboard.getSystemClipboard().getString());
        });
    }

    private static List<String> texts(Notices notices) {
        return notices.getChildren().stream().map(n -> ((Notification) n).getMessage()).toList();
    }
}
