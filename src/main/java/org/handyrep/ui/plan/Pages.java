package org.handyrep.ui.plan;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.handyrep.plan.Check.Level;
import org.handyrep.ui.common.Mark;

/// Shapes that several pages of a plan's window share.
final class Pages {

    private Pages() {}

    static ScrollPane scrolling(VBox content) {
        content.setPadding(new Insets(16, 24, 16, 24));
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        return scroll;
    }

    static Node note(LossNote note) {
        return note(note.level(), note.headline(), note.rest());
    }

    /// A box with a coloured edge: a few bold words and what they rest on.
    static Node note(Level level, String headline, String rest) {
        Text bold = new Text(headline + " ");
        bold.getStyleClass().addAll("body-text", "strong");
        Text plain = new Text(rest);
        plain.getStyleClass().add("body-text");
        TextFlow flow = new TextFlow(bold, plain);
        flow.getStyleClass().addAll("callout", Mark.of(level).toneClass());
        flow.setId("note");
        return flow;
    }

    static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("heading");
        return label;
    }

    static Label wrapping(String text, String... styles) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /// Shown, or taking no room.
    static void visible(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
