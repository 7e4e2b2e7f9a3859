package org.handyrep.ui.plan;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.handyrep.plan.Check;
import org.handyrep.plan.Check.Level;
import org.handyrep.plan.Decision;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;

/// The page with each pre-check and what it saw.
final class ChecksPage {

    private final VBox content = new VBox(16);
    private final ScrollPane scroll = Pages.scrolling(content);
    private final Button again = new Button("_Check again");
    private Optional<Optional<Decision>> shown = Optional.empty();

    /// @param checkAgain run when the operator wants the servers read once more
    ChecksPage(Runnable checkAgain) {
        again.setId("check-again");
        again.setOnAction(e -> checkAgain.run());
    }

    Node node() {
        return scroll;
    }

    Node firstFocus() {
        return again;
    }

    void show(PlanFlow flow) {
        if (shown.equals(Optional.of(flow.decision()))) {
            return;
        }
        shown = Optional.of(flow.decision());
        content.getChildren().clear();
        if (flow.decision().isEmpty()) {
            content.getChildren().add(busy());
            return;
        }
        flow.refusal().ifPresent(r -> content.getChildren().add(Pages.note(Level.STOP, "There is no plan.", r.reason())));
        if (!flow.checks().isEmpty()) {
            content.getChildren().addAll(summary(flow.checks()), list(flow.checks()));
        }
        content.getChildren().add(again);
    }

    private static Node busy() {
        HBox box = new HBox(12, new StatusIcon(Mark.RUNNING, 20), new Label("Reading every server and making the plan…"));
        box.setAlignment(Pos.CENTER_LEFT);
        box.setId("checks-busy");
        return box;
    }

    private static Label summary(List<Check> checks) {
        long stops = checks.stream().filter(c -> c.level() == Level.STOP).count();
        long warnings = checks.stream().filter(c -> c.level() == Level.WARNING).count();
        String text = stops == 0 && warnings == 0
                ? checks.size() == 1 ? "1 check, and it is fine" : "All " + Formats.count(checks.size(), "check") + " are fine"
                : Formats.count(checks.size(), "check") + (stops > 0 ? ", " + stops + (stops == 1 ? " stops" : " stop") + " the plan" : "")
                        + (warnings > 0 ? ", " + Formats.count(warnings, "warning") : "");
        return Pages.heading(text);
    }

    private static Node list(List<Check> checks) {
        GridPane grid = new GridPane(12, 0);
        grid.setId("checks");
        ColumnConstraints icon = new ColumnConstraints(18);
        ColumnConstraints word = new ColumnConstraints(64);
        ColumnConstraints name = new ColumnConstraints(120, 280, 320);
        ColumnConstraints saw = new ColumnConstraints();
        saw.setHgrow(javafx.scene.layout.Priority.ALWAYS);
        grid.getColumnConstraints().addAll(icon, word, name, saw);
        int row = 0;
        for (Check c : checks) {
            Mark mark = Mark.of(c.level());
            Label level = new Label(word(c.level()));
            level.getStyleClass().addAll("status-word", mark.toneClass());
            Label title = Pages.wrapping(c.name(), "strong");
            Label seen = Pages.wrapping(c.saw());
            title.setAccessibleText(word(c.level()) + ": " + c.name() + ": " + c.saw());
            Node[] cells = {new StatusIcon(mark), level, title, seen};
            for (Node n : cells) {
                GridPane.setMargin(n, new javafx.geometry.Insets(6, 0, 6, 0));
                GridPane.setValignment(n, javafx.geometry.VPos.TOP);
            }
            grid.addRow(row++, cells);
        }
        return grid;
    }

    static String word(Level level) {
        return switch (level) {
            case OK -> "ok";
            case WARNING -> "warning";
            case STOP -> "stop";
        };
    }
}
