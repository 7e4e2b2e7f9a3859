package org.handyrep.ui.plan;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Check.Level;
import org.handyrep.plan.Plan;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.Formats;

/// The page that says what was done, what it cost and what is left to do.
final class ResultPage {

    private final VBox content = new VBox(16);
    private final ScrollPane scroll = Pages.scrolling(content);
    private final Button save = new Button("_Save report…");
    private final Button copy = new Button("Copy as _text");
    private Optional<Operation> shown = Optional.empty();

    /// @param saveReport run when the operator wants the report in a file
    ResultPage(Runnable saveReport) {
        save.setId("save-report");
        save.setOnAction(e -> saveReport.run());
        copy.setOnAction(e -> shown.ifPresent(o -> Copying.toClipboard(OperationTexts.asText(o))));
    }

    Node node() {
        return scroll;
    }

    void show(PlanFlow flow) {
        if (shown.equals(flow.operation())) {
            return;
        }
        shown = flow.operation();
        content.getChildren().clear();
        shown.ifPresent(o -> build(o, flow.plan()));
    }

    private void build(Operation o, Optional<Plan> plan) {
        content.getChildren().addAll(headline(o), facts(o, plan));
        if (!o.afterwards().isEmpty()) {
            VBox left = new VBox(4, Pages.heading("Left to do"));
            left.setId("afterwards");
            o.afterwards().forEach(a -> left.getChildren().add(Pages.wrapping("• " + a)));
            content.getChildren().add(left);
        }
        PlanRows rows = new PlanRows(false);
        rows.show(PlanRow.of(o));
        content.getChildren().addAll(new HBox(8, save, copy), Pages.heading("What was done"), rows.bare());
    }

    private static Node headline(Operation o) {
        Level level = switch (o.state()) {
            case SUCCEEDED -> Level.OK;
            case ROLLED_BACK, RUNNING, ROLLING_BACK, INTERRUPTED -> Level.WARNING;
            case FAILED -> Level.STOP;
        };
        String word = OperationTexts.word(o.state());
        return Pages.note(level, Character.toUpperCase(word.charAt(0)) + word.substring(1) + ".", said(o));
    }

    /// The summary, where it says more than the title and the word before it.
    private static String said(Operation o) {
        return o.summary().equals(o.title() + " succeeded")
                ? OperationTexts.done(o) + " of " + o.steps().size() + " steps are done."
                : o.summary();
    }

    private static Node facts(Operation o, Optional<Plan> plan) {
        GridPane grid = new GridPane(32, 2);
        grid.setId("facts");
        o.downtime().ifPresent(d -> fact(grid, "downtime, at most", Formats.duration(d), "heading"));
        fact(grid, "took", o.endedAt().map(e -> Formats.duration(OperationTexts.length(o, e))).orElse(Formats.NOTHING), "heading");
        fact(grid, "steps done", OperationTexts.done(o) + " of " + o.steps().size(), "heading");
        if (o.state() == Operation.State.SUCCEEDED || o.state() == Operation.State.FAILED) {
            plan.ifPresent(p -> fact(grid, "data at risk", p.impact().loss(), "wide-fact"));
        }
        return grid;
    }

    private static void fact(GridPane grid, String name, String value, String style) {
        int column = grid.getColumnCount();
        Label key = new Label(name);
        key.getStyleClass().addAll("muted", "small");
        key.setMinWidth(64);
        Label number = Pages.wrapping(value, style);
        if (style.equals("heading")) {
            number.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        }
        GridPane.setValignment(number, javafx.geometry.VPos.TOP);
        grid.add(key, column, 0);
        grid.add(number, column, 1);
    }
}
