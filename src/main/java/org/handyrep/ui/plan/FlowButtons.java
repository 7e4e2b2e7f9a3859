package org.handyrep.ui.plan;

import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.handyrep.engine.Operation;

/// The bottom of a plan's window: what has been done so far, and the buttons of the page.
final class FlowButtons {

    final Button close = new Button();
    final Button back = new Button("_Back");
    final Button cancel = new Button("Cancel the _plan");
    final Button next = new Button();
    private final Label said = new Label();
    private final HBox box;

    FlowButtons() {
        close.setId("close");
        back.setId("back");
        cancel.setId("cancel-plan");
        next.setId("next");
        said.setId("said");
        said.getStyleClass().add("muted");
        said.setWrapText(true);
        said.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(said, Priority.ALWAYS);
        close.setCancelButton(true);
        next.setDefaultButton(true);
        for (Button b : new Button[] {close, back, cancel, next}) {
            b.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        }
        // A second click where the plan was agreed to must not take it back.
        box = new HBox(8, said, cancel, close, back, next);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setPadding(new Insets(12, 24, 12, 24));
        box.getStyleClass().add("flow-footer");
    }

    Node node() {
        return box;
    }

    void show(PlanFlow flow) {
        FlowPage page = flow.page();
        boolean progress = page == FlowPage.PROGRESS;
        said.setText(FlowTexts.footer(flow));
        close.setText(progress ? "_Close" : "_Cancel");
        Pages.visible(close, page != FlowPage.RESULT);
        Pages.visible(back, flow.canGoBack());
        Pages.visible(cancel, progress);
        Pages.visible(next, !progress);
        next.setCancelButton(page == FlowPage.RESULT);
        Optional<String> cannot = flow.operation()
                .map(Operation::cancelObstacle)
                .orElse(Optional.of("The plan is not running yet."));
        cancel.setDisable(cannot.isPresent());
        cancel.setAccessibleHelp(cannot.orElse(null));
        next.setText(mnemonic(FlowTexts.defaultLabel(flow)));
        next.setDisable(flow.obstacle().isPresent());
        next.setTooltip(flow.obstacle().map(Tooltip::new).orElse(null));
        boolean grave = page == FlowPage.PLAN
                && flow.plan().flatMap(p -> p.impact().typedName()).isPresent();
        next.getStyleClass().removeAll("danger", "accent");
        next.getStyleClass().add(grave ? "danger" : "accent");
    }

    /// The label with its first letter as Alt key; underscores of names stay what they are.
    static String mnemonic(String label) {
        return "_" + label.replace("_", "__");
    }
}
