package org.handyrep.ui.topology;

import java.util.List;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.shape.CubicCurveTo;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.Polyline;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.topology.TopologyLayout.Box;

/// Draws one [ProxyEdge]: writes as a full line with a pill, reads thin and dashed, what leads astray dotted with a cross.
///
/// The pill lies in a layer of its own, above all lines.
final class RouteLine extends Group {

    private static final double STUB = 56;
    private static final double BESIDE = 14;

    private final Path line = new Path();
    /// From where it passes the primaries: there the dashes of several lines lie on each other.
    private final Path rest = new Path();
    private final Polyline arrow = new Polyline();
    private final Path cut = new Path();
    private final Label pill = new Label();

    RouteLine() {
        line.getStyleClass().add("stream-line");
        rest.getStyleClass().add("stream-line");
        arrow.getStyleClass().add("stream-line");
        cut.getStyleClass().add("stream-cut");
        pill.getStyleClass().addAll("mono", "card-small", "route-pill");
        setMouseTransparent(true);
        pill.setMouseTransparent(true);
        getChildren().addAll(line, rest, arrow, cut);
    }

    Label pill() {
        return pill;
    }

    /// What ends on no known server: a stub beside the proxy.
    void show(ProxyEdge edge, Box from, double startY, boolean small) {
        style(edge);
        double x = from.right();
        double end = x + (small ? STUB / 3 : STUB);
        line.getElements().setAll(new MoveTo(x, startY), new LineTo(end, startY));
        rest.getElements().clear();
        cross(end, startY);
        label(edge, small, x + STUB, startY - 20);
    }

    /// @param over the strip of the primaries that the line goes around, `to` itself when it stands there
    /// @param channel where it passes above or below that strip
    void show(ProxyEdge edge, Box from, double startY, Box to, double endY, Box over, double channel, boolean small) {
        style(edge);
        double x1 = from.right();
        double x2 = to.x() - 2;
        line.getElements().setAll(new MoveTo(x1, startY));
        rest.getElements().clear();
        double first = x2;
        double firstY = endY;
        if (over.equals(to)) {
            curve(line, x1, startY, x2, endY);
        } else {
            first = over.x() - BESIDE;
            firstY = channel;
            curve(line, x1, startY, first, channel);
            rest.getElements().setAll(new MoveTo(first, channel), new LineTo(over.right() + BESIDE, channel));
            curve(rest, over.right() + BESIDE, channel, x2, endY);
        }
        arrow.getPoints().setAll(x2 - 6, endY - 4.5, x2, endY, x2 - 6, endY + 4.5);
        if (edge.broken()) {
            cross(x2 - 15, endY);
        }
        label(edge, small, (x1 + first) / 2, (startY + firstY) / 2);
    }

    private static void curve(Path path, double x1, double y1, double x2, double y2) {
        double bend = (x2 - x1) / 2;
        path.getElements().add(new CubicCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2));
    }

    private void cross(double x, double y) {
        cut.getElements().setAll(new MoveTo(x - 5, y - 5), new LineTo(x + 5, y + 5), new MoveTo(x + 5, y - 5), new LineTo(x - 5, y + 5));
    }

    private void label(ProxyEdge edge, boolean small, double x, double y) {
        pill.setVisible(!small && !edge.label().isEmpty());
        pill.setText(edge.label());
        pill.applyCss();
        pill.autosize();
        pill.relocate(Math.round(x - pill.prefWidth(-1) / 2), Math.round(y - pill.prefHeight(-1) / 2));
    }

    private void style(ProxyEdge edge) {
        getStyleClass().setAll("route", edge.mark().toneClass());
        if (edge.reads()) {
            getStyleClass().add("reads");
        }
        List<Double> dashes = edge.broken()
                ? List.of(2.0, 6.0)
                : edge.reads() || edge.mark() != Mark.OK ? List.of(5.0, 5.0) : List.of();
        line.getStrokeDashArray().setAll(dashes);
        rest.getStrokeDashArray().setAll(dashes);
        pill.getStyleClass().removeIf(c -> c.startsWith("tone-"));
        pill.getStyleClass().add(edge.mark().toneClass());
        arrow.setVisible(!edge.broken());
        cut.setVisible(edge.broken());
        cut.getElements().clear();
    }
}
