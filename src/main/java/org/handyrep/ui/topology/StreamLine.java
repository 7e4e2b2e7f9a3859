package org.handyrep.ui.topology;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.shape.CubicCurve;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.Polyline;
import org.handyrep.ui.topology.TopologyLayout.Box;

/// Draws one [Edge] between large cards: a curve with an arrow, cut when it is broken, and a pill with the lag and its history.
final class StreamLine extends Group {

    private static final double CURVE_WIDTH = 64;
    private static final double CURVE_HEIGHT = 10;

    private final CubicCurve curve = new CubicCurve();
    private final Polyline arrow = new Polyline();
    private final Path cut = new Path();
    private final Label text = new Label();
    private final Polyline history = new Polyline();
    private final Label sync = new Label("sync");
    private final VBox pill = new VBox(1, text, sync);

    StreamLine() {
        getStyleClass().add("stream");
        curve.getStyleClass().add("stream-line");
        arrow.getStyleClass().add("stream-line");
        cut.getStyleClass().add("stream-cut");
        text.getStyleClass().addAll("mono", "card-small");
        sync.getStyleClass().addAll("muted", "card-small");
        history.getStyleClass().add("stream-history");
        pill.getStyleClass().add("stream-pill");
        pill.setAlignment(Pos.CENTER);
        setMouseTransparent(true);
        getChildren().addAll(curve, arrow, cut, pill);
    }

    /// @param startY where on the sender's right side the stream leaves
    void show(Edge edge, Box from, Box to, double startY, List<Long> past) {
        getStyleClass().removeIf(c -> c.startsWith("tone-"));
        getStyleClass().add(edge.mark().toneClass());
        boolean forward = to.x() > from.x();
        double x1 = forward ? from.right() : from.x();
        double x2 = forward ? to.x() - 2 : to.right() + 2;
        double y2 = to.middle();
        double bend = (x2 - x1) / 2;
        curve.setStartX(x1);
        curve.setStartY(startY);
        curve.setControlX1(x1 + bend);
        curve.setControlY1(startY);
        curve.setControlX2(x2 - bend);
        curve.setControlY2(y2);
        curve.setEndX(x2);
        curve.setEndY(y2);
        double back = forward ? -6 : 6;
        arrow.getPoints().setAll(x2 + back, y2 - 4.5, x2, y2, x2 + back, y2 + 4.5);
        curve.getStrokeDashArray().clear();
        if (!edge.alive()) {
            curve.getStrokeDashArray().setAll(2.0, 6.0);
        } else if (edge.mark() != org.handyrep.ui.common.Mark.OK) {
            curve.getStrokeDashArray().setAll(7.0, 5.0);
        }
        arrow.setVisible(edge.alive());
        cut.setVisible(!edge.alive());
        double cx = x2 + 2.5 * back;
        cut.getElements()
                .setAll(new MoveTo(cx - 5, y2 - 5), new LineTo(cx + 5, y2 + 5), new MoveTo(cx + 5, y2 - 5), new LineTo(cx - 5, y2 + 5));
        text.setText(edge.label());
        sync.setVisible(edge.sync());
        sync.setManaged(edge.sync());
        showHistory(past);
        pill.applyCss();
        pill.autosize();
        pill.relocate(
                Math.round((x1 + x2) / 2 - pill.prefWidth(-1) / 2), Math.round((startY + y2) / 2 - pill.prefHeight(-1) / 2));
    }

    private void showHistory(List<Long> past) {
        long most = past.stream().mapToLong(Long::longValue).max().orElse(0);
        boolean worthIt = most > 0 && past.size() > 2;
        if (worthIt) {
            history.getPoints().clear();
            double step = CURVE_WIDTH / (LagHistory.LENGTH - 1);
            double x = CURVE_WIDTH - step * (past.size() - 1);
            for (long bytes : past) {
                history.getPoints().addAll(x, CURVE_HEIGHT - CURVE_HEIGHT * bytes / most);
                x += step;
            }
        }
        if (worthIt != pill.getChildren().contains(history)) {
            if (worthIt) {
                pill.getChildren().add(history);
            } else {
                pill.getChildren().remove(history);
            }
        }
    }
}
