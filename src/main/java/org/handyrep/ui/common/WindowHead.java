package org.handyrep.ui.common;

import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The top of a window beside the main one: which cluster it is about, what is done, what that means.
public final class WindowHead {

    private WindowHead() {}

    public static VBox of(String cluster, Label title, Label subtitle) {
        Label where = new Label(cluster);
        where.setId("window-cluster");
        where.getStyleClass().add("section");
        title.getStyleClass().add("page-title");
        subtitle.getStyleClass().add("muted");
        subtitle.setWrapText(true);
        VBox head = new VBox(4, where, title, subtitle);
        head.setPadding(new Insets(12, 24, 16, 24));
        head.getStyleClass().add("flow-head");
        return head;
    }

    /// What the desktop writes above the window, with the cluster first: two of them may be open, and a task bar cuts the end.
    public static String title(String cluster, String what) {
        return cluster + ": " + what;
    }
}
