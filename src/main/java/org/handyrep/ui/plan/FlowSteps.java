package org.handyrep.ui.plan;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The numbered list of pages on the left.
final class FlowSteps {

    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("selected");

    private final VBox box = new VBox();

    FlowSteps() {
        box.getStyleClass().add("flow-steps");
        box.setPadding(new Insets(16, 12, 16, 12));
        box.setPrefWidth(190);
        box.setMinWidth(120);
    }

    Node node() {
        return box;
    }

    void show(PlanFlow flow) {
        List<FlowPage> pages = flow.pages();
        box.getChildren().clear();
        for (FlowPage page : pages) {
            boolean current = page == flow.page();
            Label label = new Label((pages.indexOf(page) + 1) + " " + page.label());
            label.setMaxWidth(Double.MAX_VALUE);
            label.getStyleClass().add("flow-step");
            label.pseudoClassStateChanged(CURRENT, current);
            label.setAccessibleText(label.getText() + (current ? ", this page" : ""));
            box.getChildren().add(label);
        }
    }
}
