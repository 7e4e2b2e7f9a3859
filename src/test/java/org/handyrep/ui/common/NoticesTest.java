package org.handyrep.ui.common;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class NoticesTest {

    private final Notices notices = new Notices();

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
}
