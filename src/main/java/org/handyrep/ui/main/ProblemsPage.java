package org.handyrep.ui.main;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;

/// What stands in the place of the pages while a cluster is not open: that it is being opened, or every problem of its configuration.
final class ProblemsPage {

    private ProblemsPage() {}

    static Node opening(String what) {
        Label text = new Label(what);
        text.getStyleClass().addAll("muted", "heading");
        VBox box = new VBox(16, new StatusIcon(Mark.RUNNING, 32), text);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("canvas");
        return box;
    }

    static Node welcome(Runnable add) {
        Label text = new Label("No cluster yet");
        text.getStyleClass().add("page-title");
        Label how = new Label("Open the handyrep.conf of a cluster to watch it here.");
        how.getStyleClass().add("muted");
        Button button = new Button("Add cluster…");
        button.getStyleClass().add("accent");
        button.setOnAction(e -> add.run());
        VBox box = new VBox(16, text, how, button);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("canvas");
        return box;
    }

    static Node refused(String name, List<String> problems, Runnable again) {
        Label title = new Label(name + " cannot be opened: " + Formats.count(problems.size(), "problem") + " in its configuration");
        title.getStyleClass().add("page-title");
        title.setWrapText(true);
        Label how = new Label("Correct the file and read it again. Nothing is watched until then.");
        how.getStyleClass().add("muted");
        Button retry = new Button("Read again");
        retry.setId("read-again");
        retry.getStyleClass().add("accent");
        retry.setOnAction(e -> again.run());
        Button copy = new Button("Copy all");
        copy.setOnAction(e -> Copying.toClipboard(String.join("\n", problems)));
        VBox list = new VBox(8);
        list.setId("conf-problems");
        for (String problem : problems) {
            Label text = new Label(problem);
            text.getStyleClass().add("mono");
            text.setWrapText(true);
            text.setMinHeight(Region.USE_PREF_SIZE);
            HBox.setHgrow(text, Priority.ALWAYS);
            HBox row = new HBox(12, new StatusIcon(Mark.DOWN, 16), text);
            row.getStyleClass().addAll("callout", "tone-bad");
            list.getChildren().add(row);
        }
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().addAll("edge-to-edge", "canvas", "topology-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox box = new VBox(16, title, how, new HBox(8, retry, copy), scroll);
        box.setPadding(new Insets(24));
        box.getStyleClass().add("canvas");
        return box;
    }
}
