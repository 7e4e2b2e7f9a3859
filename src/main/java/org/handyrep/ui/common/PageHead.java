package org.handyrep.ui.common;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The usual page: its name with what can be done on the right, the content below.
public final class PageHead {

    private PageHead() {}

    /// @param tools search fields and buttons, from left to right
    public static VBox page(String title, List<? extends Node> tools, Node content) {
        Label label = new Label(title);
        label.getStyleClass().add("heading");
        label.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(8, label, gap);
        head.getChildren().addAll(tools);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(12, head, content);
        box.setPadding(new Insets(12, 16, 16, 16));
        box.getStyleClass().add("panel");
        VBox.setVgrow(content, Priority.ALWAYS);
        return box;
    }
}
