package org.handyrep.ui.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import org.handyrep.ui.common.StatusIcon;

/// Draws a [TimelineModel]: each branch a line from its fork to the right, the servers at its end.
final class TimelineTree extends Pane {

    private static final double PAD = 16;
    private static final double TITLES = 248;
    private static final double COLUMN = 72;
    private static final double ROW = 32;
    private static final double GAP = 16;

    private final Consumer<String> onSelect;
    private TimelineModel shown = new TimelineModel(List.of(), 0);

    TimelineTree(Consumer<String> onSelect) {
        this.onSelect = onSelect;
        setId("timelines");
        getStyleClass().add("card");
    }

    void show(TimelineModel model) {
        if (model.equals(shown)) {
            return;
        }
        shown = model;
        getChildren().clear();
        double left = PAD + TITLES;
        double right = left + COLUMN * (model.forks() + 1);
        Group lines = new Group();
        lines.setAutoSizeChildren(false);
        getChildren().add(lines);
        List<Double> heights = new ArrayList<>();
        double top = PAD;
        for (TimelineModel.Line line : model.lines()) {
            double y = top + ROW / 2;
            heights.add(y);
            double x = left + COLUMN * line.column();
            String style = line.main() ? "timeline-main" : "timeline-line";
            if (line.parent() >= 0) {
                lines.getChildren().addAll(stroke(x, heights.get(line.parent()), x, y, style), dot(x, heights.get(line.parent()), style));
            }
            double parting = partsAt(line).map(c -> left + COLUMN * c).orElse(right);
            lines.getChildren().add(stroke(x, y, parting, y, style));
            if (parting < right) {
                lines.getChildren().add(stroke(parting, y, right, y, "timeline-line"));
            }
            lines.getChildren().add(dot(right, y, parting < right ? "timeline-line" : style));
            place(title(line), PAD, top);
            VBox stops = new VBox(4);
            line.stops().forEach(s -> stops.getChildren().add(stop(s)));
            if (line.stops().isEmpty()) {
                stops.getChildren().add(label("no server is on it any more", "muted", "small"));
            }
            place(stops, right + 16, top);
            top += Math.max(ROW, 28.0 * line.stops().size()) + GAP;
        }
        setMinHeight(top - GAP + PAD);
        setPrefHeight(top - GAP + PAD);
        setMinWidth(right + 16);
    }

    /// Where the primary's WAL leaves this line for another.
    private Optional<Integer> partsAt(TimelineModel.Line line) {
        int index = shown.lines().indexOf(line);
        return line.main()
                ? shown.lines().stream().filter(l -> l.main() && l.parent() == index).map(TimelineModel.Line::column).findFirst()
                : Optional.empty();
    }

    private void place(javafx.scene.layout.Region node, double x, double y) {
        node.relocate(x, y);
        getChildren().add(node);
    }

    private static VBox title(TimelineModel.Line line) {
        VBox box = new VBox(label(line.title(), line.main() ? "strong" : "muted"));
        if (!line.fork().isEmpty()) {
            box.getChildren().add(label(line.fork(), "muted", "mono"));
        }
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinHeight(ROW);
        return box;
    }

    private HBox stop(TimelineModel.Stop stop) {
        HBox box = new HBox(8, new StatusIcon(stop.mark(), 14), label(stop.server(), "strong"), label(stop.position(), "mono"), label(stop.words(), "muted", "small"));
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinHeight(24);
        box.setId("timeline-of-" + stop.server());
        box.setAccessibleText(stop.server() + " at " + stop.position() + ", " + stop.words());
        box.setOnMouseClicked(e -> onSelect.accept(stop.server()));
        return box;
    }

    private static Label label(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    private static Line stroke(double x1, double y1, double x2, double y2, String style) {
        Line line = new Line(x1, y1, x2, y2);
        line.getStyleClass().add(style);
        return line;
    }

    private static Circle dot(double x, double y, String style) {
        Circle dot = new Circle(x, y, 4);
        dot.getStyleClass().add(style + "-dot");
        return dot;
    }
}
