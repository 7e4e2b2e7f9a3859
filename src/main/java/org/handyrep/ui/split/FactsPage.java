package org.handyrep.ui.split;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.engine.Divergence;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;

/// What each of the writable servers has of its own.
final class FactsPage {

    private final VBox content = new VBox(16);
    private final ScrollPane node = scrolling(content);

    Node node() {
        return node;
    }

    void reading(String servers) {
        ProgressIndicator turning = new ProgressIndicator();
        turning.setPrefSize(24, 24);
        HBox line = new HBox(12, turning, wrapping("Reading the WAL of " + servers + " from where they part. Nothing is changed. This may take a while."));
        line.setAlignment(Pos.CENTER_LEFT);
        content.getChildren().setAll(line);
    }

    void failed(String why) {
        content.getChildren().setAll(wrapping("That could not be read: " + why));
    }

    void show(Divergence d) {
        Label fork = wrapping(SplitTexts.fork(d));
        fork.setId("split-fork");
        fork.getStyleClass().add("strong");
        HBox cards = new HBox(16);
        for (Divergence.Branch b : d.branches()) {
            Node card = card(b);
            HBox.setHgrow(card, Priority.ALWAYS);
            cards.getChildren().add(card);
        }
        content.getChildren().setAll(fork, cards);
        if (!d.advice().isEmpty()) {
            Label head = new Label("What to do, in this order");
            head.getStyleClass().add("heading");
            VBox advice = new VBox(4);
            advice.setId("split-advice");
            List<String> lines = d.advice();
            for (int i = 0; i < lines.size(); i++) {
                advice.getChildren().add(wrapping((i + 1) + ". " + lines.get(i)));
            }
            content.getChildren().addAll(head, advice);
        }
    }

    private static Node card(Divergence.Branch b) {
        Label name = new Label(b.server());
        name.getStyleClass().add("card-name");
        VBox box = new VBox(8, name);
        box.setId("branch-" + b.server());
        box.getStyleClass().addAll("card", "tile");
        box.setPrefWidth(280);
        box.setMinWidth(240);
        GridPane grid = new GridPane(16, 2);
        SplitTexts.facts(b).forEach((what, value) -> {
            Label key = new Label(what);
            key.getStyleClass().add("muted");
            key.setMinWidth(Region.USE_PREF_SIZE);
            Label is = wrapping(value);
            is.getStyleClass().add("mono");
            GridPane.setHgrow(is, Priority.ALWAYS);
            GridPane.setValignment(key, javafx.geometry.VPos.TOP);
            grid.addRow(grid.getRowCount(), key, is);
        });
        box.getChildren().add(grid);
        if (!b.problem().isEmpty()) {
            Label problem = wrapping(b.problem());
            problem.getStyleClass().add("small");
            HBox line = new HBox(8, new StatusIcon(Mark.WARNING, 14), problem);
            HBox.setHgrow(problem, Priority.ALWAYS);
            box.getChildren().add(line);
        }
        return box;
    }

    static ScrollPane scrolling(VBox content) {
        content.setPadding(new Insets(16, 24, 16, 24));
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("plain-scroll");
        return scroll;
    }

    static Label wrapping(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
