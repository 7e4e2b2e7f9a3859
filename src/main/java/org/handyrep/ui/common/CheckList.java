package org.handyrep.ui.common;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.handyrep.plan.Check;
import org.handyrep.plan.Check.Level;

/// Checks under each other: shape and word of the level, what is checked, what was seen.
public final class CheckList {

    private CheckList() {}

    /// @param nameWidth of the column that says what is checked, in pixels
    public static GridPane of(List<Check> checks, double nameWidth) {
        GridPane grid = new GridPane(12, 0);
        grid.setId("checks");
        ColumnConstraints saw = new ColumnConstraints();
        saw.setHgrow(Priority.ALWAYS);
        ColumnConstraints name = new ColumnConstraints(Math.min(120, nameWidth), nameWidth, nameWidth + 40);
        grid.getColumnConstraints().addAll(new ColumnConstraints(18), new ColumnConstraints(64), name, saw);
        int row = 0;
        for (Check c : checks) {
            Mark mark = Mark.of(c.level());
            Label level = new Label(word(c.level()));
            level.getStyleClass().addAll("status-word", mark.toneClass());
            Label title = wrapping(c.name());
            title.getStyleClass().add("strong");
            title.setAccessibleText(word(c.level()) + ": " + c.name() + ": " + c.saw());
            Label seen = wrapping(c.saw());
            Copying.onMenu(seen, "Copy", seen::getText);
            Node[] cells = {new StatusIcon(mark), level, title, seen};
            for (Node n : cells) {
                GridPane.setMargin(n, new Insets(6, 0, 6, 0));
                GridPane.setValignment(n, VPos.TOP);
            }
            grid.addRow(row++, cells);
        }
        return grid;
    }

    public static String word(Level level) {
        return switch (level) {
            case OK -> "ok";
            case WARNING -> "warning";
            case STOP -> "stop";
        };
    }

    private static Label wrapping(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
