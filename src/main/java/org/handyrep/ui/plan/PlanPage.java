package org.handyrep.ui.plan;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.plan.Check.Level;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;
import org.handyrep.ui.common.Copying;

/// The page with the steps, what they cost, and where the server's name is typed if it must be.
final class PlanPage {

    private final VBox content = new VBox(16);
    private final VBox foot = new VBox(12);
    private final BorderPane pane = new BorderPane(Pages.scrolling(content));
    private final Button copy = new Button("Copy as _text");
    private final TextField typed = new TextField();
    private Optional<Plan> shown = Optional.empty();
    private String trouble = "";

    /// @param onTyped told what stands in the field
    PlanPage(Consumer<String> onTyped) {
        copy.setId("copy-plan");
        copy.setOnAction(e -> shown.ifPresent(p -> Copying.toClipboard(p.asText())));
        typed.setId("typed-name");
        typed.setPrefColumnCount(18);
        typed.textProperty().addListener((o, was, is) -> onTyped.accept(is));
        foot.getStyleClass().add("plan-foot");
        pane.setBottom(foot);
    }

    Node node() {
        return pane;
    }

    Node firstFocus() {
        return shown.flatMap(p -> p.impact().typedName()).isPresent() ? typed : copy;
    }

    void show(PlanFlow flow) {
        if (shown.equals(flow.plan()) && trouble.equals(flow.trouble())) {
            return;
        }
        trouble = flow.trouble();
        if (!shown.equals(flow.plan())) {
            typed.clear();
        }
        shown = flow.plan();
        content.getChildren().clear();
        foot.getChildren().clear();
        shown.ifPresent(this::build);
    }

    private void build(Plan plan) {
        if (!trouble.isEmpty()) {
            content.getChildren().add(Pages.note(Level.STOP, "Not begun.", trouble));
        }
        PlanRows rows = new PlanRows(false);
        rows.show(PlanRow.of(plan));
        Node list = rows.bare();
        list.setId("plan-rows");
        HBox what = new HBox(16, impact(plan.impact()), copy);
        HBox.setHgrow(what.getChildren().getFirst(), Priority.ALWAYS);
        copy.setMinWidth(Region.USE_PREF_SIZE);
        content.getChildren().addAll(list);
        foot.getChildren().add(what);
        plan.impact().typedName().ifPresent(name -> foot.getChildren().add(confirmation(plan, name)));
    }

    private Node confirmation(Plan plan, String name) {
        boolean returns = plan.steps().stream().noneMatch(Step::isPointOfNoReturn);
        String why = returns ? plan.impact().confirmLabel() + "?" : "This cannot be taken back.";
        Label ask = Pages.wrapping(why + " Type " + name + " to confirm:", "strong");
        ask.setLabelFor(typed);
        typed.setPromptText(name);
        HBox box = new HBox(16, ask, typed);
        box.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        box.getStyleClass().addAll("callout", "tone-bad");
        return box;
    }

    private static Node impact(Plan.Impact impact) {
        GridPane grid = new GridPane(16, 4);
        grid.setId("impact");
        fact(grid, "downtime", impact.downtime());
        fact(grid, "data at risk", impact.loss());
        fact(grid, "can be undone", impact.undo());
        impact.afterwards().forEach(a -> fact(grid, "afterwards", a));
        return grid;
    }

    private static void fact(GridPane grid, String name, String text) {
        if (!text.isEmpty()) {
            Label key = new Label(name);
            key.getStyleClass().add("muted");
            key.setMinWidth(96);
            GridPane.setValignment(key, javafx.geometry.VPos.TOP);
            grid.addRow(grid.getRowCount(), key, Pages.wrapping(text));
        }
    }
}
