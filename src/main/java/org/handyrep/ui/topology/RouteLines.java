package org.handyrep.ui.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Group;
import org.handyrep.ui.topology.TopologyLayout.Box;

/// Draws where the proxies send their clients. Among many servers without words, and reads only for the selected one.
final class RouteLines extends Group {

    private static final double APART = 14;

    private final Map<String, RouteLine> lines = new HashMap<>();
    private final Group lineLayer = new Group();
    private final Group pills = new Group();

    RouteLines() {
        setMouseTransparent(true);
        getChildren().addAll(lineLayer, pills);
    }

    void show(TopologyModel model, TopologyLayout layout, Optional<String> selected) {
        Box primaries = strip(model, layout);
        List<ProxyEdge> edges = model.routes().stream()
                .filter(e -> layout.boxes().containsKey(e.from()))
                .filter(e -> e.to().map(layout.boxes()::containsKey).orElse(true))
                .filter(e -> !layout.dense() || !e.reads() || selected.map(s -> concerns(e, s)).orElse(false))
                .sorted(Comparator.comparing(e -> side(e, layout, primaries)))
                .toList();
        keep(edges.stream().map(ProxyEdge::key).toList());
        for (ProxyEdge e : edges) {
            RouteLine line = lines.computeIfAbsent(e.key(), k -> fresh());
            Box from = box(layout, e.from());
            double startY = from.middle() + offset(e, edges.stream().filter(o -> o.from().equals(e.from())).toList(), from);
            if (e.to().isEmpty()) {
                line.show(e, from, startY, layout.dense());
                continue;
            }
            Box to = box(layout, e.to().get());
            int side = side(e, layout, primaries);
            double away = APART + (e.broken() ? 7 : 0);
            double channel = side < 0 ? primaries.y() - away : primaries.y() + primaries.height() + away;
            double endY = side == 0
                    ? to.middle() + offset(e, edges.stream().filter(o -> o.to().equals(e.to())).toList(), to)
                    : to.middle() + side * (Math.min(20, to.height() / 4) + (e.broken() && !layout.dense() ? 10 : 0));
            line.show(e, from, startY, to, endY, side == 0 ? to : primaries, channel, layout.dense());
        }
    }

    private void keep(List<String> wanted) {
        lines.keySet().retainAll(wanted);
        lineLayer.getChildren().removeIf(n -> !(n instanceof RouteLine line) || !lines.containsValue(line));
        pills.getChildren().setAll(lines.values().stream().map(RouteLine::pill).toList());
    }

    private RouteLine fresh() {
        RouteLine line = new RouteLine();
        lineLayer.getChildren().add(line);
        pills.getChildren().add(line.pill());
        return line;
    }

    /// How it gets there: 0 straight to the column of the primaries, above (-1) or below (1) them to what stands further right.
    private static int side(ProxyEdge e, TopologyLayout layout, Box primaries) {
        if (e.to().isEmpty()) {
            return 0;
        }
        Box to = box(layout, e.to().get());
        return to.x() <= primaries.x() ? 0 : to.middle() < primaries.middle() ? -1 : 1;
    }

    private static boolean concerns(ProxyEdge e, String server) {
        return e.from().equals(server) || e.to().equals(Optional.of(server));
    }

    /// Beside the others that start or end at the same card.
    private static double offset(ProxyEdge edge, List<ProxyEdge> others, Box at) {
        double apart = Math.min(APART, (at.height() - 24) / Math.max(1, others.size()));
        return apart * (others.indexOf(edge) - (others.size() - 1) / 2.0);
    }

    /// All primaries as one box; there may be two of them.
    private static Box strip(TopologyModel model, TopologyLayout layout) {
        List<Box> boxes = new ArrayList<>();
        for (Card c : model.cards()) {
            Box box = layout.boxes().get(c.name());
            if (c.lane() == Lane.PRIMARY && box != null) {
                boxes.add(box);
            }
        }
        double x = boxes.stream().mapToDouble(Box::x).min().orElse(0);
        double y = boxes.stream().mapToDouble(Box::y).min().orElse(0);
        double right = boxes.stream().mapToDouble(Box::right).max().orElse(0);
        double bottom = boxes.stream().mapToDouble(b -> b.y() + b.height()).max().orElse(0);
        return new Box(x, y, right - x, bottom - y);
    }

    private static Box box(TopologyLayout layout, String name) {
        return java.util.Objects.requireNonNull(layout.boxes().get(name));
    }
}
