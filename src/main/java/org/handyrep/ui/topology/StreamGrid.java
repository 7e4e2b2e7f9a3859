package org.handyrep.ui.topology;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.ArrayList;
import java.util.stream.Collectors;
import javafx.scene.Group;
import javafx.scene.shape.Line;
import javafx.scene.shape.Path;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import org.handyrep.ui.topology.TopologyLayout.Box;

/// Draws the streams between small cards: one trunk beside each column and a short stub to each card, in the stream's colour. Cascades are drawn only for the selected server.
final class StreamGrid extends Group {

    private static final double AWAY = 12;

    private List<Object> drawn = List.of();

    StreamGrid() {
        getStyleClass().add("stream-grid");
        setMouseTransparent(true);
    }

    void show(TopologyModel model, TopologyLayout layout, Optional<String> selected) {
        List<Object> now = List.of(
                layout,
                selected,
                model.edges().stream()
                        .map(e -> List.of(e.from(), e.to(), e.alive(), e.mark()))
                        .toList());
        if (now.equals(drawn)) {
            return;
        }
        drawn = now;
        Map<String, Card> cards = model.cards().stream().collect(Collectors.toMap(Card::name, c -> c));
        getChildren().clear();
        Map<String, Map<Double, List<Edge>>> trunks = new TreeMap<>();
        for (Edge e : model.edges()) {
            Box to = layout.boxes().get(e.to());
            Box from = layout.boxes().get(e.from());
            if (to == null || from == null) {
                continue;
            }
            boolean cascade = Optional.ofNullable(cards.get(e.to())).map(c -> c.depth() > 1).orElse(false);
            if (!cascade) {
                trunks.computeIfAbsent(e.from(), k -> new TreeMap<>())
                        .computeIfAbsent(to.x(), k -> new ArrayList<>())
                        .add(e);
            }
            boolean concerns = selected.map(s -> s.equals(e.from()) || s.equals(e.to())).orElse(false);
            if (cascade) {
                stub(to, e);
                if (concerns || !e.alive()) {
                    Line line = new Line(from.right(), from.middle(), to.x() - AWAY, to.middle());
                    line.getStyleClass().addAll("stream-line", e.mark().toneClass());
                    getChildren().add(line);
                }
            }
        }
        trunks.forEach((from, columns) -> trunk(layout, from, columns));
    }

    private void trunk(TopologyLayout layout, String sender, Map<Double, List<Edge>> columns) {
        Box from = java.util.Objects.requireNonNull(layout.boxes().get(sender));
        Path path = new Path();
        path.getStyleClass().add("trunk");
        double top = TopologyLayout.PAD + 24;
        double first = columns.keySet().iterator().next() - AWAY;
        double last = first;
        for (Map.Entry<Double, List<Edge>> column : columns.entrySet()) {
            double x = column.getKey() - AWAY;
            double lowest = top;
            for (Edge e : column.getValue()) {
                Box to = java.util.Objects.requireNonNull(layout.boxes().get(e.to()));
                lowest = Math.max(lowest, to.middle());
                stub(to, e);
            }
            path.getElements().addAll(new MoveTo(x, top), new LineTo(x, lowest));
            last = Math.max(last, x);
        }
        double beside = from.right() + AWAY;
        path.getElements()
                .addAll(
                        new MoveTo(from.right(), from.middle()),
                        new LineTo(beside, from.middle()),
                        new LineTo(beside, top),
                        new LineTo(last, top));
        getChildren().addFirst(path);
    }

    private void stub(Box to, Edge e) {
        Line stub = new Line(to.x() - AWAY, to.middle(), to.x(), to.middle());
        stub.getStyleClass().addAll("stream-line", e.mark().toneClass());
        if (!e.alive()) {
            stub.getStrokeDashArray().setAll(2.0, 4.0);
        }
        getChildren().add(stub);
    }
}
