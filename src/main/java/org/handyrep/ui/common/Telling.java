package org.handyrep.ui.common;

import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Something to read in a window beside the one it was asked from: it asks nothing, and nothing waits for it.
///
/// @param more below the text; scrolls where the screen is too low for it
public record Telling(String title, String text, Optional<Region> more) {

    private static final double WIDTH = 560;

    /// What is neither this nor the frame of a window.
    private static final double REST = 220;

    /// On the JavaFX thread. What is open already comes to the front.
    public void show(Window owner) {
        open(owner).ifPresentOrElse(Stage::toFront, () -> build(owner));
    }

    private Optional<Stage> open(Window owner) {
        return Window.getWindows().stream()
                .filter(w -> w instanceof Stage s && s.getOwner() == owner && title.equals(s.getTitle()))
                .map(Stage.class::cast)
                .findFirst();
    }

    private void build(Window owner) {
        Stage stage = new Stage();
        Label head = new Label(title);
        head.getStyleClass().add("heading");
        Label what = new Label(text);
        what.setWrapText(true);
        what.setMinHeight(Region.USE_PREF_SIZE);
        Button close = new Button("Close");
        close.setId("telling-close");
        close.setDefaultButton(true);
        close.setCancelButton(true);
        close.setOnAction(e -> stage.close());
        HBox buttons = new HBox(close);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        VBox body = new VBox(12, head, what, buttons);
        body.getStyleClass().add("panel");
        body.setPadding(new Insets(24));
        body.setPrefWidth(WIDTH);
        Scene scene = new Scene(body);
        Look.beside(owner, stage, scene);
        more.ifPresent(node -> body.getChildren().add(2, scrolling(body, node, owner)));
        stage.setTitle(title);
        stage.show();
    }

    private static ScrollPane scrolling(VBox body, Region node, Window owner) {
        ScrollPane scroll = new ScrollPane(node);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        // its height is known only in the fonts of the window
        body.getChildren().add(node);
        body.applyCss();
        double high = node.prefHeight(WIDTH - 64);
        body.getChildren().remove(node);
        scroll.setContent(node);
        scroll.setPrefViewportHeight(Math.min(high, WindowSize.free(owner).getHeight() - REST));
        return scroll;
    }
}
